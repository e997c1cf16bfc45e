"""What waits for somebody, in a fixed number of statements however many rows there are."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import selectinload

from examsys.accounts.models import Account
from examsys.agency.models import Agency, FiledLevel, Site
from examsys.archives.models import Volume
from examsys.bank.models import BANK, SpecTable
from examsys.batches.models import Batch, BatchStep, Duty
from examsys.batches.queries import OPEN
from examsys.candidates.models import Registration
from examsys.certificates.models import Acceptance, Certificate, IssueRequest
from examsys.dispatch.models import DeclaredTie
from examsys.filing import queries as filing
from examsys.jobs.models import Job
from examsys.kernel.db import db
from examsys.papers.models import PaperSet
from examsys.papers.queries import STANDING
from examsys.parameters import queries as parameters
from examsys.parameters.models import CoveredYear
from examsys.personnel import queries as personnel
from examsys.personnel.models import Appointment, Person
from examsys.publicity.models import Notice, Objection
from examsys.regimes import queries as regimes
from examsys.rules.recusal import Ruling
from examsys.rules.states import (
    AppointmentState,
    CertificateState,
    FilingState,
    IssueState,
    ItemStatus,
    JobState,
    NoticeState,
    PaperState,
    RegistrationState,
    SpecState,
)
from examsys.scoring.models import Correction, EntryPass, ScoreBook, Script
from examsys.yearend.models import YearReport

ITEM = BANK.item
R = RegistrationState


def open_batches(me: str) -> Sequence[Any]:
    """Each batch in work with the counts of what waits in it, the nearest examination first.

    me: a login; what this person may not decide, having done the step before, is not counted.
    """
    columns = {
        "submitted": _registrations(Registration.state == R.SUBMITTED),
        "first_passed": _registrations(
            Registration.state == R.FIRST_PASSED, Registration.first_by != me
        ),
        "returned": _registrations(Registration.state == R.RETURNED),
        "unseated": _registrations(
            Registration.state == R.APPROVED, Registration.room_id.is_(None)
        ),
        "registered": _registrations(Registration.state != R.WITHDRAWN),
        "duties": _count(Duty, Duty.batch_id == Batch.id),
        "sets": _count(PaperSet, PaperSet.batch_id == Batch.id, PaperSet.state.in_(STANDING)),
        "drawn": _count(
            PaperSet,
            PaperSet.batch_id == Batch.id,
            PaperSet.state == PaperState.DRAWN,
            PaperSet.drawn_by != me,
        ),
        "coded": _count(ScoreBook, ScoreBook.batch_id == Batch.id),
        "confirmed": _count(
            ScoreBook,
            ScoreBook.batch_id == Batch.id,
            ScoreBook.confirmed_at.is_not(None),
            ScoreBook.published_at.is_(None),
        ),
        "passes_open": _count(
            EntryPass, EntryPass.batch_id == Batch.id, EntryPass.submitted_at.is_(None)
        ),
        "undecided": _count(Script, Script.batch_id == Batch.id, ~Script.result.has()),
        "accepted": _count(Acceptance, Acceptance.batch_id == Batch.id),
        "issuing": _count(
            IssueRequest,
            IssueRequest.batch_id == Batch.id,
            IssueRequest.state == IssueState.PENDING,
            IssueRequest.requested_by != me,
        ),
        "certificates": _count(Certificate, Certificate.batch_id == Batch.id),
        "not_uploaded": _count(
            Certificate,
            Certificate.batch_id == Batch.id,
            Certificate.state == CertificateState.ISSUED,
            Certificate.filing == FilingState.NOT_UPLOADED,
        ),
        "announcing": _count(Notice, Notice.batch_id == Batch.id, Notice.kind == "announcement"),
        "volumes_sealed": _count(
            Volume, Volume.batch_id == Batch.id, Volume.sealed_at.is_not(None)
        ),
    }
    query = select(Batch, *(part.label(name) for name, part in columns.items()))
    query = query.where(Batch.state.in_(OPEN)).options(selectinload(Batch.steps))
    found: Sequence[Any] = db.session.execute(query.order_by(Batch.exam_on, Batch.id)).all()
    return found


def house(me: str, *, writer_keys: Collection[str], on: date, soon: date) -> Any:
    """Counts that belong to no single batch, in one statement.

    writer_keys: every name under which this person may have written items.
    soon: until when an appointment counts as about to end.
    """
    ending = (personnel.in_force(on), Appointment.until <= soon)
    last_call = on + timedelta(days=min(reminders(on)))
    keys = list(writer_keys)
    columns: dict[str, ScalarSelect[Any]] = {
        "agencies": _count(Agency),
        "levels": _count(FiledLevel),
        "sites": _count(Site, Site.active.is_(True)),
        "accounts": _count(Account, Account.enabled.is_(True)),
        "people": _count(Person),
        "proposed": _count(
            Appointment,
            Appointment.state == AppointmentState.PROPOSED,
            Appointment.proposed_by != me,
        ),
        "ties_open": _count(
            DeclaredTie, DeclaredTie.ruling == Ruling.OPEN, DeclaredTie.declared_by != me
        ),
        "ending": _count(Appointment, *ending),
        "ending_now": _count(Appointment, personnel.in_force(on), Appointment.until <= last_call),
        "first_ending": select(func.min(Appointment.until)).where(*ending).scalar_subquery(),
        "levels_without_table": _count(FiledLevel, ~_table_of(on)),
        "items": select(func.count()).select_from(ITEM).scalar_subquery(),
        "to_review": _items(ItemStatus.REVIEWING, ITEM.c.written_by.not_in(keys)),
        "sent_back": _items(ItemStatus.RETURNED, ITEM.c.written_by.in_(keys)),
        "batches": _count(Batch),
        "drafts": _count(Notice, Notice.state == NoticeState.DRAFT, Notice.drafted_by != me),
        "objections": _count(Objection, Objection.outcome.is_(None)),
        "corrections": _count(
            Correction, Correction.decided_at.is_(None), Correction.asked_by != me
        ),
        "regimes_to_approve": regimes.drafts_waiting(me),
        "seals_to_approve": regimes.seals_waiting(me),
        "regimes_to_review": regimes.reviews_due(on),
        "filing_matters": filing.matters_open(),
        "filing_matters_due": filing.matters_due(),
        "filing_lines": filing.lines_due(on),
        "filing_renewals": filing.renewals_due(on),
        "jobs_failed": _count(Job, Job.state == JobState.FAILED),
        "next_year_covered": _count(CoveredYear, CoveredYear.year == on.year + 1),
        "reports": _reports(on.year),
        "reports_sealed": _reports(on.year, YearReport.sealed_at.is_not(None)),
        "reports_to_seal": _count(
            YearReport, YearReport.sealed_at.is_(None), YearReport.built_by != me
        ),
    }
    return db.session.execute(select(*(part.label(name) for name, part in columns.items()))).one()


def soon_after(day: date) -> date:
    """Until when an appointment counts as about to end: the first of the reminders."""
    return day + timedelta(days=max(reminders(day)))


def reminders(day: date) -> tuple[int, ...]:
    """How many days before its end an appointment is reminded of, the first one first."""
    found = parameters.value("examiner.expiry_reminder_days", on=day)
    return tuple(sorted(found, reverse=True))


def step_due(batch: Batch) -> dict[Any, date | None]:
    steps: Sequence[BatchStep] = batch.steps
    return {step.state: step.due_on for step in steps}


def _count(kind: Any, *where: ColumnElement[bool]) -> ScalarSelect[int]:
    query = select(func.count(kind.id)).where(*where)
    return (
        query.correlate(Batch).scalar_subquery() if kind is not Batch else (query.scalar_subquery())
    )


def _registrations(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    return _count(Registration, Registration.batch_id == Batch.id, *where)


def _items(status: ItemStatus, mine: ColumnElement[bool]) -> ScalarSelect[int]:
    query = select(func.count()).select_from(ITEM).where(ITEM.c.status == status.value, mine)
    return query.scalar_subquery()


def _table_of(on: date) -> ColumnElement[bool]:
    return exists().where(
        SpecTable.level == FiledLevel.level,
        SpecTable.state == SpecState.ENACTED,
        or_(SpecTable.effective_from.is_(None), SpecTable.effective_from <= on),
    )


def _reports(year: int, *where: ColumnElement[bool]) -> ScalarSelect[int]:
    return _count(YearReport, YearReport.year == year, YearReport.kind == "annual", *where)
