"""Counting working days over a known calendar; honest about days nobody has decided yet. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked.

    days: decided exceptions and confirmations; a day that is missing counts by its weekday.
    known_until: the last day of the arrangements on record; beyond it every answer is provisional.
    """

    days: Mapping[date, bool]
    known_until: date

    def is_working(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < SATURDAY)

    def add(self, day: date, count: int) -> date:
        """The working day `count` working days after `day` (before it when negative).

        `day` itself is never counted; a count of 0 gives `day`, or the next working day.
        """
        if count == 0:
            return day if self.is_working(day) else self.add(day, 1)
        step, left = (DAY, count) if count > 0 else (-DAY, -count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` is earlier."""
        if b < a:
            return -self.between(b, a)
        span = (a + DAY * n for n in range(1, (b - a).days + 1))
        return sum(self.is_working(day) for day in span)

    def last_of(self, first: date, count: int) -> date:
        """The last day of a span of `count` working days that begins on `first`."""
        if count < 1:
            raise ValueError("a span has at least one working day")
        return self.add(first, count - self.is_working(first))

    def provisional(self, day: date) -> bool:
        """Whether `day` lies beyond the arrangements on record."""
        return day > self.known_until

    def caution(self, day: date) -> str:
        """What a page must say beside `day`; empty when its year is on record."""
        if not self.provisional(day):
            return ""
        return f"{day.year}年放假安排尚未录入，按周一至周五暂算"
