"""Tables of certificates: what is printed is stored before it is signed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.batches.models import Batch
from examsys.candidates.models import Candidate, Registration
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.states import CertificateState, FilingState, IssueState

PENDING = text("state = 'pending'")
LIVE = text("state IN ('reserved', 'issued')")


class SerialCounter(Model):
    """The last serial given per site, year and level; moved only inside the issuing unit."""

    __tablename__ = "serial_counter"
    __table_args__ = (UniqueConstraint("site_id", "year", "level"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    year: Mapped[int]
    level: Mapped[int]
    last: Mapped[int]


class Acceptance(Model):
    """The authority accepted the results of a batch."""

    __tablename__ = "acceptance"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    receipt_no: Mapped[str]
    accepted_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    batch: Mapped[Batch] = relationship()


class IssueRequest(Model):
    """Certificates somebody prepared, for somebody else to approve; one open per batch."""

    __tablename__ = "issue_request"
    __table_args__ = (
        Index(
            "uq_issue_request_pending",
            "batch_id",
            unique=True,
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    state: Mapped[IssueState] = mapped_column(Choice(IssueState))
    registration_ids: Mapped[list[Any]]
    requested_by: Mapped[str]
    requested_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    job_uuid: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Upload(Model):
    """One sheet of certificate data for 上网备案, and the authority's receipt for it."""

    __tablename__ = "certificate_upload"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    file_uuid: Mapped[str]
    sha256: Mapped[str]
    count: Mapped[int]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    receipt_no: Mapped[str] = mapped_column(default="")
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    batch: Mapped[Batch] = relationship()


class Certificate(Model):
    """One certificate. `printed_sealed` holds the canonical JSON of every printed field."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index(
            "uq_certificate_live",
            "candidate_id",
            "occupation_id",
            "level",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("issue_request.id"), index=True)
    occupation_id: Mapped[int] = mapped_column(ForeignKey("occupation.id"))
    level: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    check_code: Mapped[str]
    name: Mapped[str] = mapped_column(index=True)
    printed_sealed: Mapped[bytes]
    printed_sha256: Mapped[str]
    issued_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[CertificateState] = mapped_column(Choice(CertificateState), index=True)
    filing: Mapped[FilingState] = mapped_column(Choice(FilingState))
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_upload.id"), index=True)
    pdf_uuid: Mapped[str | None]
    issued_by: Mapped[str]  # who prepared it
    approved_by: Mapped[str]
    issued_at: Mapped[datetime]
    revoked_by: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()
    registration: Mapped[Registration] = relationship()
    candidate: Mapped[Candidate] = relationship()
    upload: Mapped[Upload | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class AssignedNumber(Model):
    """The number and the printed day of issue that the province assigned to somebody."""

    __tablename__ = "assigned_number"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    issued_on: Mapped[date]
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()


class Withheld(Model):
    """Why somebody who passed gets no certificate."""

    __tablename__ = "certificate_withheld"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    reason: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()
