"""Tables of candidates: shape and constraints, no decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from examsys.batches.models import Batch, Room
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.states import Attendance, Component, RegistrationState


class Candidate(Model):
    """A natural person who registers; one row per ID number."""

    __tablename__ = "candidate"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    name: Mapped[str] = mapped_column(index=True)
    name_key: Mapped[str] = mapped_column(index=True)
    id_type: Mapped[str] = mapped_column(default="resident")
    id_number_sealed: Mapped[bytes]
    id_number_index: Mapped[bytes] = mapped_column(unique=True)
    id_number_last4: Mapped[str]
    phone_sealed: Mapped[bytes | None]
    phone_last4: Mapped[str | None]
    sex: Mapped[str]
    birth_on: Mapped[date | None]
    province: Mapped[str] = mapped_column(default="")  # the first two digits of the ID number
    employer: Mapped[str] = mapped_column(default="")
    photo_uuid: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    registrations: Mapped[list["Registration"]] = relationship(back_populates="candidate")

    __mapper_args__ = {"version_id_col": version}


class Registration(Model):
    """One candidate in one batch: facts, findings, two reviews, a seat."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("batch_id", "candidate_id"),
        UniqueConstraint("room_id", "seat_no"),
    )

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    state: Mapped[RegistrationState] = mapped_column(Choice(RegistrationState), index=True)
    source: Mapped[str] = mapped_column(default="form")
    facts: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any] | None]
    verdict: Mapped[str | None]  # the report's one word, for lists
    alternative: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    first_by: Mapped[str | None]
    first_at: Mapped[datetime | None]
    second_by: Mapped[str | None]
    second_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    seat_no: Mapped[int | None]
    ticket_no: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()
    candidate: Mapped[Candidate] = relationship(back_populates="registrations")
    room: Mapped[Room | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @validates("report")
    def _note_verdict(self, _key: str, report: dict[str, Any] | None) -> dict[str, Any] | None:
        self.verdict = report["verdict"] if report else None
        return report


class AttendanceRecord(Model):
    """Whether a registered candidate sat a component."""

    __tablename__ = "attendance_record"
    __table_args__ = (UniqueConstraint("registration_id", "component"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    component: Mapped[Component] = mapped_column(Choice(Component))
    state: Mapped[Attendance] = mapped_column(Choice(Attendance))
    note: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()
