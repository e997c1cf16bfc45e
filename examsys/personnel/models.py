"""Tables of the personnel register: shape and constraints, no decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.appointing import NoteKind, Result
from examsys.rules.assessing import Basis, Phrase, Voice
from examsys.rules.states import AppointmentState
from examsys.rules.verifying import Verification


class Person(Model):
    """Somebody the agency works with. None in a declaration or a `…_known` = not yet asked."""

    __tablename__ = "person"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    name: Mapped[str] = mapped_column(index=True)
    name_key: Mapped[str] = mapped_column(index=True)
    id_number_sealed: Mapped[bytes]
    id_number_index: Mapped[bytes] = mapped_column(unique=True)
    id_number_last4: Mapped[str]
    phone_sealed: Mapped[bytes | None]
    phone_last4: Mapped[str | None]
    employer: Mapped[str] = mapped_column(default="")
    education: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    full_time: Mapped[bool] = mapped_column(default=False)
    political_declaration: Mapped[bool | None]
    ethics_declaration: Mapped[bool | None]
    professional_assessment: Mapped[bool | None]
    declared_on: Mapped[date | None]
    certificates_known: Mapped[bool] = mapped_column(default=False)
    titles_known: Mapped[bool] = mapped_column(default=False)
    work_known: Mapped[bool] = mapped_column(default=False)
    violations_known: Mapped[bool] = mapped_column(default=False)
    expert_pools: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    certificates: Mapped[list["PersonCertificate"]] = relationship(
        back_populates="person", order_by="PersonCertificate.issued_on"
    )
    titles: Mapped[list["Title"]] = relationship(
        back_populates="person", order_by="Title.granted_on"
    )
    work_periods: Mapped[list["WorkPeriod"]] = relationship(
        back_populates="person", order_by="WorkPeriod.started_on"
    )
    agreements: Mapped[list["Agreement"]] = relationship(
        back_populates="person", order_by="Agreement.signed_on"
    )
    violations: Mapped[list["Violation"]] = relationship(
        back_populates="person", order_by="Violation.committed_on"
    )
    assessments: Mapped[list["Assessment"]] = relationship(
        back_populates="person", order_by="Assessment.id"
    )
    record_checks: Mapped[list["RecordCheck"]] = relationship(
        back_populates="person", order_by="RecordCheck.id"
    )
    files: Mapped[list["PaperFile"]] = relationship(
        back_populates="person", order_by="PaperFile.id"
    )
    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="person", order_by="Appointment.since"
    )

    __mapper_args__ = {"version_id_col": version}


class Proven:
    """A paper that a scan shows and a second person compares with it."""

    evidence_uuid: Mapped[str | None]
    entered_by: Mapped[str] = mapped_column(default="")
    verification: Mapped[Verification] = mapped_column(
        Choice(Verification), default=Verification.UNVERIFIED
    )
    verified_by: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    verification_note: Mapped[str] = mapped_column(default="")


class PersonCertificate(Proven, Model):
    """A certificate a person holds; kind as in the rulebook's facts."""

    __tablename__ = "person_certificate"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    occupation: Mapped[str]
    kind: Mapped[str]
    level: Mapped[int | None]
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="valid")
    person: Mapped[Person] = relationship(back_populates="certificates")


class Title(Proven, Model):
    """A professional title (职称): its own major and the day it was obtained."""

    __tablename__ = "title"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    rank: Mapped[str]
    major: Mapped[str]
    granted_on: Mapped[date | None]
    proposal: Mapped[dict[str, Any] | None]
    equivalence: Mapped[dict[str, Any] | None]
    person: Mapped[Person] = relationship(back_populates="titles")


class WorkPeriod(Proven, Model):
    """A span of work. `ended_on` is the last day included; None = still there."""

    __tablename__ = "work_period"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    employer: Mapped[str]
    duty: Mapped[str] = mapped_column(default="")
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    person: Mapped[Person] = relationship(back_populates="work_periods")


class PaperFile(Model):
    """One scan of a paper; the newest counts, earlier ones stay. kind: as in the address."""

    __tablename__ = "paper_file"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    row_id: Mapped[int]
    file_uuid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sha256: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    person: Mapped[Person] = relationship(back_populates="files")


class Assessment(Model):
    """One phrase of the notice's sentence, declared by the person or judged by somebody."""

    __tablename__ = "assessment"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    phrase: Mapped[Phrase] = mapped_column(Choice(Phrase))
    voice: Mapped[Voice] = mapped_column(Choice(Voice))
    answer: Mapped[bool]
    assessor: Mapped[str]
    given_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    person: Mapped[Person] = relationship(back_populates="assessments")


class RecordCheck(Model):
    """On what basis the list of violations is complete."""

    __tablename__ = "record_check"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    basis: Mapped[Basis] = mapped_column(Choice(Basis))
    given_on: Mapped[date]
    file_uuid: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    person: Mapped[Person] = relationship(back_populates="record_checks")


class Agreement(Model):
    """A confidentiality agreement with this agency; `until` is the last day in force."""

    __tablename__ = "agreement"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    signed_on: Mapped[date]
    until: Mapped[date]
    file_uuid: Mapped[str | None]
    person: Mapped[Person] = relationship(back_populates="agreements")


class Violation(Model):
    """A violation on record; overturned ones stay but no longer count."""

    __tablename__ = "violation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    committed_on: Mapped[date]
    kind: Mapped[str]
    overturned: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    person: Mapped[Person] = relationship(back_populates="violations")


class Appointment(Model):
    """One person, one role, one term; keeps the report it was decided on.

    Proposed by one, decided by another. previous_id: the term before, of the same office.
    """

    __tablename__ = "appointment"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(index=True)
    level: Mapped[int | None]
    state: Mapped[AppointmentState] = mapped_column(Choice(AppointmentState))
    since: Mapped[date]
    until: Mapped[date]
    report: Mapped[dict[str, Any]]
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    proposed_by: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    suspended_on: Mapped[date | None]
    suspend_reason: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    person: Mapped[Person] = relationship(back_populates="appointments")
    notes: Mapped[list["AppointmentNote"]] = relationship(
        back_populates="appointment",
        order_by="AppointmentNote.happened_on, AppointmentNote.id",
    )


class AppointmentNote(Model):
    """A training, an annual assessment or a sanction during a term."""

    __tablename__ = "appointment_note"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    kind: Mapped[NoteKind] = mapped_column(Choice(NoteKind))
    happened_on: Mapped[date]
    hours: Mapped[int | None]
    result: Mapped[Result | None] = mapped_column(Choice(Result))
    words: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    appointment: Mapped[Appointment] = relationship(back_populates="notes")
