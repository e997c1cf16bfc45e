"""Reads of notices and objections."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.publicity.models import Notice, Objection
from examsys.rules.states import NoticeState


def notice(notice_id: int) -> Notice:
    """raises: Missing."""
    found = db.session.get(Notice, notice_id)
    if found is None:
        raise Missing("没有这条公告，可能已被删除。")
    return found


def published(uuid: str) -> Notice:
    """A notice as the public may see it. raises: Missing."""
    found = db.session.scalar(
        select(Notice).where(Notice.uuid == uuid, Notice.state == NoticeState.PUBLISHED)
    )
    if found is None:
        raise Missing("没有这条公告，或公告已撤下。")
    return found


def notices(*, kind: str = "", state: str = "", q: str = "") -> Select[Notice]:
    query = select(Notice)
    if kind:
        query = query.where(Notice.kind == kind)
    if state:
        query = query.where(Notice.state == state)
    if q:
        query = query.where(Notice.title.contains(q, autoescape=True))
    return query


def public_notices() -> Select[Notice]:
    return select(Notice).where(Notice.state == NoticeState.PUBLISHED)


def notices_of(batch_id: int, *, kind: str = "") -> Sequence[Notice]:
    query = select(Notice).where(Notice.batch_id == batch_id)
    if kind:
        query = query.where(Notice.kind == kind)
    return db.session.scalars(query.order_by(Notice.drafted_at, Notice.id)).all()


def standing(batch_id: int, kind: str) -> Notice | None:
    """The batch's published notice of this kind, the newest if there are several."""
    query = select(Notice).where(
        Notice.batch_id == batch_id, Notice.kind == kind, Notice.state == NoticeState.PUBLISHED
    )
    return db.session.scalar(query.order_by(Notice.id.desc()).limit(1))


def objections(*, open_only: bool = False) -> Select[Objection]:
    query = select(Objection).options(joinedload(Objection.notice))
    return query.where(Objection.outcome.is_(None)) if open_only else query


def objection(objection_id: int) -> Objection:
    """raises: Missing."""
    found = db.session.get(Objection, objection_id)
    if found is None:
        raise Missing("没有这条异议。")
    return found


def open_objections(batch_id: int) -> int:
    query = select(func.count(Objection.id)).join(Objection.notice)
    query = query.where(Notice.batch_id == batch_id, Objection.outcome.is_(None))
    return db.session.scalar(query) or 0


def publicity_over(batch_id: int, *, on: date) -> bool:
    """Whether the results' publicity period of this batch has ended before `on`."""
    found = standing(batch_id, "results")
    until = found.publicity_until if found else None
    return until is not None and until < on
