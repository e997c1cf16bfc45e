"""Periods of work that share days: counted once by the rules, shown where they are entered."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from examsys.personnel.models import WorkPeriod


def overlapping(rows: Sequence[WorkPeriod]) -> dict[int, list[WorkPeriod]]:
    """returns: id of a period → the others that share at least one day with it."""
    found: dict[int, list[WorkPeriod]] = {}
    for one, other in combinations(rows, 2):
        if _share_a_day(one, other):
            found.setdefault(one.id, []).append(other)
            found.setdefault(other.id, []).append(one)
    return found


def _share_a_day(one: WorkPeriod, other: WorkPeriod) -> bool:
    if one.started_on is None or other.started_on is None:
        return False
    first_end = min(one.ended_on or date.max, other.ended_on or date.max)
    return max(one.started_on, other.started_on) <= first_end
