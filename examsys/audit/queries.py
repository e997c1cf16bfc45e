"""Reads of the log for its pages and for evidence of higher floors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from sqlalchemy import Select, select

from examsys.audit.models import AuditDetail, AuditEvent, AuditHead
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of events is narrowed by; days are the agency's, both included."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def events(asked: Asked) -> Select[AuditEvent]:
    """The events that match; a subject is a noun ("batch") or one thing ("batch:3")."""
    query = select(AuditEvent)
    if asked.actor:
        query = query.where(AuditEvent.actor == asked.actor)
    if asked.action:
        query = query.where(AuditEvent.action == asked.action)
    if asked.subject:
        whole = ":" in asked.subject
        same = AuditEvent.object == asked.subject
        query = query.where(
            same if whole else AuditEvent.object.startswith(f"{asked.subject}:", autoescape=True)
        )
    if asked.since:
        query = query.where(AuditEvent.at >= _text(asked.since))
    if asked.until:
        query = query.where(AuditEvent.at < _text(asked.until + timedelta(days=1)))
    return query


def event(seq: int) -> tuple[AuditEvent, AuditDetail | None]:
    """raises: Missing."""
    found = db.session.get(AuditEvent, seq)
    if found is None:
        raise Missing("没有这条日志。")
    return found, db.session.get(AuditDetail, seq)


def about(subject: str, *, limit: int = 50) -> Sequence[AuditEvent]:
    """The history of one thing, newest first."""
    query = select(AuditEvent).where(AuditEvent.object == subject)
    return db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(limit)).all()


def hands(subject: str, *actions: str) -> set[str]:
    """Everybody who did one of these to a thing, however often it changed hands since."""
    query = select(AuditEvent.actor).where(AuditEvent.object == subject)
    return set(db.session.scalars(query.where(AuditEvent.action.in_(actions)).distinct()))


def head() -> AuditHead | None:
    return db.session.get(AuditHead, 1)


def _text(day: date) -> str:
    """The start of a day as the log writes instants: UTC, so that text order is time order."""
    return clock.instant(day).astimezone(UTC).isoformat(timespec="microseconds")
