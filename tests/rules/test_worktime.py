"""How years are counted: the worked examples, and properties over many intervals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.rules.worktime import Span, Tally, add_months, add_years, measure, merge, tally

ON = date(2026, 1, 1)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda pair: Span(*sorted(pair))), max_size=6)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 3, 1)),
        (date(2024, 1, 30), 1, date(2024, 3, 1)),
        (date(2024, 1, 29), 1, date(2024, 2, 29)),
        (date(2023, 8, 31), 1, date(2023, 10, 1)),
        (date(2023, 12, 31), 2, date(2024, 3, 1)),
        (date(9999, 1, 1), 12, date.max),
    ],
)
def test_a_day_the_month_lacks_becomes_the_first_of_the_next(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("span", "parts"),
    [
        (Span(date(2023, 1, 31), date(2023, 3, 1)), (1, 0)),
        (Span(date(2023, 1, 31), date(2023, 2, 28)), (0, 28)),
        (Span(date(2024, 2, 29), date(2025, 2, 28)), (11, 30)),
        (Span(date(2024, 2, 29), date(2025, 3, 1)), (12, 0)),
        (Span(date(2020, 5, 10), date(2022, 5, 9)), (23, 29)),
        (Span(date(2020, 5, 10), date(2020, 5, 10)), (0, 0)),
    ],
)
def test_a_span_is_whole_calendar_months_and_days(span, parts):
    assert measure(span) == parts


REACHES = [
    # one interval, both sides of the day
    ([Span(date(2024, 1, 1), ON)], 2, True),
    ([Span(date(2024, 1, 2), ON)], 2, False),
    ([Span(date(2024, 2, 29), date(2025, 3, 1))], 1, True),
    ([Span(date(2024, 2, 29), date(2025, 2, 28))], 1, False),
    # by days: 366 of them from 2024-01-01, though no calendar month is whole
    ([Span(date(2023, 1, 1), date(2023, 7, 2)), Span(date(2024, 1, 1), date(2024, 7, 2))], 1, True),
    (
        [Span(date(2023, 1, 1), date(2023, 7, 1)), Span(date(2024, 1, 1), date(2024, 6, 30))],
        1,
        False,
    ),
    # by months: 6 + 6 months are a year though the days fall short of 366
    ([Span(date(2020, 2, 1), date(2020, 8, 1)), Span(date(2021, 2, 1), date(2021, 8, 1))], 1, True),
    # 31 loose days are a month, 30 are not
    (
        [
            Span(date(2020, 2, 1), date(2020, 12, 1)),
            Span(date(2021, 2, 1), date(2021, 3, 17)),
            Span(date(2022, 2, 1), date(2022, 2, 16)),
        ],
        1,
        True,
    ),
    (
        [
            Span(date(2020, 2, 1), date(2020, 12, 1)),
            Span(date(2021, 2, 1), date(2021, 3, 17)),
            Span(date(2022, 2, 1), date(2022, 2, 15)),
        ],
        1,
        False,
    ),
    ([], 1, False),
    ([], 0, True),
]


@pytest.mark.parametrize(("spans", "years", "reached"), REACHES, ids=str)
def test_years_are_reached_by_days_or_by_months(spans, years, reached):
    assert tally(spans, anchor=None, on=ON).reaches(years) is reached


def test_intervals_are_clipped_to_anchor_and_day_and_overlaps_count_once():
    spans = [
        Span(date(2019, 1, 1), date(2021, 1, 1)),
        Span(date(2020, 6, 1), date(2021, 6, 1)),
        Span(date(2025, 1, 1), date(2030, 1, 1)),
    ]

    counted = tally(spans, anchor=date(2020, 1, 1), on=ON)

    assert counted.spans == (
        Span(date(2020, 1, 1), date(2021, 6, 1)),
        Span(date(2025, 1, 1), ON),
    )
    assert counted.text == "2 年 5 个月"


def test_the_trace_names_every_interval_with_its_last_day_and_the_sum():
    counted = tally([Span(date(2025, 12, 1), ON)], anchor=None, on=ON)

    assert counted.trace() == (
        {
            "text": "2025-12-01 至 2025-12-31（含），31 天。",
            "from": "2025-12-01",
            "to": "2026-01-01",
            "days": 31,
            "months": 1,
            "odd_days": 0,
        },
        {
            "text": "合并后 1 段，共 31 天，折合 1 个月。",
            "total_days": 31,
            "total_months": 1,
            "odd_days": 0,
        },
    )


def test_nothing_counted_reads_as_no_days():
    assert Tally(()).text == "0 天"


@given(SPANS)
def test_merging_keeps_exactly_the_days(spans):
    days = {s.since + timedelta(n) for s in spans[:3] for n in range(min(s.days, 400))}
    short = [Span(s.since, s.since + timedelta(min(s.days, 400))) for s in spans[:3]]

    merged = tally(short, anchor=None, on=date(2100, 1, 1))

    assert merged.days == len(days)
    assert all(a.until < b.since for a, b in zip(merged.spans, merged.spans[1:], strict=False))


@given(SPANS)
def test_order_and_repetition_of_intervals_do_not_matter(spans):
    assert merge(spans) == merge([*reversed(spans), *spans])


@given(DAYS, st.integers(1, 10), st.integers(-3, 3))
def test_one_unbroken_interval_reaches_n_years_exactly_on_the_anniversary(since, years, shift):
    until = add_years(since, years) + timedelta(shift)

    assert Tally((Span(since, until),)).reaches(years) is (shift >= 0)


@given(DAYS, DAYS)
def test_months_and_days_lead_back_to_the_end(first, second):
    since, until = sorted((first, second))
    months, days = measure(Span(since, until))

    assert add_months(since, months) + timedelta(days) == until
    assert 0 <= days <= 30
