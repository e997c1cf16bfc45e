"""The working-day calendar: plain weeks, national holidays, shifted work days, honesty beyond."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.kernel.workdays import WorkCalendar

PLAIN = WorkCalendar({}, known_until=date(2026, 12, 31))
# National Day 2026: 1-7 October off, Saturday 10 October worked.
OCTOBER = WorkCalendar(
    {**{date(2026, 10, d): False for d in range(1, 8)}, date(2026, 10, 10): True},
    known_until=date(2026, 12, 31),
)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
COUNTS = st.integers(1, 60)
CALENDARS = st.builds(
    WorkCalendar,
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=40),
    st.just(date(2026, 12, 31)),
)


def test_five_days_cross_a_weekend():
    assert PLAIN.add(date(2026, 11, 19), 5) == date(2026, 11, 26)


def test_five_days_cross_the_national_holiday_and_use_its_work_saturday():
    assert OCTOBER.add(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert OCTOBER.add(date(2026, 9, 30), 4) == date(2026, 10, 12)


def test_days_before():
    assert PLAIN.add(date(2026, 11, 23), -1) == date(2026, 11, 20)


def test_zero_days_mean_the_day_or_the_next_working_one():
    assert PLAIN.add(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert PLAIN.add(date(2026, 11, 21), 0) == date(2026, 11, 23)


def test_a_span_counts_its_first_day_when_it_is_worked():
    assert PLAIN.last_of(date(2026, 11, 23), 5) == date(2026, 11, 27)
    assert PLAIN.last_of(date(2026, 11, 21), 5) == date(2026, 11, 27)
    assert PLAIN.last_of(date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert PLAIN.last_of(date(2026, 11, 24), 1) == date(2026, 11, 24)


def test_a_span_of_no_day_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        PLAIN.last_of(date(2026, 11, 23), 0)


def test_the_last_known_day_is_certain_and_the_next_is_not():
    assert not PLAIN.provisional(date(2026, 12, 31))
    assert PLAIN.provisional(date(2027, 1, 1))
    assert PLAIN.caution(date(2026, 12, 31)) == ""
    assert PLAIN.caution(date(2027, 1, 4)) == "2027年放假安排尚未录入，按周一至周五暂算"


@given(CALENDARS, DAYS, COUNTS)
def test_adding_lands_on_a_working_day_and_counts_back(calendar, day, count):
    landed = calendar.add(day, count)
    assert calendar.is_working(landed)
    assert calendar.between(day, landed) == count
    assert calendar.add(landed, 0) == landed


@given(CALENDARS, DAYS, COUNTS)
def test_going_back_from_a_working_day_undoes_going_on(calendar, day, count):
    start = calendar.add(day, 0)
    assert calendar.add(calendar.add(start, count), -count) == start


@given(CALENDARS, DAYS, st.integers(0, 200), st.integers(0, 200))
def test_spans_add_up(calendar, day, first, second):
    middle = day + timedelta(first)
    end = middle + timedelta(second)
    whole = calendar.between(day, end)
    assert whole == calendar.between(day, middle) + calendar.between(middle, end)
    assert calendar.between(end, day) == -whole


@given(CALENDARS, DAYS, COUNTS)
def test_a_span_holds_exactly_its_working_days(calendar, day, count):
    last = calendar.last_of(day, count)
    assert calendar.between(day - timedelta(1), last) == count
    assert calendar.is_working(last)
