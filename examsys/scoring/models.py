"""Tables of scores: shape and constraints, no decisions."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.candidates.models import Registration
from examsys.kernel.db import Choice, Model
from examsys.rules.states import Component, ResultState


class Script(Model):
    """One candidate's work in one component, known to markers by its blind code only."""

    __tablename__ = "script"
    __table_args__ = (UniqueConstraint("registration_id", "component"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    component: Mapped[Component] = mapped_column(Choice(Component))
    blind_code: Mapped[str] = mapped_column(unique=True)
    registration: Mapped[Registration] = relationship()
    entries: Mapped[list["Entry"]] = relationship(back_populates="script", order_by="Entry.pass_no")
    result: Mapped["Result | None"] = relationship(back_populates="script")


class Entry(Model):
    """One person's reading of one script. pass_no: 1 first, 2 second, 3 resolution."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("script_id", "pass_no"),)

    script_id: Mapped[int] = mapped_column(ForeignKey("script.id"), index=True)
    pass_no: Mapped[int]
    mark: Mapped[str]  # score, absent or violation
    value: Mapped[Decimal | None]
    reason: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    script: Mapped[Script] = relationship(back_populates="entries")

    __mapper_args__ = {"version_id_col": version}


class Result(Model):
    """What one component ended in; later changes need a reason and another approver."""

    __tablename__ = "result"

    script_id: Mapped[int] = mapped_column(ForeignKey("script.id"), unique=True)
    state: Mapped[ResultState] = mapped_column(Choice(ResultState))
    value: Mapped[Decimal | None]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    script: Mapped[Script] = relationship(back_populates="result")

    __mapper_args__ = {"version_id_col": version}


class Outcome(Model):
    """Whether a registration passed: every component at 60 or more, never an average."""

    __tablename__ = "outcome"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    passed: Mapped[bool]
    decided_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()
