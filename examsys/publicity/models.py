"""Tables of public notices: shape and constraints, no decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.states import NoticeState


class Notice(Model):
    """Something shown to everybody. `publicity_until` is the last day, included."""

    __tablename__ = "notice"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    body: Mapped[str]
    rows: Mapped[list[Any] | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    state: Mapped[NoticeState] = mapped_column(Choice(NoticeState), index=True)
    publicity_from: Mapped[date | None]
    publicity_until: Mapped[date | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    body_sha256: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    objections: Mapped[list["Objection"]] = relationship(
        back_populates="notice", order_by="Objection.received_at"
    )

    __mapper_args__ = {"version_id_col": version}


class Objection(Model):
    """What somebody says against a notice, and what was decided about it."""

    __tablename__ = "objection"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    name: Mapped[str]
    phone_sealed: Mapped[bytes | None]
    phone_last4: Mapped[str | None]
    text: Mapped[str]
    received_at: Mapped[datetime]
    outcome: Mapped[str | None]
    decision: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    notice: Mapped[Notice] = relationship(back_populates="objections")
