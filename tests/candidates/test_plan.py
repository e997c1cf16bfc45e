"""The seat plan: everybody once, capacity kept, stable, employers apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.candidates.plan import (
    NoSpace,
    Place,
    SeatOrder,
    Sitter,
    arrange,
    in_order,
    rooms_for,
    rows_of_seats,
)

PEOPLE = st.lists(st.sampled_from(["", "甲厂", "乙厂", "丙厂"]), min_size=1, max_size=60).map(
    lambda employers: [
        Sitter(number, f"k{number}", f"name {number % 7}", employer)
        for number, employer in enumerate(employers, start=1)
    ]
)
CAPACITIES = st.lists(st.integers(1, 30), min_size=1, max_size=5)
ORDERS = st.sampled_from(SeatOrder)


@given(people=PEOPLE, capacities=CAPACITIES, order=ORDERS, seed=st.text(max_size=8))
def test_everybody_is_seated_once_within_the_capacity(people, capacities, order, seed):
    if len(people) > sum(capacities):
        with pytest.raises(NoSpace):
            arrange(people, capacities, order=order, seed=seed)
        return
    places = arrange(people, capacities, order=order, seed=seed)

    assert sorted(place.id for place in places) == [who.id for who in people]
    assert len({(place.room, place.seat) for place in places}) == len(people)
    assert all(1 <= place.seat <= capacities[place.room] for place in places)


@given(people=PEOPLE, order=ORDERS, seed=st.text(max_size=8), data=st.data())
def test_the_plan_does_not_depend_on_the_order_of_the_list(people, order, seed, data):
    shuffled = data.draw(st.permutations(people))

    again = in_order(shuffled, order=order, seed=seed)

    assert again == in_order(people, order=order, seed=seed)


@given(people=PEOPLE, seed=st.text(max_size=8))
def test_colleagues_never_sit_side_by_side_where_that_can_be_avoided(people, seed):
    line = in_order(people, order=SeatOrder.EMPLOYER, seed=seed)
    named = [who.employer for who in people if who.employer]
    largest = max((named.count(name) for name in named), default=0)

    together = sum(one.employer == other.employer != "" for one, other in pairwise(line))

    assert together == max(0, largest - (len(people) - largest) - 1)


def test_another_seed_draws_another_order():
    people = [Sitter(number, f"k{number}", "", "") for number in range(30)]

    one, other = (in_order(people, order=SeatOrder.RANDOM, seed=seed) for seed in "ab")

    assert one != other


def test_by_name_fills_the_first_room_first():
    people = [Sitter(1, "a", "zhou", ""), Sitter(2, "b", "bai", ""), Sitter(3, "c", "li", "")]

    places = arrange(people, [2, 2], order=SeatOrder.NAME, seed="")

    assert places == [Place(2, 0, 1), Place(3, 0, 2), Place(1, 1, 1)]


@pytest.mark.parametrize(("people", "rooms"), [(1, 1), (30, 1), (31, 2), (60, 2), (61, 3)])
def test_standard_rooms_are_as_many_as_needed(people, rooms):
    assert rooms_for(people, capacity=30) == [(f"第{n}考场", 30) for n in range(1, rooms + 1)]


def test_seats_run_down_and_up_the_columns():
    assert rows_of_seats(7, columns=3) == [[1, 6, 7], [2, 5, 0], [3, 4, 0]]
