"""Verbs over parameters and the calendar: every change keeps who, when, from when and why."""

from datetime import date, datetime
from itertools import chain

from chinese_calendar import constants as national
from sqlalchemy import select

from examsys.audit import service as audit
from examsys.kernel import chores, clock
from examsys.kernel.actor import Actor, command
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from examsys.kernel.workdays import SATURDAY
from examsys.parameters import queries
from examsys.parameters.events import ParametersEvent
from examsys.parameters.models import CoveredYear, ParameterValue, Workday
from examsys.rules.parameters import BadValue

FIRST_YEAR = 2024
NATIONAL_SOURCE = "国务院办公厅放假安排（chinesecalendar 1.11.0）"


def set_value(
    key: str, text: str, *, valid_from: date, source_note: str, actor: Actor, at: datetime
) -> ParameterValue:
    """Set a parameter from a day on. text: as a person types it.

    raises: Missing, Invalid for a value it cannot take or a day that has passed.
    """
    known = queries.parameter(key)
    try:
        written = known.write(known.parse(text))
    except BadValue as error:
        raise Invalid(str(error)) from error
    if valid_from < clock.day_of(at):
        raise Invalid("生效日期不能早于今天：已按原值办理的事项不能追溯变更。")
    row = ParameterValue(
        key=key,
        value=written,
        scope=known.scope.value,
        valid_from=valid_from,
        source_note=source_note,
        changed_by=actor.name,
        changed_at=at,
    )
    db.session.add(row)
    db.session.flush()
    detail = {"value": written, "valid_from": valid_from.isoformat(), "source": source_note}
    audit.record(
        ParametersEvent.VALUE_SET, actor=actor, subject=f"parameter:{key}", at=at, detail=detail
    )
    return row


def seed_calendar(*, actor: Actor, at: datetime) -> list[int]:
    """Enter the national arrangements of every year the package knows and nobody entered yet.

    returns: the years that were entered; a second call enters nothing.
    """
    covered = {row.year for row in queries.covered_years()}
    last = max(national.holidays).year
    years = [year for year in range(FIRST_YEAR, last + 1) if year not in covered]
    known = set(db.session.scalars(select(Workday.day)))
    for day, working, note in _national_days():
        if day.year in years and day not in known:
            db.session.add(Workday(day=day, working=working, note=note, source=NATIONAL_SOURCE))
    for year in years:
        db.session.add(_covered(year, NATIONAL_SOURCE, actor=actor, at=at))
    db.session.flush()
    if years:
        detail = {"years": years}
        audit.record(
            ParametersEvent.CALENDAR_SEEDED, actor=actor, subject="calendar", at=at, detail=detail
        )
    return years


def seed_if_new(*, at: datetime) -> None:
    """`seed_calendar` in a unit of its own: at the first start, and by the worker ever after."""
    with unit_of_work():
        seed_calendar(actor=command(), at=at)


chores.register("national calendar", seed_if_new, writes=False)


def set_day(
    day: date, *, working: bool, note: str, source: str, actor: Actor, at: datetime
) -> Workday:
    """Enter or change what kind of day this is."""
    row = db.session.scalar(select(Workday).where(Workday.day == day))
    if row is None:
        row = Workday(day=day, working=working, note=note, source=source)
        db.session.add(row)
    else:
        row.working, row.note, row.source = working, note, source
    db.session.flush()
    detail = {"working": working, "note": note, "source": source}
    audit.record(
        ParametersEvent.DAY_SET, actor=actor, subject=f"workday:{day}", at=at, detail=detail
    )
    return row


def cover_year(year: int, *, source: str, actor: Actor, at: datetime) -> CoveredYear:
    """State that the arrangements of a year are wholly on record. raises: Conflict."""
    years = [row.year for row in queries.covered_years()]
    if year in years:
        raise Conflict(f"{year}年放假安排已经确认录入完整。")
    if years and year != years[-1] + 1:
        raise Conflict(f"请先确认{years[-1] + 1}年的放假安排，再确认{year}年。")
    if not queries.workdays(year):
        raise Conflict(f"{year}年还没有录入任何放假或调休日期，请先按国务院办公厅通知录入。")
    row = _covered(year, source, actor=actor, at=at)
    db.session.add(row)
    db.session.flush()
    subject, detail = f"calendar:{year}", {"source": source}
    audit.record(ParametersEvent.YEAR_COVERED, actor=actor, subject=subject, at=at, detail=detail)
    return row


def _national_days() -> list[tuple[date, bool, str]]:
    """Days whose kind is not that of their weekday: holidays, and weekends worked in exchange."""
    words = {holiday.value: holiday.chinese for holiday in national.Holiday}
    days = chain(
        ((day, False, words[name]) for day, name in national.holidays.items()),
        ((day, True, f"{words[name]}调休") for day, name in national.workdays.items()),
    )
    return [
        (day, working, note) for day, working, note in days if working != (day.weekday() < SATURDAY)
    ]


def _covered(year: int, source: str, *, actor: Actor, at: datetime) -> CoveredYear:
    return CoveredYear(year=year, source=source, recorded_by=actor.name, recorded_at=at)
