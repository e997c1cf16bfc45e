"""The only reader of the wall clock; tests replace `now`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Aware UTC time."""
    return datetime.now(UTC)


def day_of(at: datetime) -> date:
    """The agency's calendar day at an instant. Rules judge days, never UTC dates."""
    return at.astimezone(ZONE).date()


def today() -> date:
    return day_of(now())


def local(at: datetime) -> datetime:
    """The same instant on the agency's wall clock."""
    return at.astimezone(ZONE)


def instant(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The instant at which the agency's wall clock shows this day and time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)
