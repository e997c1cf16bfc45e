"""Tables of regime versions and of registers: shape and constraints, no decisions."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.agency.models import Site
from examsys.batches.models import Batch
from examsys.kernel.db import Model
from examsys.personnel.models import Person


class RegimeVersion(Model):
    """One version of one of the 17 regimes.

    places: demanded point → article of the document that deals with it.
    withdrawn_on: the first day on which it no longer counts; of a draft, the day it was given up.
    review_on: by when the owner looks whether it still fits.
    """

    __tablename__ = "regime_version"
    __table_args__ = (
        UniqueConstraint("number", "version_no"),
        CheckConstraint("number BETWEEN 1 AND 17", name="number"),
    )

    number: Mapped[int]
    version_no: Mapped[int]
    title: Mapped[str]
    file_uuid: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    places: Mapped[dict[str, Any]]
    owner: Mapped[str]
    effective_from: Mapped[date]
    review_on: Mapped[date]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    changed_by: Mapped[str]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def approved(self) -> bool:
        return self.approved_at is not None


class Kept:
    """What every row of a register has: who entered it, and why it no longer counts."""

    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    changed_by: Mapped[str | None]
    voided_by: Mapped[str | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(default="")


class SealUse(Kept, Model):
    """公章使用: asked for by one person, approved by another, used on a day."""

    __tablename__ = "seal_use"

    document: Mapped[str]
    purpose: Mapped[str]
    copies: Mapped[int]
    applicant: Mapped[str]
    used_on: Mapped[date] = mapped_column(index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class FeeRate(Kept, Model):
    """收费标准: what one item costs from a day on. level None = every level."""

    __tablename__ = "fee_rate"

    item: Mapped[str]
    level: Mapped[int | None]
    amount_fen: Mapped[int]
    basis: Mapped[str]
    valid_from: Mapped[date] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Training(Kept, Model):
    """培训记录: a training held for people of the register."""

    __tablename__ = "training"

    topic: Mapped[str]
    held_on: Mapped[date] = mapped_column(index=True)
    hours: Mapped[Decimal]
    trainer: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    people: Mapped[list[Person]] = relationship(
        secondary="training_person", order_by=(Person.name_key, Person.id)
    )

    __mapper_args__ = {"version_id_col": version}


class TrainingPerson(Model):
    """Who took part in a training."""

    __tablename__ = "training_person"
    __table_args__ = (UniqueConstraint("training_id", "person_id"),)

    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class Drill(Kept, Model):
    """应急预案演练: what was rehearsed, what was found, when it was mended."""

    __tablename__ = "drill"

    scenario: Mapped[str]
    held_on: Mapped[date] = mapped_column(index=True)
    participants: Mapped[str]
    findings: Mapped[str]
    mended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SafetyCheck(Kept, Model):
    """考场安全检查: a site looked over line by line.

    lines: [{"line", "ok", "note"}] as the list was on that day; failed: how many were not in order.
    """

    __tablename__ = "safety_check"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    checked_on: Mapped[date] = mapped_column(index=True)
    checked_by: Mapped[str]
    lines: Mapped[list[Any]]
    failed: Mapped[int]
    mended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    site: Mapped[Site] = relationship()
    batch: Mapped[Batch | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class DutyLog(Kept, Model):
    """值班专家日志: one stretch of duty, what was asked and what was decided."""

    __tablename__ = "duty_log"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_at: Mapped[datetime] = mapped_column(index=True)
    until_at: Mapped[datetime]
    kind: Mapped[str]
    question: Mapped[str]
    decision: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}


class StaffMember(Kept, Model):
    """管理人员: who runs the agency, in which post, since when. until: the last day."""

    __tablename__ = "staff_member"

    name: Mapped[str]
    post: Mapped[str]
    since: Mapped[date] = mapped_column(index=True)
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RegisterCorrection(Model):
    """A row of a register as it stood before somebody corrected it. before: label → words."""

    __tablename__ = "register_correction"

    register: Mapped[str]
    entry_id: Mapped[int] = mapped_column(index=True)
    before: Mapped[dict[str, Any]]
    reason: Mapped[str]
    corrected_by: Mapped[str]
    corrected_at: Mapped[datetime]
