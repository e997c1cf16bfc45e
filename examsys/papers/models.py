"""Tables of papers: metadata in the clear, content sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.batches.models import Batch
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.states import Component, PaperState


class Blueprint(Model):
    """What a paper of a level and component must look like."""

    __tablename__ = "blueprint"

    level: Mapped[int]
    component: Mapped[Component] = mapped_column(Choice(Component))
    title: Mapped[str]
    minutes: Mapped[int]
    spec: Mapped[dict[str, Any]]
    active: Mapped[bool] = mapped_column(default=True)
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PaperSet(Model):
    """A main and a spare paper drawn for one component of one batch."""

    __tablename__ = "paper_set"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    component: Mapped[Component] = mapped_column(Choice(Component))
    blueprint: Mapped[dict[str, Any]]
    seed_sealed: Mapped[bytes]
    state: Mapped[PaperState] = mapped_column(Choice(PaperState), index=True)
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    reached: Mapped[dict[str, Any]]
    pool_digest: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()
    forms: Mapped[list["PaperForm"]] = relationship(
        back_populates="paper_set", order_by="PaperForm.kind"
    )

    __mapper_args__ = {"version_id_col": version}


class PaperForm(Model):
    """One frozen paper: its bytes never change after the draw."""

    __tablename__ = "paper_form"
    __table_args__ = (UniqueConstraint("set_id", "kind"),)

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("paper_set.id"), index=True)
    kind: Mapped[str]  # main or spare
    number: Mapped[str] = mapped_column(unique=True)
    envelope: Mapped[bytes]
    key_sealed: Mapped[bytes]
    digest: Mapped[str]
    refs: Mapped[list[Any]]
    paper_set: Mapped[PaperSet] = relationship(back_populates="forms")
