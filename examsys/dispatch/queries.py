"""Reads of ties, courses, drawings and dispatches; every list in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from examsys.batches.models import Batch, Duty
from examsys.candidates.models import Candidate, Registration
from examsys.dispatch.models import Course, DeclaredTie, Dispatch, Drawing, Trainee
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.personnel.models import Person
from examsys.rules.dispatch import Panel
from examsys.rules.recusal import Ruling
from examsys.rules.states import BatchState, DispatchState, RegistrationState

GONE = (RegistrationState.WITHDRAWN, RegistrationState.REJECTED)
PANEL = ("panel_leader", "examiner")


@dataclass(frozen=True, slots=True)
class Met:
    """A candidate as recusal needs to know them."""

    name: str
    employer: str
    index: bytes


def met(batch_id: int) -> Sequence[Met]:
    """The candidates of a batch, without those who left it."""
    query = select(Candidate.name, Candidate.employer, Candidate.id_number_index)
    query = query.join(Registration, Registration.candidate_id == Candidate.id)
    query = query.where(Registration.batch_id == batch_id, Registration.state.not_in(GONE))
    return [Met(*row) for row in db.session.execute(query.order_by(Candidate.id))]


def standing_ties(people: Sequence[int], *, on: date) -> Sequence[DeclaredTie]:
    """What these people declared that holds on a day, in the order of declaration."""
    query = select(DeclaredTie).where(
        DeclaredTie.person_id.in_(people),
        DeclaredTie.since <= on,
        or_(DeclaredTie.until.is_(None), DeclaredTie.until >= on),
    )
    return db.session.scalars(query.order_by(DeclaredTie.id)).all()


def trained(batch_id: int) -> Sequence[tuple[int | None, str, bytes]]:
    """(teacher, organiser, trainee's index) for every candidate of a batch with a course."""
    query = select(Course.person_id, Course.organiser, Trainee.id_number_index)
    query = query.join(Trainee, Trainee.course_id == Course.id)
    query = query.join(Candidate, Candidate.id_number_index == Trainee.id_number_index)
    query = query.join(Registration, Registration.candidate_id == Candidate.id)
    query = query.where(Registration.batch_id == batch_id, Registration.state.not_in(GONE))
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.order_by(Trainee.id))]


def tie(tie_id: int) -> DeclaredTie:
    """raises: Missing."""
    found = db.session.get(DeclaredTie, tie_id)
    if found is None:
        raise Missing("没有这条回避申报。")
    return found


def ties(*, q: str = "", kind: str = "", ruling: str = "") -> Select[DeclaredTie]:
    query = select(DeclaredTie).join(DeclaredTie.person)
    query = query.options(contains_eager(DeclaredTie.person))
    if q:
        query = query.where(
            or_(
                Person.name.contains(q, autoescape=True),
                DeclaredTie.other.contains(q, autoescape=True),
            )
        )
    if kind:
        query = query.where(DeclaredTie.tie == kind)
    return query.where(DeclaredTie.ruling == ruling) if ruling else query


def undecided_ties(*, me: str) -> int:
    """Disclosed ties that wait for somebody other than who entered them."""
    query = select(func.count(DeclaredTie.id)).where(
        DeclaredTie.ruling == Ruling.OPEN, DeclaredTie.declared_by != me
    )
    return db.session.scalar(query) or 0


def courses() -> Select[Course]:
    return select(Course).options(joinedload(Course.person), selectinload(Course.trainees))


def past_panels(batch: Batch) -> Sequence[Panel]:
    """The panels at this batch's site before it, the newest first."""
    query = select(Batch.id, Duty.person_id).join(Duty, Duty.batch_id == Batch.id)
    query = query.where(
        Batch.site_id == batch.site_id,
        Batch.exam_on < batch.exam_on,
        Batch.state != BatchState.CANCELLED,
        Duty.role.in_(PANEL),
    )
    panels: dict[int, set[int]] = {}
    for batch_id, person_id in db.session.execute(query.order_by(Batch.exam_on.desc(), Batch.id)):
        panels.setdefault(batch_id, set()).add(person_id)
    return [frozenset(panel) for panel in panels.values()]


def served(batch: Batch) -> dict[int, tuple[int, date]]:
    """How often each examiner served before this batch's day anywhere, and when last."""
    query = select(Duty.person_id, func.count(Duty.id), func.max(Batch.exam_on))
    query = query.join(Batch, Duty.batch_id == Batch.id).where(
        Duty.role.in_(PANEL), Batch.exam_on < batch.exam_on, Batch.state != BatchState.CANCELLED
    )
    rows = db.session.execute(query.group_by(Duty.person_id))
    return {person_id: (count, last) for person_id, count, last in rows}


def refusals(*, on: date) -> dict[int, int]:
    """How often each person refused without cause within the year that ends on this day."""
    query = select(Dispatch.person_id, func.count(Dispatch.id)).where(
        Dispatch.state == DispatchState.REFUSED,
        Dispatch.without_cause,
        Dispatch.answered_on > on - timedelta(days=365),
        Dispatch.answered_on <= on,
    )
    rows = db.session.execute(query.group_by(Dispatch.person_id))
    return {row[0]: row[1] for row in rows}


def dispatch(dispatch_id: int) -> Dispatch:
    """raises: Missing."""
    query = select(Dispatch).where(Dispatch.id == dispatch_id)
    query = query.options(joinedload(Dispatch.person), joinedload(Dispatch.batch))
    found = db.session.scalar(query)
    if found is None:
        raise Missing("没有这条派遣记录。")
    return found


def dispatches(*, q: str = "", state: str = "", batch_id: int | None = None) -> Select[Dispatch]:
    query = select(Dispatch).join(Dispatch.person).join(Dispatch.batch)
    query = query.options(
        contains_eager(Dispatch.person), contains_eager(Dispatch.batch).joinedload(Batch.site)
    )
    if q:
        words = (Person.name, Person.employer, Batch.number, Dispatch.number)
        query = query.where(or_(*(word.contains(q, autoescape=True) for word in words)))
    if state:
        query = query.where(Dispatch.state == state)
    return query.where(Dispatch.batch_id == batch_id) if batch_id else query


def drawings(batch_id: int) -> Sequence[Drawing]:
    """The draws of a batch with the people drawn, the newest first."""
    query = select(Drawing).where(Drawing.batch_id == batch_id)
    query = query.options(selectinload(Drawing.dispatches).joinedload(Dispatch.person))
    return db.session.scalars(query.order_by(Drawing.id.desc())).all()


def current(batch_id: int) -> Sequence[Dispatch]:
    """Who is sent to a batch now: the answers still out, and the acceptances."""
    query = select(Dispatch).where(
        Dispatch.batch_id == batch_id,
        Dispatch.state.in_((DispatchState.DRAWN, DispatchState.SENT, DispatchState.ACCEPTED)),
    )
    return db.session.scalars(query.order_by(Dispatch.id)).all()


def letters(year: int) -> int:
    """How many letters bear a number of this year."""
    query = select(func.count(Dispatch.id)).where(Dispatch.number.startswith(f"派〔{year}〕"))
    return db.session.scalar(query) or 0
