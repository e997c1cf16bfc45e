"""The life of an item after it is written: sent, decided by another person, taken out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from examsys.audit import service as audit
from examsys.bank import gateway, queries
from examsys.bank.events import BankEvent
from examsys.bank.models import ItemReview
from examsys.bank.service.items import require_own
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.rules.permissions import Role
from examsys.rules.states import ItemDecision
from question_bank import STATUS_NAMES, Record, Status

SENDABLE = frozenset({Status.DRAFT, Status.RETURNED, Status.RETIRED})


def send_items(items: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Submit items for review, all of them or none. returns: how many.

    raises: Conflict, naming the first one that cannot be sent; NotAllowed for others' items.
    """
    if not items:
        raise Invalid("没有选择试题，请先勾选要提交审核的试题。")
    for item in items:
        record = queries.record(item)
        require_own(record, actor=actor)
        if record.status not in SENDABLE:
            word = STATUS_NAMES[record.status]
            raise Conflict(
                f"鉴定点 {record.card.point_code} 的一道题现为“{word}”，不能提交审核，请取消勾选。"
            )
        _move(record, to=Status.REVIEWING, actor=actor, at=at)
        _note(record, ItemDecision.SENT, "", actor=actor, at=at)
    single = f"item:{items[0]}" if len(items) == 1 else "bank:items"
    detail = {"count": len(items), "items": [str(item) for item in items]}
    audit.record(BankEvent.ITEMS_SENT, actor=actor, subject=single, at=at, detail=detail)
    return len(items)


def decide_item(
    record: Record,
    *,
    passed: bool,
    comment: str,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Pass an item into use or send it back, as somebody who wrote none of its versions.

    raises: NotAllowed for a writer; Invalid without a comment on what to change; Conflict; Stale.
    """
    require_reviewer(record, actor=actor)
    if version != record.card.ref.version:
        raise Stale("这道题在打开页面之后已有新版本，请重新打开后再审。")
    if record.status is not Status.REVIEWING:
        raise Conflict(
            f"这道题现为“{STATUS_NAMES[record.status]}”，不在待审之列，可能已由他人审定。"
        )
    if not passed and not comment:
        raise Invalid("退回修改须写明意见，请写清哪里要改、怎样改。")
    _move(record, to=Status.IN_USE if passed else Status.RETURNED, actor=actor, at=at)
    decision = ItemDecision.PASSED if passed else ItemDecision.SENT_BACK
    _note(record, decision, comment, actor=actor, at=at)
    event = BankEvent.ITEM_PASSED if passed else BankEvent.ITEM_RETURNED
    _record(event, record, actor=actor, at=at)


def require_reviewer(record: Record, *, actor: Actor) -> None:
    """raises: NotAllowed when this person wrote any version of the item, or submitted it.

    The office enters and corrects under the writer's name; whoever submits has had it in hand.
    """
    item, keys = record.card.ref.item, queries.keys_of(actor)
    if any(version.written_by in keys for version in queries.versions(item)):
        raise NotAllowed("命题人不能审定自己写的题，请交另一名审题人审定。")
    sent = [note for note in queries.reviews(item) if note.decision is ItemDecision.SENT]
    if any(note.reviewer in keys for note in sent):
        raise NotAllowed("提交审核的人不能审定这道题，请交另一名审题人审定。")


def require_may_open(record: Record, *, actor: Actor) -> None:
    """The office opens all, a writer own items, a reviewer what waits or was decided by them.

    raises: NotAllowed.
    """
    keys = queries.keys_of(actor)
    if Role.ITEM_OFFICE in actor.roles:
        return
    if any(v.written_by in keys for v in queries.versions(record.card.ref.item)):
        return
    reviewing = record.status is Status.REVIEWING or record.reviewed_by in keys
    if Role.ITEM_REVIEWER in actor.roles and reviewing:
        return
    raise NotAllowed("只能查看本人命制的、待审的或本人审定过的试题。需要查看请联系题库管理员。")


def retire_item(record: Record, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take an item out of every later draw; its text and history stay. raises: Conflict."""
    if record.status is Status.REVIEWING:
        raise Conflict("这道题正在审核，请先审定或退回，再停用。")
    if record.status is Status.RETIRED:
        raise Conflict("这道题已经停用。")
    _move(record, to=Status.RETIRED, actor=actor, at=at)
    _note(record, ItemDecision.STOPPED, reason, actor=actor, at=at)
    _record(BankEvent.ITEM_RETIRED, record, actor=actor, at=at, reason=reason)


def record_export(count: int, *, actor: Actor, at: datetime) -> None:
    """Log that metadata of items left the house; in the caller's unit."""
    detail = {"count": count}
    audit.record(BankEvent.ITEMS_EXPORTED, actor=actor, subject="bank:items", at=at, detail=detail)


def _move(record: Record, *, to: Status, actor: Actor, at: datetime) -> None:
    with gateway.translated():
        gateway.store().move(record, to=to, by=queries.keys_of(actor)[-1], at=at)


def _note(
    record: Record, decision: ItemDecision, comment: str, *, actor: Actor, at: datetime
) -> None:
    note = ItemReview(
        item=record.card.ref.item,
        item_version=record.card.ref.version,
        decision=decision,
        comment=comment,
        reviewer=queries.keys_of(actor)[-1],
        at=at,
    )
    db.session.add(note)
    db.session.flush()


def _record(
    event: BankEvent, record: Record, *, actor: Actor, at: datetime, **detail: object
) -> None:
    ref = record.card.ref
    body = {"version": ref.version, **detail}
    audit.record(event, actor=actor, subject=f"item:{ref.item}", at=at, detail=body)
