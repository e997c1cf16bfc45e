"""What the agency does with public notices. Callers open the unit of work."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from examsys.audit import service as audit
from examsys.kernel import clock, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version, new_uuid
from examsys.kernel.errors import Conflict, NotAllowed
from examsys.parameters import calendar
from examsys.publicity.events import PublicityEvent
from examsys.publicity.models import Notice, Objection
from examsys.rules.states import NoticeState

KINDS = {
    "announcement": "认定公告",
    "brochure": "招生简章",
    "results": "成绩公示",
    "other": "其他公告",
}


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a notice says. rows: a public list, already masked; the first row is its heading."""

    kind: str
    title: str
    body: str
    batch_id: int | None = None
    rows: Sequence[Sequence[str]] | None = None


def draft_notice(text: NoticeText, *, actor: Actor, at: datetime) -> Notice:
    notice = Notice(
        uuid=new_uuid(),
        kind=text.kind,
        title=text.title,
        body=text.body,
        rows=[list(row) for row in text.rows] if text.rows is not None else None,
        batch_id=text.batch_id,
        state=NoticeState.DRAFT,
        drafted_by=actor.name,
        drafted_at=at,
    )
    db.session.add(notice)
    db.session.flush()
    _record(PublicityEvent.NOTICE_DRAFTED, notice, actor=actor, at=at, kind=text.kind)
    return notice


def change_notice(
    notice: Notice, text: NoticeText, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """raises: Stale; Conflict once it is published."""
    expect_version(notice, version)
    if notice.state is not NoticeState.DRAFT:
        raise Conflict("公告已发布，内容不能再改。确有错误时请撤下后重新拟稿。")
    notice.kind, notice.title, notice.body = text.kind, text.title, text.body
    notice.batch_id = text.batch_id
    _record(PublicityEvent.NOTICE_CHANGED, notice, actor=actor, at=at)


def publish_notice(notice: Notice, *, actor: Actor, at: datetime, days_wd: int = 0) -> None:
    """Show it to everybody from today; `days_wd` working days of 公示, today's day not counted.

    raises: NotAllowed when the drafter publishes; Conflict when it is not a draft.
    """
    if notice.state is not NoticeState.DRAFT:
        raise Conflict("只有草稿可以发布。")
    if notice.drafted_by == actor.name:
        raise NotAllowed("拟稿人不能发布自己的公告，请由另一人审核发布。")
    today = clock.day_of(at)
    notice.state = NoticeState.PUBLISHED
    notice.published_at, notice.published_by = at, actor.name
    notice.publicity_from = today
    notice.publicity_until = calendar.working_days().add(today, days_wd) if days_wd else None
    notice.body_sha256 = fingerprint(notice)
    until = notice.publicity_until.isoformat() if notice.publicity_until else ""
    _record(
        PublicityEvent.NOTICE_PUBLISHED,
        notice,
        actor=actor,
        at=at,
        sha256=notice.body_sha256,
        until=until,
    )


def withdraw_notice(notice: Notice, *, reason: str, actor: Actor, at: datetime) -> None:
    """raises: Conflict when it was not published."""
    if notice.state is not NoticeState.PUBLISHED:
        raise Conflict("只有已发布的公告可以撤下。")
    notice.state = NoticeState.WITHDRAWN
    _record(PublicityEvent.NOTICE_WITHDRAWN, notice, actor=actor, at=at, reason=reason)


def receive_objection(
    notice: Notice, *, name: str, phone: str, text: str, actor: Actor, at: datetime
) -> Objection:
    """raises: Conflict outside the publicity period."""
    today, until = clock.day_of(at), notice.publicity_until
    if notice.state is not NoticeState.PUBLISHED or until is None or today > until:
        raise Conflict("公示期已结束，不再受理异议。仍有疑问请直接联系评价机构。")
    objection = Objection(uuid=new_uuid(), notice=notice, name=name, text=text, received_at=at)
    pii.put(objection, "phone", phone)
    db.session.add(objection)
    db.session.flush()
    audit.record(
        PublicityEvent.OBJECTION_RECEIVED,
        actor=actor,
        subject=f"objection:{objection.id}",
        at=at,
        detail={"notice": notice.id},
    )
    return objection


def decide_objection(
    objection: Objection, *, outcome: str, decision: str, actor: Actor, at: datetime
) -> None:
    """raises: Conflict when it was decided before."""
    if objection.outcome is not None:
        raise Conflict("这条异议已经处理。")
    objection.outcome, objection.decision = outcome, decision
    objection.decided_by, objection.decided_at = actor.name, at
    audit.record(
        PublicityEvent.OBJECTION_DECIDED,
        actor=actor,
        subject=f"objection:{objection.id}",
        at=at,
        detail={"outcome": outcome},
    )


def record_export(count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """Somebody took the list of notices as a table."""
    audit.record(
        PublicityEvent.LIST_EXPORTED,
        actor=actor,
        subject="notices:list",
        at=at,
        detail={"count": count, "form": form},
    )


def fingerprint(notice: Notice) -> str:
    """SHA-256 of what was published, so that the page can be proved later."""
    body = json.dumps([notice.title, notice.body, notice.rows], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _record(
    event: PublicityEvent, notice: Notice, *, actor: Actor, at: datetime, **detail: Any
) -> None:
    audit.record(event, actor=actor, subject=f"notice:{notice.id}", at=at, detail=detail)
