"""A frozen paper prints the right key whatever order its options are in, and opens only whole."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.assemble import assemble
from question_bank.cards import Kind, Ref
from question_bank.compartment import open_paper, open_seed, rewrap, seal_paper, seal_seed
from question_bank.errors import Tampered, UnknownKey, Unsound
from question_bank.items import LETTERS, Question
from question_bank.paper import Paper, freeze, paper_seed
from question_bank.rendering import rendering
from question_bank.seal import KeyRing
from question_bank.shuffle import bound, option_orders
from question_bank.vault import Opening
from tests.question_bank.make import MULTIPLE, SINGLE
from tests.question_bank.test_assemble import PLAN, POOL, TINY, tiny

KEYS = KeyRing({1: b"\x01" * 32})
UUIDS = (UUID(int=101), UUID(int=102))
TEXTS = {
    card.ref: replace(
        {Kind.SINGLE: SINGLE, Kind.MULTIPLE: MULTIPLE}.get(card.kind, Question("题", answer="×")),
        stem=f"题 {card.ref.item.hex[:6]}",
    )
    for card in POOL
}
DRAWN = assemble(PLAN, POOL, seed=11)
PAPERS = freeze(DRAWN, TEXTS, blueprint=PLAN, seed=11, uuids=UUIDS)


def keyed_texts(question):
    return {question.options[LETTERS.index(letter)] for letter in question.answer}


def test_the_printed_key_names_the_same_texts_as_the_question():
    for paper in PAPERS:
        for item, printed in zip(paper.items, rendering(paper).items, strict=True):
            assert printed.ref == item.ref
            if item.question.options:
                shown = dict(printed.options)
                assert {shown[c] for c in printed.answer} == keyed_texts(item.question)
                assert sorted(shown.values()) == sorted(item.question.options)
                assert printed.answer == "".join(sorted(printed.answer))
            else:
                assert (printed.answer, printed.options) == ("×", ())


def test_numbers_run_through_the_sections_and_marks_make_a_hundred():
    printed = rendering(PAPERS[0])
    assert list(printed.key) == list(range(1, 91))
    assert [(s.kind, s.first, s.last, s.total) for s in printed.sections] == [
        (Kind.SINGLE, 1, 60, 60),
        (Kind.MULTIPLE, 61, 70, 20),
        (Kind.TRUE_FALSE, 71, 90, 20),
    ]
    assert printed.total == 100


def test_key_letters_are_balanced_on_every_form():
    for paper in PAPERS:
        keys = Counter(rendering(paper).key[number] for number in range(1, 61))
        assert keys == {"A": 15, "B": 15, "C": 15, "D": 15}


def test_forms_have_seeds_and_orders_of_their_own():
    assert PAPERS[0].seed == paper_seed(11, 1) != PAPERS[1].seed
    pool = [tiny(1), tiny(2)]
    found = assemble(TINY, pool, seed=1, overlap_max=1)
    texts = {card.ref: replace(SINGLE, stem=str(card.ref)) for card in pool}
    orders = set()
    for seed in range(8):
        papers = freeze(found, texts, blueprint=TINY, seed=seed, uuids=UUIDS)
        orders |= {item.order for paper in papers for item in paper.items}
    assert len(orders) > 8


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, False),
        ({"stem": "A公司与B公司的合同（ ）。"}, False),
        ({"stem": "下列关于选项A的说法（ ）。"}, True),
        ({"explanation": "B项符合第十条，故选B。"}, True),
        ({"explanation": "依据 ILO 公约。"}, False),
        ({"options": ("口头", "书面", "电子", "以上都对")}, True),
        ({"options": ("口头", "书面", "电子", "以上均不正确")}, True),
        ({"options": ("口头", "书面", "电子", "A和B")}, True),
        ({"options": ("15日以上", "30日以上", "60日", "90日")}, False),
    ],
)
def test_options_stay_where_texts_speak_of_their_letters(over, expected):
    question = replace(SINGLE, **over)
    assert bound(question) is expected
    if expected:
        orders = option_orders([(Ref(UUID(int=1), 1), Kind.SINGLE, question)], seed=b"s")
        assert set(orders.values()) == {(0, 1, 2, 3)}


@given(bound_answers=st.lists(st.sampled_from("ABCD"), max_size=6), free=st.integers(6, 30))
def test_free_keys_even_out_the_bound_ones(bound_answers, free):
    stuck = [replace(SINGLE, answer=a, explanation=f"选{a}") for a in bound_answers]
    items = [
        (Ref(UUID(int=n + 1), 1), Kind.SINGLE, question)
        for n, question in enumerate([*stuck, *[SINGLE] * free])
    ]
    orders = option_orders(items, seed=b"s")
    keys = Counter(
        LETTERS[orders[ref].index(LETTERS.index(q.answer))] for ref, _, q in items
    )  # fmt: skip
    allowed = max(1, max(Counter(bound_answers).values(), default=0) - free // 4)
    assert max(keys[c] for c in "ABCD") - min(keys[c] for c in "ABCD") <= allowed


def test_canonical_bytes_round_trip_and_the_digest_is_of_them():
    for paper in PAPERS:
        again = Paper.from_bytes(paper.to_bytes())
        assert again == paper
        assert again.digest == paper.digest
    assert freeze(DRAWN, TEXTS, blueprint=PLAN, seed=11, uuids=UUIDS) == PAPERS
    with pytest.raises(ValueError, match="unknown paper format"):
        Paper.from_bytes(b"{}")


def test_a_failed_draw_cannot_be_frozen():
    nothing = assemble(TINY, [tiny(1)], seed=1, forms=1)
    with pytest.raises(Unsound, match="缺 1"):
        freeze(nothing, {}, blueprint=TINY, seed=1, uuids=UUIDS[:1])


def test_a_sealed_paper_opens_whole_after_one_witnessed_event():
    heard = []
    sealed = seal_paper(PAPERS[0], keys=KEYS)
    opened = open_paper(
        sealed, uuid=UUIDS[0], keys=KEYS, witness=heard.append, reader="wang", reason="制卷"
    )
    assert opened == PAPERS[0]
    assert heard == [Opening((), "wang", "制卷", f"paper:{UUIDS[0]}")]
    assert SINGLE.options[0].encode() not in sealed


def test_a_refusing_witness_keeps_a_paper_shut():
    def refuse(_):
        raise PermissionError

    with pytest.raises(PermissionError):
        open_paper(b"CP1" + bytes(300), uuid=UUIDS[0], keys=KEYS, witness=refuse, reader="",
                   reason="")  # fmt: skip


SEALED = seal_paper(PAPERS[1], keys=KEYS)


def unsealed(sealed, *, uuid=UUIDS[1], keys=KEYS):
    return open_paper(sealed, uuid=uuid, keys=keys, witness=lambda _: None, reader="", reason="")


@settings(max_examples=200)
@given(bit=st.integers(0, len(SEALED) * 8 - 1))
def test_any_flipped_bit_of_a_sealed_paper_is_noticed(bit):
    flipped = bytearray(SEALED)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        unsealed(bytes(flipped))


@given(length=st.integers(0, len(SEALED) - 1))
def test_a_cut_paper_does_not_open(length):
    with pytest.raises(Tampered):
        unsealed(SEALED[:length])


def test_a_paper_does_not_open_in_another_row_or_with_the_body_of_another():
    first = seal_paper(PAPERS[0], keys=KEYS)
    end = 7 + int.from_bytes(first[3:7], "big")
    for wrong in (first, SEALED[:end] + first[end:], first[:end] + SEALED[end:]):
        with pytest.raises(Tampered):
            unsealed(wrong)


def test_rewrapping_changes_who_can_open_and_not_the_paper():
    new = KeyRing({5: b"\x05" * 32})
    moved = rewrap(SEALED, uuid=UUIDS[1], old=KEYS, new=new)
    assert unsealed(moved, keys=new) == PAPERS[1]
    with pytest.raises(UnknownKey):
        unsealed(moved)


def test_a_sealed_seed_replays_the_draw():
    sealed = seal_seed(11, uuid=UUID(int=9), keys=KEYS)
    heard = []
    seed = open_seed(sealed, uuid=UUID(int=9), keys=KEYS, witness=heard.append, reader="审计",
                     reason="复核")  # fmt: skip
    assert assemble(PLAN, POOL, seed=seed) == DRAWN
    assert heard[0].subject == f"seed:{UUID(int=9)}"
