"""Rotation and the draw: thresholds, repeatability, fairness."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.rules.dispatch import (
    ROTATION,
    TURN,
    Member,
    PanelFacts,
    TurnFacts,
    draw,
    fresh_needed,
    leader_of,
    run_of,
    weight,
)

ON = date(2026, 12, 19)
THIRD = Fraction(1, 3)
members = st.lists(
    st.builds(
        Member,
        person_id=st.integers(1, 60),
        past=st.integers(0, 20),
        last=st.none() | st.dates(date(2020, 1, 1), ON),
    ),
    unique_by=lambda member: member.person_id,
    max_size=30,
)
panels = st.none() | st.frozensets(st.integers(1, 60), min_size=3, max_size=7)
sizes, seeds = st.sampled_from([3, 5, 7]), st.text(max_size=12)
shares = st.sampled_from([THIRD, Fraction(1, 2), Fraction(1)])


@pytest.mark.parametrize(
    ("change", "passed"),
    [
        ({}, True),
        ({"appointed": False}, False),
        ({"run": 2}, True),
        ({"run": 3}, False),
        ({"refusals": 2}, True),
        ({"refusals": 3}, False),
        ({"run": 3, "max_run": 4}, True),
        ({"refusals": 2, "max_refusals": 2}, False),
    ],
)
def test_how_often_and_how_willing(change, passed):
    assert TURN.examine(replace(TurnFacts(on=ON), **change)).passed is passed


@pytest.mark.parametrize(
    ("panel", "last", "share", "passed"),
    [
        ({1, 2, 3}, None, THIRD, True),
        ({1, 2, 3}, {1, 2, 3}, THIRD, False),
        ({1, 2, 4}, {1, 2, 3}, THIRD, True),
        ({1, 2, 4}, {1, 2, 3}, Fraction(1, 2), False),
        ({1, 4, 5}, {1, 2, 3}, Fraction(1, 2), True),
        ({1, 2, 3, 4, 6}, {1, 2, 3, 4, 5}, THIRD, False),
        ({1, 2, 3, 6, 7}, {1, 2, 3, 4, 5}, THIRD, True),
    ],
)
def test_a_share_of_the_panel_is_replaced(panel, last, share, passed):
    facts = PanelFacts(ON, frozenset(panel), None if last is None else frozenset(last), share)

    assert ROTATION.examine(facts).passed is passed


def test_a_run_ends_at_the_first_panel_without_the_person():
    past = [frozenset({1, 2}), frozenset({1}), frozenset({2}), frozenset({1})]

    assert [run_of(n, past) for n in (1, 2, 3)] == [2, 1, 0]
    assert run_of(9, []) == 0


@given(members, sizes, seeds, panels, shares)
def test_the_same_seed_draws_the_same_panel_in_any_order(pool, size, seed, last, share):
    rule = {"size": size, "seed": seed, "on": ON, "last": last, "share": share}
    drawn = draw(pool, **rule)

    assert draw(list(reversed(pool)), **rule) == drawn
    assert len(set(drawn)) == len(drawn) <= size
    assert set(drawn) <= {member.person_id for member in pool}


@given(members, sizes, seeds, panels, shares)
def test_a_full_panel_keeps_the_rotation_and_a_short_one_had_no_choice(
    pool, size, seed, last, share
):
    drawn = draw(pool, size=size, seed=seed, on=ON, last=last, share=share)
    known = {member.person_id for member in pool}
    fresh = known - (last or frozenset())
    stay = 0 if last is None else min(len(known & last), size - fresh_needed(size, share))

    assert len(drawn) == min(size, len(fresh) + stay)
    if len(drawn) == size:
        facts = PanelFacts(ON, frozenset(drawn), last, share)
        assert ROTATION.examine(facts).passed


@given(st.integers(0, 50), st.none() | st.dates(date(2020, 1, 1), ON))
def test_more_dispatches_weigh_less_and_longer_rest_weighs_no_less(past, last):
    here = weight(Member(1, past, last), on=ON)

    assert here > weight(Member(1, past + 1, last), on=ON) > 0
    if last is not None:
        assert weight(Member(1, past, last - timedelta(30)), on=ON) >= here
        assert weight(Member(1, past, None), on=ON) >= here


def test_over_many_seeds_the_rarely_sent_are_drawn_more_often():
    pool = [Member(1, past=8, last=ON - timedelta(30)), Member(2, past=1), Member(3), Member(4)]
    firsts = Counter(
        draw(pool, size=1, seed=str(n), on=ON, last=None, share=THIRD)[0] for n in range(2000)
    )

    assert firsts[1] < firsts[2] < min(firsts[3], firsts[4])
    assert abs(firsts[3] - firsts[4]) < 150


def test_the_leader_is_the_most_experienced_of_equals_the_first_drawn():
    pool = [Member(1, 2), Member(2, 5), Member(3, 5)]

    assert leader_of([1, 3, 2], pool) == 3
    assert leader_of([1], pool) == 1
