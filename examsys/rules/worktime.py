"""Counting years of work: half-open days, clipped, merged, and the two ways N years are reached.

source: interface.md "How years are counted".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

MONTH_OF_DAYS = 31  # loose days of several intervals: 31 of them make one more month


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from `since` up to but not including `until`."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return max((self.until - self.since).days, 0)


def add_months(day: date, months: int) -> date:
    """The same day of the month later on; a day that month lacks becomes the 1st of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    try:
        return date(year, month + 1, day.day)
    except ValueError:  # only months before December lack a day, so the year stays the same
        return date(year, month + 2, 1)


def add_years(day: date, years: int) -> date:
    """The same calendar day N years later; 29 February becomes 1 March where there is none."""
    return add_months(day, 12 * years)


def clip(spans: Iterable[Span], *, since: date | None, until: date) -> tuple[Span, ...]:
    """Cut spans to [since, until); what nothing is left of disappears."""
    start = since or date.min
    cut = (Span(max(span.since, start), min(span.until, until)) for span in spans)
    return tuple(span for span in cut if span.since < span.until)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join overlapping and touching spans, so that no day is counted twice."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.since <= joined[-1].until:
            joined[-1] = Span(joined[-1].since, max(joined[-1].until, span.until))
        else:
            joined.append(span)
    return tuple(joined)


def measure(span: Span) -> tuple[int, int]:
    """Whole calendar months and the days left over."""
    months = 12 * (span.until.year - span.since.year) + span.until.month - span.since.month
    while add_months(span.since, months) > span.until:
        months -= 1
    return months, (span.until - add_months(span.since, months)).days


@dataclass(frozen=True, slots=True)
class Tally:
    """Merged spans and what they add up to."""

    spans: tuple[Span, ...]

    @property
    def days(self) -> int:
        return sum(span.days for span in self.spans)

    @property
    def months_and_days(self) -> tuple[int, int]:
        parts = [measure(span) for span in self.spans]
        carried, days = divmod(sum(days for _, days in parts), MONTH_OF_DAYS)
        return sum(months for months, _ in parts) + carried, days

    def reaches(self, years: int) -> bool:
        """Whether N years are reached, by days or by calendar months."""
        return years <= 0 or self._by_days(years) or self.months_and_days[0] >= 12 * years

    def _by_days(self, years: int) -> bool:
        if not self.spans:
            return False
        first = self.spans[0].since
        return self.days >= (add_years(first, years) - first).days

    @property
    def text(self) -> str:
        """For example "1 年 11 个月 3 天"; nothing at all is "0 天"."""
        months, days = self.months_and_days
        parts = [(months // 12, "年"), (months % 12, "个月"), (days, "天")]
        return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 天"

    def trace(self) -> tuple[dict[str, object], ...]:
        """One line for each counted interval and one for the sum."""
        lines = tuple(_line(span) for span in self.spans)
        months, days = self.months_and_days
        total: dict[str, object] = {
            "text": f"合并后 {len(self.spans)} 段，共 {self.days} 天，折合 {self.text}。",
            "total_days": self.days,
            "total_months": months,
            "odd_days": days,
        }
        return (*lines, total)


def tally(spans: Iterable[Span], *, anchor: date | None, on: date) -> Tally:
    """Clip to [anchor, day judged), merge, and add up."""
    return Tally(merge(clip(spans, since=anchor, until=on)))


def _line(span: Span) -> dict[str, object]:
    months, days = measure(span)
    return {
        "text": f"{span.since} 至 {span.until - timedelta(days=1)}（含），{span.days} 天。",
        "from": span.since.isoformat(),
        "to": span.until.isoformat(),
        "days": span.days,
        "months": months,
        "odd_days": days,
    }
