"""Writing items: by hand, new versions, and whole workbooks. Callers open the unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from examsys.audit import service as audit
from examsys.bank import gateway, queries
from examsys.bank.events import BankEvent
from examsys.bank.service.writers import keys_may_touch, writer_key
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.rules.states import LEVEL_SHORT, Component
from question_bank import (
    KIND_NAMES,
    Card,
    ItemRow,
    Kind,
    Question,
    Record,
    Ref,
    Status,
)
from question_bank import Component as BankComponent

EDITABLE = frozenset({Status.DRAFT, Status.RETURNED, Status.IN_USE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One item as it is typed in. marks: None where the blueprint decides.

    writer_id: the person on whose behalf the office enters it; None = the actor.
    """

    level: int
    component: Component
    point_code: str
    kind: Kind
    difficulty: int
    question: Question
    marks: Decimal | None = None
    writer_id: int | None = None


def add_item(draft: ItemDraft, *, actor: Actor, at: datetime) -> UUID:
    """Seal a new item as a draft.

    raises: Invalid for an unsound question; Conflict for a duplicate, a point that the table in
    force lacks, or a writer without appointment; NotAllowed.
    """
    on = clock.day_of(at)
    by = writer_key(draft.level, writer_id=draft.writer_id, actor=actor, on=on)
    require_point(draft.level, draft.point_code, on=on)
    card = Card(
        ref=Ref(uuid4(), 1),
        level=draft.level,
        component=BankComponent(draft.component.value),
        point_code=draft.point_code,
        kind=draft.kind,
        difficulty=draft.difficulty,
        marks=draft.marks,
    )
    _put(card, draft.question, by=by, actor=actor, at=at)
    _record(BankEvent.ITEM_WRITTEN, card, actor=actor, at=at, writer=by)
    return card.ref.item


def revise_item(
    record: Record, draft: ItemDraft, *, version: int | None, actor: Actor, at: datetime
) -> Ref:
    """Seal the next version, which has to be reviewed anew; the older ones stay.

    raises: as `add_item`; Stale; Conflict while it is under review or once it is retired.
    """
    card = record.card
    if version != card.ref.version:
        raise Stale("这道题在打开页面之后已有新版本，请刷新页面核对后再保存。")
    require_editable(record, actor=actor)
    on = clock.day_of(at)
    if record.written_by in queries.keys_of(actor) or draft.writer_id is not None:
        by = writer_key(card.level, writer_id=draft.writer_id, actor=actor, on=on)
    else:
        by = record.written_by  # the office corrects on behalf of the writer
    require_point(card.level, draft.point_code, on=on)
    later = replace(
        card,
        ref=Ref(card.ref.item, card.ref.version + 1),
        point_code=draft.point_code,
        difficulty=draft.difficulty,
        marks=draft.marks,
    )
    _put(later, draft.question, by=by, actor=actor, at=at)
    _record(BankEvent.ITEM_REVISED, later, actor=actor, at=at, writer=by)
    return later.ref


def take_in(
    rows: Sequence[ItemRow],
    *,
    level: int,
    writer_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> list[UUID]:
    """Seal the rows of a workbook as drafts, all of them or none. returns: in the rows' order.

    raises: as `add_item`; duplicates are named with their row.
    """
    on = clock.day_of(at)
    by = writer_key(level, writer_id=writer_id, actor=actor, on=on)
    table = queries.table(level, on=on)
    known = {point.code for point in table.points} if table else set()
    found = twins([row.question for row in rows], level=level)
    made = []
    with gateway.translated():
        vault = gateway.vault(actor)
        for row, twin in zip(rows, found, strict=True):
            if row.point_code not in known:
                raise Conflict(f"第 {row.row} 行：{_no_point(level, row.point_code)}")
            if twin is not None:
                raise Conflict(f"第 {row.row} 行：{already(twin)}")
            card = row.card(uuid4(), level=level)
            vault.put(card, row.question, by=by, at=at)
            made.append(card.ref.item)
    detail = {"level": level, "writer": by, "count": len(made)}
    detail["kinds"] = {
        KIND_NAMES[kind]: sum(1 for row in rows if row.kind is kind)
        for kind in dict.fromkeys(row.kind for row in rows)
    }
    audit.record(
        BankEvent.ITEMS_IMPORTED, actor=actor, subject=f"bank:{level}", at=at, detail=detail
    )
    return made


def twins(questions: Sequence[Question], *, level: int) -> list[Record | None]:
    """For each question the item of the level with the same stem and options; nothing is opened."""
    vault = gateway.vault(Actor(name=""))
    digests = [vault.digest(question) for question in questions]
    same = {
        record.digest: record
        for record in gateway.store().with_digests(digests)
        if record.card.level == level
    }
    return [same.get(digest) for digest in digests]


def already(twin: Record) -> str:
    """What to tell somebody who enters an item that is there."""
    stopped = "（已停用）" if twin.status is Status.RETIRED else ""
    return (
        f"题库中已有题干和选项相同的试题{stopped}，鉴定点 {twin.card.point_code}。"
        "需要修改请到该题页面另存新版本。"
    )


def require_point(level: int, code: str, *, on: date) -> None:
    """raises: Conflict unless the table in force for the level has the point."""
    table = queries.table(level, on=on)
    if table is None:
        raise Conflict(
            f"{LEVEL_SHORT[level]}还没有启用的鉴定要素细目表，请题库管理员先导入或编制并启用。"
        )
    if all(point.code != code for point in table.points):
        raise Conflict(_no_point(level, code))


def require_editable(record: Record, *, actor: Actor) -> None:
    """raises: NotAllowed for somebody else's item; Conflict under review or once retired."""
    require_own(record, actor=actor)
    if record.status is Status.REVIEWING:
        raise Conflict("这道题正在审核，不能修改。请等审定或退回后再改。")
    if record.status not in EDITABLE:
        raise Conflict("这道题已停用，不能修改。需要恢复时请先重新提交审核。")


def require_own(record: Record, *, actor: Actor) -> None:
    """raises: NotAllowed."""
    written = {version.written_by for version in queries.versions(record.card.ref.item)}
    if not keys_may_touch(actor, written):
        raise NotAllowed("这道题由他人命制，只有命题人本人和题库管理员可以办理。")


def _put(card: Card, question: Question, *, by: str, actor: Actor, at: datetime) -> None:
    twin = twins([question], level=card.level)[0]
    if twin is not None and twin.card.ref.item != card.ref.item:
        raise Conflict(already(twin))
    try:
        with gateway.translated():
            gateway.vault(actor).put(card, question, by=by, at=at)
    except ValueError as error:
        raise Invalid(f"试题没有通过核对：{error}") from error


def _no_point(level: int, code: str) -> str:
    return f"{LEVEL_SHORT[level]}现行细目表中没有鉴定点 {code}，请核对代码或先补细目表。"


def _record(event: BankEvent, card: Card, *, actor: Actor, at: datetime, writer: str) -> None:
    detail = {
        "version": card.ref.version,
        "level": card.level,
        "component": card.component.value,
        "point": card.point_code,
        "kind": card.kind.value,
        "difficulty": card.difficulty,
        "writer": writer,
    }
    audit.record(event, actor=actor, subject=f"item:{card.ref.item}", at=at, detail=detail)
