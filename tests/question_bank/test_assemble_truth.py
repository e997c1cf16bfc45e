"""On banks small enough to try everything, a draw succeeds exactly when one exists."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations, combinations_with_replacement
from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st

from question_bank.assemble import Form, Pick, assemble
from question_bank.blueprint import Blueprint, Section
from question_bank.cards import Card, Component, Kind, Ref
from question_bank.check import check_forms
from question_bank.spec import Range

RANGES = (Range("A", "甲", Decimal(50)), Range("B", "乙", Decimal(50)))
SECTIONS = (Section(Kind.SINGLE, 2, Decimal(30)), Section(Kind.TRUE_FALSE, 2, Decimal(20)))
PLAN = Blueprint(level=3, component=Component.THEORY, ranges=RANGES, sections=SECTIONS)
DIFFICULTIES = [{}, {1: Decimal(50), 2: Decimal(50)}, {1: Decimal(25), 2: Decimal(75)}]


@st.composite
def pools(draw):
    size = draw(st.integers(3, 8))
    cards = [
        Card(
            Ref(UUID(int=n + 1), 1),
            level=3,
            component=Component.THEORY,
            point_code=draw(st.sampled_from(["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"])),
            kind=draw(st.sampled_from([Kind.SINGLE, Kind.TRUE_FALSE])),
            difficulty=draw(st.integers(1, 2)),
            times_used=draw(st.integers(0, 2)),
        )
        for n in range(size)
    ]
    if draw(st.booleans()):
        other = draw(st.integers(2, size))
        cards[0] = replace(cards[0], enemies=(UUID(int=other),))
    return cards


def as_form(cards):
    section = {Kind.SINGLE: 0, Kind.TRUE_FALSE: 1}
    return Form(
        tuple(
            Pick(c.ref, section[c.kind], c.point_code[0], c.point_code, c.kind, c.difficulty,
                 SECTIONS[section[c.kind]].marks)
            for c in cards
        )
    )  # fmt: skip


def possible(plan, pool, forms, overlap_max):
    """Try everything: forms that stand alone, then sets of them."""
    alone = [
        form
        for form in map(as_form, combinations(pool, 4))
        if check_forms(plan, pool, [form]) == ()
    ]
    return any(
        check_forms(plan, pool, chosen, overlap_max=overlap_max) == ()
        for chosen in combinations_with_replacement(alone, forms)
    )


@settings(max_examples=250, deadline=None)
@given(
    pool=pools(),
    difficulty=st.sampled_from(DIFFICULTIES),
    forms=st.integers(1, 3),
    overlap_max=st.sampled_from([Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal(1)]),
    seed=st.integers(0, 2**256 - 1),
)
@example([], {}, 1, Decimal(0), 0)
def test_a_draw_is_sound_or_truly_impossible(pool, difficulty, forms, overlap_max, seed):
    plan = replace(PLAN, difficulty=difficulty, tolerance=Decimal(0))
    found = assemble(plan, pool, seed=seed, forms=forms, overlap_max=overlap_max)

    if found.complete:
        assert len(found.forms) == forms
        assert check_forms(plan, pool, found.forms, overlap_max=overlap_max) == ()
        assert found.reasons == ()
    else:
        assert not possible(plan, pool, forms, overlap_max)
        assert found.reasons
        assert all(shortfall.missing > 0 for shortfall in found.shortfalls)


@settings(max_examples=60, deadline=None)
@given(pool=pools(), change=st.sampled_from(["swap", "drop", "double", "foreign"]))
def test_the_checker_sees_every_kind_of_damage(pool, change):
    found = assemble(PLAN, pool, seed=1, forms=1)
    if not found.complete:
        return
    picks = list(found.forms[0].picks)
    if change == "swap":
        picks[0] = replace(picks[0], section=1)
    elif change == "drop":
        picks.pop()
    elif change == "double":
        picks[1] = picks[0]
    else:
        picks[0] = replace(picks[0], ref=Ref(UUID(int=99), 1))
    assert check_forms(PLAN, pool, [Form(tuple(picks))]) != ()
