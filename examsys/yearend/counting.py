"""The people a report counts: one row each, from which every number of people is added up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from examsys.batches.models import Batch
from examsys.candidates.models import AttendanceRecord, Candidate, Registration
from examsys.certificates.models import Certificate
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.rules.states import (
    Attendance,
    BatchState,
    CertificateState,
    Component,
    RegistrationState,
    ResultState,
)
from examsys.scoring.models import Outcome, Result, ScoreBook, Script

HELD = (
    BatchState.SITTING,
    BatchState.SCORING,
    BatchState.PUBLICITY,
    BatchState.CERTIFYING,
    BatchState.ARCHIVED,
)
CAME = (Attendance.PRESENT, Attendance.VIOLATION)
REGISTERED = (
    RegistrationState.SUBMITTED,
    RegistrationState.FIRST_PASSED,
    RegistrationState.RETURNED,
    RegistrationState.APPROVED,
    RegistrationState.REJECTED,
)
GIVEN = (CertificateState.ISSUED, CertificateState.REVOKED)


@dataclass(frozen=True, slots=True)
class Window:
    """The examinations of a year up to a day, and what came of them by that day."""

    year: int
    cut_off: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of examination that counts."""
        return min(self.cut_off, date(self.year, 12, 31))

    @property
    def end(self) -> Any:
        """The instant at which the day of cut-off is over."""
        return clock.instant(self.cut_off + timedelta(days=1))


@dataclass(slots=True)
class Taking:
    """One approved registration of an examination that was held."""

    registration: Registration
    attendance: dict[Component, Attendance] = field(default_factory=dict)
    results: dict[Component, ResultState] = field(default_factory=dict)
    passed: bool | None = None
    certificate: Certificate | None = None
    revoked: bool = False

    @property
    def participated(self) -> bool:
        return any(state in CAME for state in self.attendance.values())

    @property
    def violated(self) -> bool:
        return Attendance.VIOLATION in self.attendance.values() or (
            ResultState.VIOLATION in self.results.values()
        )

    @property
    def certified(self) -> bool:
        return self.certificate is not None and not self.revoked

    @property
    def result(self) -> str:
        """The word of the name list."""
        if self.revoked:
            return "证书已撤销"
        if self.certified:
            return "获证"
        if not self.participated:
            return "缺考"
        if self.violated:
            return "违纪"
        return {True: "合格", False: "不合格", None: "成绩未公布"}[self.passed]


def takings(window: Window) -> list[Taking]:
    """Everybody approved for an examination of the window, by level, batch and ticket number."""
    found = {row.id: Taking(row) for row in _registrations(window)}
    for record in db.session.scalars(_inside(select(AttendanceRecord), window, "registration")):
        if record.registration_id in found:
            found[record.registration_id].attendance[record.component] = record.state
    for registration_id, component, state in db.session.execute(_published_results(window)):
        if registration_id in found:
            found[registration_id].results[component] = state
    for outcome in db.session.scalars(_published_outcomes(window)):
        if outcome.registration_id in found:
            found[outcome.registration_id].passed = outcome.passed
    for row in db.session.scalars(_certificates(window)):
        if row.registration_id in found:
            one = found[row.registration_id]
            one.certificate = row
            one.revoked = row.revoked_at is not None and row.revoked_at < window.end
    return list(found.values())


def planned(window: Window) -> Mapping[int, int]:
    """Level → places planned in batches that were not cancelled."""
    query = select(Batch.level, func.sum(Batch.planned_count)).where(*_days(window))
    query = query.where(Batch.state != BatchState.CANCELLED)
    return {row[0]: int(row[1]) for row in db.session.execute(query.group_by(Batch.level))}


def registered(window: Window) -> Mapping[int, int]:
    """Level → registrations handed in."""
    query = select(Batch.level, func.count(Registration.id)).join(Registration.batch)
    query = query.where(*_days(window), Batch.state != BatchState.CANCELLED)
    query = query.where(Registration.state.in_(REGISTERED)).group_by(Batch.level)
    return {row[0]: row[1] for row in db.session.execute(query)}


def by_level(rows: Sequence[Taking]) -> Mapping[int, list[Taking]]:
    found: dict[int, list[Taking]] = defaultdict(list)
    for row in rows:
        found[row.registration.batch.level].append(row)
    return found


def _days(window: Window) -> tuple[Any, ...]:
    return (Batch.exam_on >= window.first, Batch.exam_on <= window.last)


def _registrations(window: Window) -> Sequence[Registration]:
    query = (
        select(Registration)
        .join(Registration.batch)
        .join(Registration.candidate)
        .where(*_days(window), Batch.state.in_(HELD))
        .where(Registration.state == RegistrationState.APPROVED)
        .options(contains_eager(Registration.batch), contains_eager(Registration.candidate))
        .order_by(
            Batch.level.desc(), Batch.year, Batch.seq, Registration.ticket_no, Candidate.name_key
        )
    )
    return db.session.scalars(query).all()


def _inside(query: Any, window: Window, link: str) -> Any:
    kind = query.column_descriptions[0]["entity"]
    return query.join(getattr(kind, link)).join(Registration.batch).where(*_days(window))


def _published_results(window: Window) -> Any:
    query = select(Script.registration_id, Script.component, Result.state)
    query = query.join(Script.result).join(Batch, Batch.id == Script.batch_id)
    return _out_by(query, window)


def _published_outcomes(window: Window) -> Any:
    return _out_by(select(Outcome).join(Batch, Batch.id == Outcome.batch_id), window)


def _out_by(query: Any, window: Window) -> Any:
    query = query.join(ScoreBook, ScoreBook.batch_id == Batch.id).where(*_days(window))
    return query.where(ScoreBook.published_at.is_not(None), ScoreBook.published_at < window.end)


def _certificates(window: Window) -> Any:
    query = select(Certificate).join(Certificate.batch).where(*_days(window))
    return query.where(Certificate.state.in_(GIVEN), Certificate.issued_on <= window.cut_off)
