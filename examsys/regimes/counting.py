"""How records are counted as proofs: each a select of (batch or nothing, how many)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    cast,
    func,
    null,
    or_,
    select,
)

from examsys.audit.models import AuditEvent
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.errors import Missing
from examsys.rules.states import BatchState

Where = ColumnElement[bool] | Callable[["Scope"], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: the records of a year and its batches, or of one batch alone."""

    first: date
    last: date
    today: date
    batch_id: int | None = None

    @property
    def batches(self) -> ColumnElement[bool]:
        if self.batch_id is not None:
            return Batch.id == self.batch_id
        return (Batch.year == self.first.year) & (Batch.state != BatchState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Counting:
    """One way to count. yearly: its records belong to no batch."""

    rows: Callable[[Scope], Select[Any]]
    yearly: bool = False


def year_span(year: int) -> tuple[date, date]:
    """The first and the last day of a year. raises: Missing for one no calendar has."""
    if not 1 <= year < 9999:
        raise Missing("没有这个年度。")
    return date(year, 1, 1), date(year, 12, 31)


def per_batch(counted: Any, batch: Any, *where: Where, via: tuple[Any, ...] = ()) -> Counting:
    """Records that belong to a batch, of the year's batches.

    counted: the column that is counted; batch: the column that names the batch, reached by `via`.
    """

    def rows(scope: Scope) -> Select[Any]:
        query = select(batch, func.count(counted)).select_from(counted.class_)
        for step in via:
            query = query.join(step)
        query = query.join(Batch, Batch.id == batch)
        return query.where(scope.batches, *_fitted(where, scope)).group_by(batch)

    return Counting(rows)


def dated(counted: Any, batch: Any, day: Any, *where: Where) -> Counting:
    """Records that may name a batch: those of the batches, and for a year those of its days."""

    def rows(scope: Scope) -> Select[Any]:
        query = select(batch, func.count(counted)).outerjoin(Batch, Batch.id == batch)
        found = scope.batches
        if scope.batch_id is None:
            found = found | (batch.is_(None) & _within(day, scope))
        return query.where(found, *_fitted(where, scope)).group_by(batch)

    return Counting(rows)


def in_year(counted: Any, day: Any, *where: Where) -> Counting:
    """Records of a day of the year that belong to no batch."""

    def rows(scope: Scope) -> Select[Any]:
        found: Select[Any] = _alone(counted).where(_within(day, scope))
        return found.where(*_fitted(where, scope))

    return Counting(rows, yearly=True)


def standing(counted: Any, since: Any, *where: Where, until: Any = None) -> Counting:
    """Records that held on some day of the year. until: the last day, if there is one."""

    def rows(scope: Scope) -> Select[Any]:
        query: Select[Any] = _alone(counted).where(since <= scope.last, *_fitted(where, scope))
        return query if until is None else query.where(or_(until.is_(None), until >= scope.first))

    return Counting(rows, yearly=True)


def logged(action: str) -> Counting:
    """Events of the log in the year."""

    def rows(scope: Scope) -> Select[Any]:
        begun, ended = _text(scope.first), _text(scope.last + timedelta(days=1))
        query: Select[Any] = _alone(AuditEvent.id).where(AuditEvent.action == action)
        return query.where(AuditEvent.at >= begun, AuditEvent.at < ended)

    return Counting(rows, yearly=True)


def _text(day: date) -> str:
    """The start of a day as the log writes instants."""
    return clock.instant(day).astimezone(UTC).isoformat(timespec="microseconds")


def _alone(counted: Any) -> Any:
    return select(cast(null(), Integer), func.count(counted))


def _within(day: Any, scope: Scope) -> ColumnElement[bool]:
    if not isinstance(day.type, Date):
        begun, ended = clock.instant(scope.first), clock.instant(scope.last + timedelta(days=1))
        found: ColumnElement[bool] = (day >= begun) & (day < ended)
        return found
    within: ColumnElement[bool] = day.between(scope.first, scope.last)
    return within


def _fitted(where: tuple[Where, ...], scope: Scope) -> list[ColumnElement[bool]]:
    return [one if isinstance(one, ColumnElement) else one(scope) for one in where]
