"""Write the log. Two doors: `record` for changes, `disclose` for secrets read."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from examsys.audit.leaf import GENESIS, detail_digest, leaf_digest
from examsys.audit.models import AuditDetail, AuditEvent, AuditHead
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.work import mark_recorded, unit_of_work


def record(
    event: StrEnum,
    *,
    actor: Actor,
    subject: str,
    at: datetime,
    detail: Mapping[str, object] | None = None,
    result: str = "done",
) -> AuditEvent:
    """Append one event to the chain, in the caller's unit of work.

    subject: "<noun>:<id>", e.g. "person:17".
    detail:  JSON-ready; names of changed fields, never secrets, ID numbers or question text.
    result:  "done" or "refused".
    """
    head = _locked_head()
    salt, body = secrets.token_hex(16), dict(detail or {})
    fields = {
        "seq": head.size + 1,
        "at": at.isoformat(timespec="microseconds"),
        "actor": actor.name,
        "role": actor.role,
        "session": actor.session,
        "ip": actor.ip,
        "action": event.value,
        "object": subject,
        "result": result,
        "detail_digest": detail_digest(salt, body),
        "prev": head.leaf,
    }
    digest = leaf_digest(fields)
    seq = fields.pop("seq")
    entry = AuditEvent(id=seq, leaf=digest, **fields)
    db.session.add_all([entry, AuditDetail(id=seq, salt=salt, detail=body)])
    head.size, head.leaf = head.size + 1, digest
    db.session.flush()
    mark_recorded()
    return entry


def disclose(
    event: StrEnum,
    *,
    actor: Actor,
    subject: str,
    at: datetime,
    reason: str,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Commit the fact of a reading before the secret is handed over; opens its own unit.

    It does not spend the form's token: a reading asked for twice is two readings, and a refusal
    later in the same request leaves the form good for another try.
    """
    with unit_of_work(once=False):
        body = {"reason": reason, **(detail or {})}
        record(event, actor=actor, subject=subject, at=at, detail=body)


def _locked_head() -> AuditHead:
    head = db.session.scalar(select(AuditHead).where(AuditHead.id == 1).with_for_update())
    if head is None:
        head = AuditHead(id=1, size=0, leaf=GENESIS)
        db.session.add(head)
        db.session.flush()
    return head
