"""Items set aside as samples: proposed by one, confirmed by another, and never drawn again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from examsys.audit import service as audit
from examsys.bank import queries
from examsys.bank.events import BankEvent
from examsys.bank.models import SampleMark
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from question_bank import Status


def mark_samples(items: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Propose items in use as samples; from now on no paper draws them. returns: how many.

    raises: Conflict for an item that is not in use, was ever used, or is marked already.
    """
    if not items:
        raise Invalid("没有选择试题，请先勾选要作为样题的试题。")
    known = queries.sample_items()
    for item in items:
        record = queries.record(item)
        if record.status is not Status.IN_USE:
            raise Conflict(f"鉴定点 {record.card.point_code} 的一道题不在用，不能作为样题。")
        if record.card.times_used:
            raise Conflict(
                f"鉴定点 {record.card.point_code} 的一道题已用于正式考试，不能作为样题。"
            )
        if item in known:
            raise Conflict(f"鉴定点 {record.card.point_code} 的一道题已经标为样题。")
        db.session.add(SampleMark(item=item, marked_by=actor.name, marked_at=at))
    detail = {"count": len(items), "items": [str(item) for item in items]}
    audit.record(
        BankEvent.SAMPLES_MARKED, actor=actor, subject="bank:samples", at=at, detail=detail
    )
    return len(items)


def decide_samples(marks: Sequence[int], *, confirmed: bool, actor: Actor, at: datetime) -> int:
    """Confirm or refuse what somebody else proposed. raises: Missing, Conflict, NotAllowed."""
    if not marks:
        raise Invalid("没有选择样题，请先勾选。")
    for mark_id in marks:
        mark = db.session.get(SampleMark, mark_id)
        if mark is None:
            raise Missing("没有这个样题标记。请刷新页面。")
        if mark.decided_at is not None:
            raise Conflict("所选样题中有已确认或已退回的，请刷新页面。")
        if mark.marked_by == actor.name:
            raise NotAllowed("样题由本人标记，须由另一人确认。")
        mark.decided_by, mark.decided_at, mark.refused = actor.name, at, not confirmed
    detail = {"count": len(marks), "confirmed": confirmed}
    audit.record(
        BankEvent.SAMPLES_DECIDED, actor=actor, subject="bank:samples", at=at, detail=detail
    )
    return len(marks)
