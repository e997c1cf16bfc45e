"""Reads of parameters: the value in force on a day, all of them at once, and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.parameters.dormant import waits_for
from examsys.parameters.models import CoveredYear, ParameterValue, Workday
from examsys.rules.parameters import BY_KEY, PARAMETERS, Parameter, Value


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter on a day. row: None while the default holds; next: what is set to follow."""

    parameter: Parameter
    value: Value
    row: ParameterValue | None
    next: ParameterValue | None

    @property
    def unconfirmed(self) -> bool:
        """Whether the page must say 请按当地规定确认."""
        return self.row is None and self.parameter.provisional

    @property
    def waits_for(self) -> str:
        """Of a parameter nothing reads yet, what the page says."""
        return waits_for(self.parameter.key)

    @property
    def shown(self) -> str:
        return self.parameter.shown(self.value)

    @property
    def shown_next(self) -> str:
        row = self.next
        return "" if row is None else self.parameter.shown(self.parameter.parse(row.value))


def parameter(key: str) -> Parameter:
    """raises: Missing."""
    if key not in BY_KEY:
        raise Missing("没有这项参数。请返回参数设置核对。")
    return BY_KEY[key]


def value(key: str, *, on: date) -> Any:
    """The typed value in force on a day; the default of the catalogue when none was set.

    raises: KeyError for a key the catalogue does not have.
    """
    known = BY_KEY[key]
    query = select(ParameterValue.value).where(
        ParameterValue.key == key, ParameterValue.valid_from <= on
    )
    newest = query.order_by(ParameterValue.valid_from.desc(), ParameterValue.id.desc()).limit(1)
    text = db.session.scalar(newest)
    return known.default if text is None else known.parse(text)


def settings(*, on: date) -> list[Setting]:
    """Every parameter of the catalogue with its value on a day, in the catalogue's order."""
    query = select(ParameterValue).order_by(ParameterValue.valid_from, ParameterValue.id)
    current: dict[str, ParameterValue] = {}
    coming: dict[str, ParameterValue] = {}
    for row in db.session.scalars(query):
        if row.valid_from <= on:
            current[row.key] = row
        else:
            coming.setdefault(row.key, row)
    return [_setting(known, current.get(known.key), coming.get(known.key)) for known in PARAMETERS]


def setting(key: str, *, on: date) -> Setting:
    """raises: Missing."""
    parameter(key)
    return next(one for one in settings(on=on) if one.parameter.key == key)


def snapshot(on: date) -> dict[str, Any]:
    """Every value in force on a day as plain data, to be frozen by a batch; see `thawed`."""
    return {one.parameter.key: one.parameter.to_json(one.value) for one in settings(on=on)}


def thawed(frozen: dict[str, Any], key: str) -> Any:
    """The typed value of a key in a snapshot. raises: KeyError when the snapshot lacks it."""
    return BY_KEY[key].from_json(frozen[key])


def history(key: str) -> Sequence[ParameterValue]:
    """Every value ever set for a key, newest first."""
    query = select(ParameterValue).where(ParameterValue.key == key)
    return db.session.scalars(query.order_by(ParameterValue.id.desc())).all()


def workdays(year: int) -> dict[date, Workday]:
    """The days of a year that are on record."""
    inside = Workday.day.between(date(year, 1, 1), date(year, 12, 31))
    rows = db.session.scalars(select(Workday).where(inside).order_by(Workday.day))
    return {row.day: row for row in rows}


def covered_years() -> Sequence[CoveredYear]:
    return db.session.scalars(select(CoveredYear).order_by(CoveredYear.year)).all()


def _setting(
    known: Parameter, row: ParameterValue | None, coming: ParameterValue | None
) -> Setting:
    return Setting(known, known.default if row is None else known.parse(row.value), row, coming)
