"""Reads of registrations for screens and for later features. Ordered, eager."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, defer, joinedload

from examsys.audit.models import AuditEvent
from examsys.batches.models import Batch, Room
from examsys.candidates.models import AttendanceRecord, Candidate, Registration
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.kernel.files import KeptFile
from examsys.rules.states import Component, RegistrationState

UNDECIDED = (
    RegistrationState.DRAFT,
    RegistrationState.SUBMITTED,
    RegistrationState.FIRST_PASSED,
    RegistrationState.RETURNED,
)
TO_REVIEW = (RegistrationState.SUBMITTED, RegistrationState.FIRST_PASSED)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a registration's history."""

    at: datetime
    action: str
    actor: str


def registration(registration_id: int) -> Registration:
    """raises: Missing."""
    query = select(Registration).where(Registration.id == registration_id)
    found = db.session.scalar(
        query.options(
            joinedload(Registration.candidate),
            joinedload(Registration.batch).joinedload(Batch.site),
            joinedload(Registration.room),
        )
    )
    if found is None:
        raise Missing("没有这份报名，可能已被他人处理。请从报名名单重新选择。")
    return found


def approved(batch_id: int) -> Sequence[Registration]:
    """Everybody who may sit, by room and seat; before seats are given, by name."""
    query = (
        select(Registration)
        .join(Registration.candidate)
        .outerjoin(Registration.room)
        .where(Registration.batch_id == batch_id, Registration.state == RegistrationState.APPROVED)
        .options(contains_eager(Registration.candidate), contains_eager(Registration.room))
        .order_by(Room.number, Registration.seat_no, Candidate.name_key, Registration.id)
    )
    return db.session.scalars(query).all()


def attendance(batch_id: int, component: Component) -> Sequence[AttendanceRecord]:
    """What was recorded for a component, by room and seat."""
    query = (
        select(AttendanceRecord)
        .join(AttendanceRecord.registration)
        .outerjoin(Registration.room)
        .where(Registration.batch_id == batch_id, AttendanceRecord.component == component)
        .options(contains_eager(AttendanceRecord.registration).joinedload(Registration.candidate))
        .order_by(Room.number, Registration.seat_no, Registration.id)
    )
    return db.session.scalars(query).all()


def attendance_of(registration_id: int) -> Sequence[AttendanceRecord]:
    query = select(AttendanceRecord).where(AttendanceRecord.registration_id == registration_id)
    return db.session.scalars(query.order_by(AttendanceRecord.component)).all()


def counts(batch_id: int) -> Mapping[RegistrationState, int]:
    """How many registrations of a batch are in each state, all states named."""
    query = select(Registration.state, func.count()).where(Registration.batch_id == batch_id)
    rows = db.session.execute(query.group_by(Registration.state)).all()
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in RegistrationState}


# For pages that show rows only: what was declared and found are pages of their own.
AS_ROWS = (defer(Registration.facts), defer(Registration.report))


def registrations(
    batch_id: int, *, state: str = "", q: str = "", photo: str = ""
) -> Select[Registration]:
    """The list of a batch. q: part of a name or ticket number, or the last four of an ID number."""
    query = (
        select(Registration)
        .join(Registration.candidate)
        .outerjoin(Registration.room)
        .where(Registration.batch_id == batch_id)
        .options(
            contains_eager(Registration.candidate),
            contains_eager(Registration.room),
        )
    )
    if state:
        query = query.where(Registration.state == state)
    if photo:
        has = Candidate.photo_uuid.is_not(None)
        query = query.where(has if photo == "yes" else ~has)
    if words := q.strip():
        query = query.where(
            or_(
                Candidate.name.contains(words, autoescape=True),
                Registration.ticket_no.contains(words, autoescape=True),
                Candidate.id_number_last4 == words.upper(),
            )
        )
    return query


def drafts(batch_id: int) -> Sequence[Registration]:
    query = registrations(batch_id, state=RegistrationState.DRAFT)
    return db.session.scalars(query.order_by(Registration.id)).all()


def queue(batch_id: int, *, not_by: str, second: bool) -> Select[Registration]:
    """What a reviewer may decide.

    not_by: whose first reviews are left out. second: whether second reviews are due already.
    """
    states = TO_REVIEW if second else (RegistrationState.SUBMITTED,)
    return (
        registrations(batch_id)
        .where(Registration.state.in_(states))
        .where(or_(Registration.first_by.is_(None), Registration.first_by != not_by))
    )


def next_in_queue(waiting: Select[Registration], *, after: int = 0) -> int | None:
    """The id of the one to review next, in the order of submission; after: the one in hand."""
    line = waiting.with_only_columns(Registration.id)
    ids = db.session.scalars(line.order_by(Registration.submitted_at, Registration.id)).all()
    if after in ids:
        place = ids.index(after)
        ids = [*ids[place + 1 :], *ids[:place]]
    return ids[0] if ids else None


def candidates_by_index(indexes: Iterable[bytes]) -> Mapping[bytes, Candidate]:
    """Who is known already, by the blind index of the ID number."""
    query = select(Candidate).where(Candidate.id_number_index.in_(list(indexes)))
    return {row.id_number_index: row for row in db.session.scalars(query)}


def registered(batch_id: int, indexes: Iterable[bytes]) -> Mapping[bytes, Registration]:
    """Who of these has registered in the batch, by the blind index of the ID number."""
    wanted = list(indexes)
    query = (
        registrations(batch_id).where(Candidate.id_number_index.in_(wanted))
        if wanted
        else registrations(batch_id).where(Registration.id.is_(None))
    )
    found = db.session.scalars(query).all()
    return {row.candidate.id_number_index: row for row in found}


def candidate_by_index(index: bytes) -> Candidate | None:
    return db.session.scalar(select(Candidate).where(Candidate.id_number_index == index))


def elsewhere(of: Registration) -> Sequence[Registration]:
    """The same person's registrations in other batches, the newest first."""
    query = select(Registration).options(joinedload(Registration.batch))
    query = query.where(
        Registration.candidate_id == of.candidate_id, Registration.id != of.id
    ).order_by(Registration.id.desc())
    return db.session.scalars(query).all()


def provinces(batch_id: int) -> Sequence[str]:
    """The province digits of everybody registered and not withdrawn."""
    query = select(Candidate.province).join(Candidate.registrations)
    query = query.where(
        Registration.batch_id == batch_id, Registration.state != RegistrationState.WITHDRAWN
    )
    return db.session.scalars(query.order_by(Registration.id)).all()


def history(registration_id: int) -> Sequence[Happening]:
    """What happened to a registration, the newest first."""
    query = select(AuditEvent).where(AuditEvent.object == f"registration:{registration_id}")
    events = db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(50))
    return [Happening(datetime.fromisoformat(one.at), one.action, one.actor) for one in events]


def without_photo(batch_id: int) -> int:
    query = select(func.count()).select_from(Registration).join(Registration.candidate)
    query = query.where(
        Registration.batch_id == batch_id,
        Registration.state == RegistrationState.APPROVED,
        Candidate.photo_uuid.is_(None),
    )
    return db.session.scalar(query) or 0


def photos(rows: Sequence[Registration]) -> Mapping[str | None, KeptFile]:
    """The kept photos of these people, by uuid."""
    wanted = [row.candidate.photo_uuid for row in rows if row.candidate.photo_uuid]
    found = db.session.scalars(select(KeptFile).where(KeptFile.uuid.in_(wanted)))
    return {kept.uuid: kept for kept in found}


def recorded(batch_id: int) -> Mapping[tuple[Component, int | None], int]:
    """How many have an attendance on record, by component and room."""
    query = (
        select(AttendanceRecord.component, Registration.room_id, func.count())
        .join(AttendanceRecord.registration)
        .where(Registration.batch_id == batch_id, AttendanceRecord.state != "expected")
        .group_by(AttendanceRecord.component, Registration.room_id)
    )
    return {(component, room): count for component, room, count in db.session.execute(query)}


def seated(batch_id: int) -> Mapping[int, int]:
    """How many sit in each room, by the room's id."""
    column: InstrumentedAttribute[int | None] = Registration.room_id
    query = select(column, func.count()).where(
        Registration.batch_id == batch_id, column.is_not(None)
    )
    return {room: number for room, number in db.session.execute(query.group_by(column)) if room}
