"""Tables of certificates: what is printed is stored before it is signed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.states import CertificateState, FilingState


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


class Certificate(Model):
    """One certificate. `printed_sealed` holds the canonical JSON of every printed field."""

    __tablename__ = "certificate"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
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
    pdf_uuid: Mapped[str | None]
    issued_by: Mapped[str]
    issued_at: Mapped[datetime]
    revoked_by: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    batch: Mapped[Batch] = relationship()
    registration: Mapped[Registration] = relationship()

    __mapper_args__ = {"version_id_col": version}
