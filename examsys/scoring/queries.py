"""Reads of scores. Ordered, eager; later features see published results only."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from examsys.batches.models import Batch, Room
from examsys.candidates.models import Candidate, Registration
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Missing
from examsys.rules.states import BatchState, Component
from examsys.scoring.models import Correction, Entry, EntryPass, Outcome, Result, ScoreBook, Script

PUBLISHED = (BatchState.PUBLICITY, BatchState.CERTIFYING, BatchState.ARCHIVED)
SCORED = (BatchState.SCORING, *PUBLISHED)
# Components in the order of the examination, not of the alphabet.
IN_ORDER = case({part: place for place, part in enumerate(Component)}, value=Script.component)


def published(batch: Batch) -> bool:
    """Whether the batch's scores may be seen by everybody they concern."""
    return batch.state in PUBLISHED


def outcomes(batch_id: int, *, unpublished: bool = False) -> Sequence[Outcome]:
    """Who passed and who did not, by room and seat; empty before publication.

    unpublished: for pages of scoring itself, behind its own rights.
    """
    query = (
        select(Outcome)
        .join(Outcome.registration)
        .join(Registration.candidate)
        .outerjoin(Registration.room)
        .where(Outcome.batch_id == batch_id)
        .options(
            contains_eager(Outcome.registration).options(
                contains_eager(Registration.candidate), contains_eager(Registration.room)
            )
        )
        .order_by(Room.number, Registration.seat_no, Candidate.name_key, Outcome.id)
    )
    if not unpublished:
        query = query.join(Batch, Batch.id == Outcome.batch_id).where(Batch.state.in_(PUBLISHED))
    return db.session.scalars(query).all()


def outcome(registration_id: int) -> Outcome | None:
    """What a registration ended in; None before publication."""
    query = (
        select(Outcome)
        .join(Batch, Batch.id == Outcome.batch_id)
        .where(Outcome.registration_id == registration_id, Batch.state.in_(PUBLISHED))
    )
    return db.session.scalar(query)


def results(batch_id: int, *, unpublished: bool = False) -> Sequence[Script]:
    """Every script with result and candidate, by room and seat; empty before publication."""
    query = (
        select(Script)
        .join(Script.registration)
        .join(Registration.candidate)
        .outerjoin(Registration.room)
        .where(Script.batch_id == batch_id)
        .options(
            contains_eager(Script.registration).options(
                contains_eager(Registration.candidate), contains_eager(Registration.room)
            ),
            selectinload(Script.result),
        )
        .order_by(Room.number, Registration.seat_no, Candidate.name_key, Registration.id, IN_ORDER)
    )
    if not unpublished:
        query = query.join(Batch, Batch.id == Script.batch_id).where(Batch.state.in_(PUBLISHED))
    return db.session.scalars(query).all()


def results_of(registration_id: int) -> Sequence[Script]:
    """One candidate's components with their results; empty before publication."""
    query = (
        select(Script)
        .join(Batch, Batch.id == Script.batch_id)
        .where(Script.registration_id == registration_id, Batch.state.in_(PUBLISHED))
        .options(selectinload(Script.result))
        .order_by(IN_ORDER)
    )
    return db.session.scalars(query).all()


def find_book(batch_id: int) -> ScoreBook | None:
    return db.session.scalar(select(ScoreBook).where(ScoreBook.batch_id == batch_id))


def book(batch_id: int) -> ScoreBook:
    """raises: Conflict before blind codes were made."""
    found = find_book(batch_id)
    if found is None:
        raise Conflict("本批次还没有生成保密号，请先由成绩负责人生成。")
    return found


def scripts(batch_id: int, component: Component) -> Sequence[Script]:
    """What is marked, by blind code, with everything that was entered for it."""
    query = (
        select(Script)
        .where(Script.batch_id == batch_id, Script.component == component)
        .options(selectinload(Script.entries), selectinload(Script.result))
    )
    return db.session.scalars(query.order_by(Script.blind_code)).all()


def script(script_id: int) -> Script:
    """raises: Missing."""
    query = (
        select(Script)
        .where(Script.id == script_id)
        .options(
            selectinload(Script.entries),
            selectinload(Script.result),
            selectinload(Script.corrections),
            joinedload(Script.registration).joinedload(Registration.candidate),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise Missing("没有这份答卷。请返回列表重新选择。")
    return found


def passes(batch_id: int) -> Mapping[tuple[Component, int], EntryPass]:
    """Both readings of every component."""
    query = select(EntryPass).where(EntryPass.batch_id == batch_id).order_by(EntryPass.id)
    return {(row.component, row.pass_no): row for row in db.session.scalars(query)}


def entry_pass(batch_id: int, component: Component, pass_no: int) -> EntryPass:
    """raises: Missing."""
    found = passes(batch_id).get((component, pass_no))
    if found is None:
        raise Missing("没有这一遍录入。请先由成绩负责人生成保密号，再从成绩登录页进入。")
    return found


def counted(batch_id: int) -> Mapping[tuple[Component, int], int]:
    """How many scripts have an entry, by component and pass; pass 0 counts all scripts."""
    total = (
        select(Script.component, func.count())
        .where(Script.batch_id == batch_id)
        .group_by(Script.component)
    )
    entered = (
        select(Script.component, Entry.pass_no, func.count())
        .join(Script.entries)
        .where(Script.batch_id == batch_id)
        .group_by(Script.component, Entry.pass_no)
    )
    found = {(component, 0): number for component, number in db.session.execute(total)}
    for component, pass_no, number in db.session.execute(entered):
        found[component, pass_no] = number
    return found


def decided(batch_id: int) -> Mapping[Component, int]:
    """How many scripts of each component have a result."""
    query = (
        select(Script.component, func.count(Result.id))
        .join(Script.result)
        .where(Script.batch_id == batch_id)
        .group_by(Script.component)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def open_corrections(batch_id: int) -> Sequence[Correction]:
    """Corrections that nobody has decided yet, the oldest first."""
    query = (
        select(Correction)
        .join(Correction.script)
        .where(Script.batch_id == batch_id, Correction.decided_at.is_(None))
        .options(
            contains_eager(Correction.script)
            .joinedload(Script.registration)
            .joinedload(Registration.candidate)
        )
    )
    return db.session.scalars(query.order_by(Correction.id)).all()


def correction(correction_id: int) -> Correction:
    """raises: Missing."""
    query = (
        select(Correction)
        .where(Correction.id == correction_id)
        .options(
            joinedload(Correction.script)
            .joinedload(Script.registration)
            .joinedload(Registration.candidate)
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise Missing("没有这条更正申请。请返回成绩结果页核对。")
    return found


def workers(batch_id: int) -> set[str]:
    """Logins of everybody who entered or resolved scores of the batch."""
    logins = {login for row in passes(batch_id).values() for login in row.people}
    resolved = (
        select(Entry.entered_by)
        .join(Entry.script)
        .where(Script.batch_id == batch_id, Entry.pass_no == 3)
    )
    return logins | set(db.session.scalars(resolved))


def scoring_batches() -> Sequence[Batch]:
    """Batches whose scores are being entered or are out, the newest first."""
    query = select(Batch).where(Batch.state.in_(SCORED))
    return db.session.scalars(query.order_by(Batch.exam_on.desc(), Batch.id.desc()).limit(30)).all()


def confirmed_batches(*, number: str = "", year: int | None = None) -> Sequence[Batch]:
    """Batches with confirmed or published results, by number; of an examination year if given."""
    done = select(ScoreBook.batch_id).where(ScoreBook.confirmed_at.is_not(None))
    query = select(Batch).where(or_(Batch.id.in_(done), Batch.state.in_(PUBLISHED)))
    if number:
        query = query.where(Batch.number == number)
    if year is not None:
        query = query.where(Batch.exam_on.between(date(year, 1, 1), date(year, 12, 31)))
    return db.session.scalars(query.order_by(Batch.number)).all()


def registration_by_ticket(ticket_no: str) -> Registration | None:
    query = (
        select(Registration)
        .where(Registration.ticket_no == ticket_no)
        .options(
            joinedload(Registration.candidate),
            joinedload(Registration.batch).joinedload(Batch.occupation),
        )
    )
    return db.session.scalar(query)
