"""Tables of the log. Events are never updated or deleted; the database itself refuses."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from examsys.kernel.db import Model


class AuditEvent(Model):
    """One leaf of the log; `id` is its sequence number, from 1 without gaps."""

    __tablename__ = "audit_event"
    __audited__ = False

    at: Mapped[str]  # UTC with offset, microseconds: the exact text that was hashed
    actor: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    session: Mapped[str]
    ip: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    object: Mapped[str] = mapped_column(index=True)
    result: Mapped[str]
    detail_digest: Mapped[str]  # SHA-256(salt ‖ canonical detail), hex
    prev: Mapped[str]
    leaf: Mapped[str] = mapped_column(unique=True)

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


class AuditDetail(Model):
    """What the event says beyond its leaf; may be erased without breaking the chain."""

    __tablename__ = "audit_detail"
    __audited__ = False

    salt: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuditHead(Model):
    """One row: the last leaf. Locking it makes the log's writers take turns."""

    __tablename__ = "audit_head"
    __audited__ = False

    size: Mapped[int]
    leaf: Mapped[str]


class Checkpoint(Model):
    """A signed note over the Merkle root of the first `size` leaves (RFC 9162)."""

    __tablename__ = "audit_checkpoint"
    __audited__ = False

    size: Mapped[int] = mapped_column(unique=True)
    root: Mapped[str]
    peaks: Mapped[list[Any]]  # roots of the perfect subtrees: the next one grows from here
    note: Mapped[str]
    at: Mapped[str]
    occasion: Mapped[str]
