"""Tables of recusal and dispatch: shape and constraints, no decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.batches.models import Batch
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.personnel.models import Person
from examsys.rules.recusal import Ruling, Tie
from examsys.rules.states import DispatchState


class DeclaredTie(Model):
    """A tie a person declared, to somebody by name or to an employer; `until` = the last day."""

    __tablename__ = "declared_tie"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    tie: Mapped[Tie] = mapped_column(Choice(Tie))
    other: Mapped[str] = mapped_column(index=True)
    other_index: Mapped[bytes | None] = mapped_column(index=True)
    other_last4: Mapped[str | None]
    since: Mapped[date]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    declared_by: Mapped[str]
    declared_at: Mapped[datetime]
    ruling: Mapped[Ruling] = mapped_column(Choice(Ruling))
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Course(Model):
    """A training course: who held it, and for whom. person_id: the teacher when on the register."""

    __tablename__ = "course"

    title: Mapped[str]
    organiser: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    ended_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    person: Mapped[Person | None] = relationship()
    trainees: Mapped[list["Trainee"]] = relationship(back_populates="course", order_by="Trainee.id")


class Trainee(Model):
    """Somebody who was trained, findable by the ID number without keeping it."""

    __tablename__ = "trainee"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    name: Mapped[str]
    id_number_index: Mapped[bytes] = mapped_column(index=True)
    id_number_last4: Mapped[str]
    course: Mapped[Course] = relationship(back_populates="trainees")


class Drawing(Model):
    """One draw of a panel: the seed and the pool it can be repeated from."""

    __tablename__ = "drawing"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    seed: Mapped[str]
    size: Mapped[int]
    pool: Mapped[list[Any]]
    left_out: Mapped[list[Any]]
    last_panel: Mapped[list[Any] | None]
    share: Mapped[str]
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime]
    batch: Mapped[Batch] = relationship()
    dispatches: Mapped[list["Dispatch"]] = relationship(
        back_populates="drawing", order_by="Dispatch.id"
    )


class Dispatch(Model):
    """One examiner sent to one batch, and what they answered."""

    __tablename__ = "dispatch"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    drawing_id: Mapped[int] = mapped_column(ForeignKey("drawing.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    state: Mapped[DispatchState] = mapped_column(Choice(DispatchState), index=True)
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("dispatch.id"))
    reason: Mapped[str] = mapped_column(default="")  # why not as drawn; empty for a drawn member
    number: Mapped[str | None] = mapped_column(unique=True)  # of the letter
    sent_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    without_cause: Mapped[bool] = mapped_column(default=False)
    answered_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    drawing: Mapped[Drawing] = relationship(back_populates="dispatches")
    batch: Mapped[Batch] = relationship()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}
