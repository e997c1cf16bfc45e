"""Tables of scores: shape and constraints, no decisions."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.kernel.db import Choice, Model
from examsys.rules.marking import Mark, MarkKind
from examsys.rules.states import Component, ResultState


class ScoreBook(Model):
    """A batch's scores as a whole: coded, confirmed, published. `note` explains anomalies.

    fingerprint: keyed digest of all results as they were confirmed.
    """

    __tablename__ = "score_book"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    coded_by: Mapped[str]
    coded_at: Mapped[datetime]
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str | None]
    published_by: Mapped[str | None]
    published_at: Mapped[datetime | None]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()

    __mapper_args__ = {"version_id_col": version}


class EntryPass(Model):
    """One reading of a component. people: logins of everybody who ever took part in it."""

    __tablename__ = "entry_pass"
    __table_args__ = (
        UniqueConstraint("batch_id", "component", "pass_no"),
        CheckConstraint("pass_no IN (1, 2)", name="pass_no"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    component: Mapped[Component] = mapped_column(Choice(Component))
    pass_no: Mapped[int]
    people: Mapped[list[Any]] = mapped_column(default=list)
    submitted_by: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


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
    corrections: Mapped[list["Correction"]] = relationship(
        back_populates="script", order_by="Correction.id"
    )

    def entry(self, pass_no: int) -> "Entry | None":
        return next((row for row in self.entries if row.pass_no == pass_no), None)


class Entry(Model):
    """One person's reading of one script. pass_no: 1 first, 2 second, 3 resolution."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("script_id", "pass_no"),
        CheckConstraint("(value IS NULL) = (mark <> 'score')", name="value"),
    )

    script_id: Mapped[int] = mapped_column(ForeignKey("script.id"), index=True)
    pass_no: Mapped[int]
    mark: Mapped[MarkKind] = mapped_column(Choice(MarkKind))
    value: Mapped[Decimal | None]
    reason: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    script: Mapped[Script] = relationship(back_populates="entries")

    __mapper_args__ = {"version_id_col": version}

    @property
    def as_mark(self) -> Mark:
        return Mark(self.mark, self.value)


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

    @property
    def as_mark(self) -> Mark:
        if self.value is not None:
            return Mark(MarkKind.SCORE, self.value)
        return Mark(MarkKind(self.state.value))


class Outcome(Model):
    """Whether a registration passed: every component at 60 or more, never an average."""

    __tablename__ = "outcome"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    passed: Mapped[bool]
    decided_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()


class Correction(Model):
    """A change of a result: asked for by one person, decided by another, both values kept."""

    __tablename__ = "correction"

    script_id: Mapped[int] = mapped_column(ForeignKey("script.id"), index=True)
    old_mark: Mapped[MarkKind] = mapped_column(Choice(MarkKind))
    old_value: Mapped[Decimal | None]
    new_mark: Mapped[MarkKind] = mapped_column(Choice(MarkKind))
    new_value: Mapped[Decimal | None]
    reason: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    decision: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    script: Mapped[Script] = relationship(back_populates="corrections")

    __mapper_args__ = {"version_id_col": version}

    @property
    def old(self) -> Mark:
        return Mark(self.old_mark, self.old_value)

    @property
    def new(self) -> Mark:
        return Mark(self.new_mark, self.new_value)
