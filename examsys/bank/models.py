"""Tables of the bank: items and their sealed versions by `question_bank`, the rest here."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.kernel.db import Choice, Model
from examsys.rules.states import Component, ItemDecision, SpecState
from question_bank.sqlstore import tables

BANK = tables(Model.metadata)


class SpecTable(Model):
    """鉴定要素细目表 of one level, from its day of effect until a later one takes over."""

    __tablename__ = "spec_table"

    level: Mapped[int] = mapped_column(index=True)
    name: Mapped[str]
    state: Mapped[SpecState] = mapped_column(Choice(SpecState))
    effective_from: Mapped[date | None]  # None while it is being edited
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    ranges: Mapped[list["SpecRange"]] = relationship(
        back_populates="table", order_by="SpecRange.code", cascade="all, delete-orphan"
    )
    points: Mapped[list["SpecPoint"]] = relationship(
        back_populates="table", order_by="SpecPoint.code", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class SpecRange(Model):
    """鉴定范围. Weights are per cent of a whole paper; 0 = not part of that component."""

    __tablename__ = "spec_range"
    __table_args__ = (UniqueConstraint("table_id", "code"),)

    table_id: Mapped[int] = mapped_column(ForeignKey("spec_table.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    theory_weight: Mapped[Decimal]
    skill_weight: Mapped[Decimal]
    table: Mapped[SpecTable] = relationship(back_populates="ranges")

    def weight(self, component: Component) -> Decimal:
        """Per cent in a component; a review has no table of its own."""
        if component is Component.THEORY:
            return self.theory_weight
        return self.skill_weight if component is Component.SKILL else Decimal(0)


class SpecPoint(Model):
    """鉴定点: the smallest thing that can be asked on its own; X core, Y general, Z auxiliary."""

    __tablename__ = "spec_point"
    __table_args__ = (UniqueConstraint("table_id", "code"),)

    table_id: Mapped[int] = mapped_column(ForeignKey("spec_table.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    importance: Mapped[str]
    table: Mapped[SpecTable] = relationship(back_populates="points")


class ItemReview(Model):
    """One decision about one version of an item, with its reason; never changed."""

    __tablename__ = "item_review"

    item: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("bank_item.uuid"), index=True)
    item_version: Mapped[int]
    decision: Mapped[ItemDecision] = mapped_column(Choice(ItemDecision))
    comment: Mapped[str] = mapped_column(default="")
    reviewer: Mapped[str]
    at: Mapped[datetime]


class SampleMark(Model):
    """An item set aside as 样题: never drawn from the day it is proposed on.

    refused: whoever was to approve found it unfit; the item is drawn again, and the mark stays.
    """

    __tablename__ = "sample_mark"

    item: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("bank_item.uuid"), index=True)
    marked_by: Mapped[str]
    marked_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    refused: Mapped[bool] = mapped_column(default=False)
