"""What the package shows of itself: its public face, no text, no web, no solver until needed."""

import subprocess
import sys
from decimal import Decimal
from uuid import UUID

import pytest

import question_bank
from question_bank.assemble import assemble
from question_bank.cards import Component, Ref
from question_bank.compositions import composition
from question_bank.paper import freeze
from question_bank.rendering import rendering
from tests.question_bank.make import CASE, SINGLE
from tests.question_bank.test_assemble import TINY, tiny

POOL = [tiny(1), tiny(2)]


def test_every_public_name_is_there():
    assert all(hasattr(question_bank, name) for name in question_bank.__all__)
    assert len(set(question_bank.__all__)) == len(question_bank.__all__)


def test_importing_the_bank_loads_neither_the_web_nor_the_solver():
    code = "import sys, question_bank; print(sorted({'flask', 'highspy', 'numpy', 'sqlalchemy'}"
    command = [sys.executable, "-c", f"{code} & set(sys.modules)))"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_no_text_shows_in_a_traceback():
    texts = {card.ref: SINGLE for card in POOL}
    found = assemble(TINY, POOL, seed=1, forms=1)
    (paper,) = freeze(found, texts, blueprint=TINY, seed=1, uuids=[UUID(int=7)])
    for thing in (SINGLE, CASE, paper, paper.items[0], rendering(paper), found):
        assert not any(text in repr(thing) for text in (SINGLE.stem, CASE.stem, "书面", "违法"))
        assert "seed" not in repr(thing)


def test_a_form_tells_what_it_reached():
    form = assemble(TINY, POOL, seed=1, forms=1).forms[0]
    assert form.two_way == {("A", 0): 2}
    assert form.difficulties == {1: 0, 2: 0, 3: 2, 4: 0, 5: 0}
    assert list(form.reached.values()) == [1, 1]


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("component", [Component.THEORY, Component.SKILL])
def test_published_compositions_make_a_hundred_marks(level, component):
    sections = composition(level, component)
    assert sum(part.count * part.marks for part in sections) == Decimal(100)


def test_where_nothing_was_published_there_is_no_composition():
    assert composition(5, Component.THEORY) == composition(2, Component.REVIEW) == ()


def test_a_ref_reads_its_own_text():
    ref = Ref(UUID(int=3), 4)
    assert Ref.parse(str(ref)) == ref
    for wrong in ("", "x@1", str(UUID(int=1))):
        with pytest.raises(ValueError):
            Ref.parse(wrong)
