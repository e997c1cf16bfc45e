"""A year as twelve sheets of weeks, each day with its kind. Pure."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from examsys.kernel.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a sheet. mark: 休 or 班 for a day on record that breaks its week; note: why."""

    day: date
    working: bool
    mark: str
    note: str

    @property
    def spoken(self) -> str:
        """What a screen reader says after the number of the day."""
        kind = "工作日" if self.working else "休息日"
        return f"日，{kind}" + (f"，{self.note}" if self.note else "")


Sheet = tuple[int, list[list[Cell | None]]]


def sheets(year: int, known: WorkCalendar, notes: Mapping[date, str]) -> list[Sheet]:
    """The months of a year, Monday first; None where a week belongs to another month."""
    weeks = calendar.Calendar(firstweekday=0)
    return [
        (
            month,
            [
                [_cell(day, known, notes) if day.month == month else None for day in week]
                for week in weeks.monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _cell(day: date, known: WorkCalendar, notes: Mapping[date, str]) -> Cell:
    working = known.is_working(day)
    mark = ("班" if working else "休") if day in known.days else ""
    return Cell(day, working, mark, notes.get(day, ""))
