"""Tables of papers: metadata in the clear, content sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.batches.models import Batch
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.states import Component, PaperState

STANDING = text("state != 'withdrawn'")


class Blueprint(Model):
    """What a paper of a level and component must look like; `spec` as `plans.Plan` writes it."""

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
    revisions: Mapped[list["BlueprintRevision"]] = relationship(
        back_populates="blueprint", order_by="BlueprintRevision.number.desc()"
    )

    __mapper_args__ = {"version_id_col": version}


class BlueprintRevision(Model):
    """A blueprint as it once was; written with every change, never updated."""

    __tablename__ = "blueprint_revision"
    __table_args__ = (UniqueConstraint("blueprint_id", "number"),)

    blueprint_id: Mapped[int] = mapped_column(ForeignKey("blueprint.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    minutes: Mapped[int]
    spec: Mapped[dict[str, Any]]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    blueprint: Mapped[Blueprint] = relationship(back_populates="revisions")


class PaperSet(Model):
    """A main and a spare paper drawn for one component of one batch.

    blueprint: the whole plan with ranges, weights and terms, as it was at the draw.
    pool: the cards the draw could choose from, compressed; with the seed they prove the draw.
    """

    __tablename__ = "paper_set"
    __table_args__ = (
        UniqueConstraint("batch_id", "component", "draw_no"),
        Index(
            "uq_paper_set_standing",
            "batch_id",
            "component",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    component: Mapped[Component] = mapped_column(Choice(Component))
    draw_no: Mapped[int]  # 1 for the first draw, 2 after a withdrawal
    blueprint: Mapped[dict[str, Any]]
    seed_sealed: Mapped[bytes] = mapped_column(deferred=True)
    pool: Mapped[bytes] = mapped_column(deferred=True)
    pool_digest: Mapped[str]
    reached: Mapped[dict[str, Any]]
    state: Mapped[PaperState] = mapped_column(Choice(PaperState), index=True)
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()
    forms: Mapped[list["PaperForm"]] = relationship(
        back_populates="paper_set", order_by="PaperForm.kind"
    )

    __mapper_args__ = {"version_id_col": version}


class PaperForm(Model):
    """One frozen paper: its bytes never change after the draw.

    refs: its items in printed order, as `plans.pick_json` writes them; never text.
    """

    __tablename__ = "paper_form"
    __table_args__ = (UniqueConstraint("set_id", "kind"),)

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("paper_set.id"), index=True)
    kind: Mapped[str]  # main or spare
    number: Mapped[str] = mapped_column(unique=True)
    envelope: Mapped[bytes] = mapped_column(deferred=True)
    digest: Mapped[str]
    refs: Mapped[list[Any]]
    paper_set: Mapped[PaperSet] = relationship(back_populates="forms")
