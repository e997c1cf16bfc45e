"""Tables of batches: shape and constraints, no decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.agency.models import Occupation, Site
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.personnel.models import Person
from examsys.rules.states import LEVEL_SHORT, BatchState, Component


class Batch(Model):
    """One occupation, one level, one site; `parameters` are frozen when it is announced."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("year", "seq"),)

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    year: Mapped[int]
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    occupation_id: Mapped[int] = mapped_column(ForeignKey("occupation.id"))
    level: Mapped[int]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    state: Mapped[BatchState] = mapped_column(Choice(BatchState), index=True)
    planned_count: Mapped[int]
    registration_from: Mapped[date]
    registration_until: Mapped[date]
    exam_on: Mapped[date] = mapped_column(index=True)
    filed_on: Mapped[date | None]
    filing_receipt: Mapped[str] = mapped_column(default="")
    # A page of values: read when one is asked for, not with every row that names its batch.
    parameters: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    announced_at: Mapped[datetime | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    occupation: Mapped[Occupation] = relationship()
    site: Mapped[Site] = relationship()
    sittings: Mapped[list["Sitting"]] = relationship(
        back_populates="batch", order_by="Sitting.starts_at"
    )
    rooms: Mapped[list["Room"]] = relationship(back_populates="batch", order_by="Room.number")
    duties: Mapped[list["Duty"]] = relationship(back_populates="batch", order_by="Duty.id")
    steps: Mapped[list["BatchStep"]] = relationship(back_populates="batch", order_by="BatchStep.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        return f"{self.year}年第{self.seq}批 · {LEVEL_SHORT[self.level]}"


class Sitting(Model):
    """One component of a batch at its time."""

    __tablename__ = "sitting"
    __table_args__ = (UniqueConstraint("batch_id", "component"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    component: Mapped[Component] = mapped_column(Choice(Component))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    batch: Mapped[Batch] = relationship(back_populates="sittings")


class Room(Model):
    """An examination room of a batch's site."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    number: Mapped[int]
    name: Mapped[str]
    capacity: Mapped[int]
    batch: Mapped[Batch] = relationship(back_populates="rooms")


class Duty(Model):
    """Who does what in a batch; keeps the reports that allowed it.

    report: the qualification; meeting: recusal and what else the features above asked.
    """

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("batch_id", "person_id", "role"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    report: Mapped[dict[str, Any] | None]
    meeting: Mapped[list[Any]] = mapped_column(default=list)
    assigned_by: Mapped[str]
    assigned_at: Mapped[datetime]
    batch: Mapped[Batch] = relationship(back_populates="duties")
    person: Mapped[Person] = relationship(lazy="joined")


class BatchStep(Model):
    """When a batch should reach a state, and when it did."""

    __tablename__ = "batch_step"
    __table_args__ = (UniqueConstraint("batch_id", "state"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    state: Mapped[BatchState] = mapped_column(Choice(BatchState))
    due_on: Mapped[date | None]
    entered_at: Mapped[datetime | None]
    entered_by: Mapped[str | None]
    batch: Mapped[Batch] = relationship(back_populates="steps")
