"""What stays as it is until something happens, worked out once per process.

Every change writes an event, so a value read from the database holds as long as the log's last
leaf is the same. The frame of each page (agency, batches to choose, what is due) is read this way:
one statement instead of eight.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from examsys.audit.models import AuditHead
from examsys.kernel.db import db
from examsys.kernel.work import in_unit

T = TypeVar("T")
LEAF = "audit_leaf"
MOST = 1000  # names may hold what people search for
_LAST = select(AuditHead.leaf).where(AuditHead.id == 1)


def until_next_event(name: Hashable, work: Callable[[], T]) -> T:
    """The value of `work()`, kept until the log grows; inside a unit always worked out.

    name: everything the value depends on besides the database: who asks, the day.
    work: returns plain values, never rows: they outlive the session that read them.
    """
    if in_unit():  # what is not committed yet may never be
        return work()
    leaf = _last_leaf()
    known_leaf, values = current_app.extensions.get("memo", ("", {}))
    if known_leaf != leaf:
        values = {}
        current_app.extensions["memo"] = (leaf, values)
    if name in values:
        return cast(T, values[name])
    found = work()
    if len(values) < MOST:
        values[name] = found
    return found


def _last_leaf() -> str | None:
    """Read once a transaction: an answer that reads the log's end, and data after it, is never
    older than that end."""
    info = db.session().info
    if LEAF not in info:
        info[LEAF] = db.session.scalar(_LAST)
    return cast("str | None", info[LEAF])


@event.listens_for(db.session, "after_transaction_end")
def _forget(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop(LEAF, None)
