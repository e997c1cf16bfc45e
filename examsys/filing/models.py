"""Tables of filings: shape and constraints, no decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.agency.models import Site
from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.applying import Scope
from examsys.rules.filinglife import CaseState, DossierState, MatterKind, MatterState


class FilingCase(Model):
    """A filing with one authority for some levels.

    category_code: what the authority gave when it accepted; never derived. valid_until: last day.
    """

    __tablename__ = "filing_case"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    scope: Mapped[Scope] = mapped_column(Choice(Scope))
    province_code: Mapped[str]
    authority: Mapped[str]
    levels: Mapped[list[Any]]
    state: Mapped[CaseState] = mapped_column(Choice(CaseState), index=True)
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    receipt_no: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    category_code: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    dossiers: Mapped[list["Dossier"]] = relationship(
        back_populates="case", order_by="Dossier.version_no"
    )

    __mapper_args__ = {"version_id_col": version}


class FilingFact(Model):
    """One answer of the applicant; columns as in `rules.applying.Fact`, None = not answered."""

    __tablename__ = "filing_fact"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("filing_case.id"), index=True)
    key: Mapped[str]
    answer: Mapped[bool | None]
    terms: Mapped[list[Any] | None]
    others: Mapped[str] = mapped_column(default="")
    accepted: Mapped[bool | None]
    accepted_reason: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    count: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FilingPaper(Model):
    """A paper behind an answer, or a material handed in with the dossier."""

    __tablename__ = "filing_paper"

    case_id: Mapped[int] = mapped_column(ForeignKey("filing_case.id"), index=True)
    key: Mapped[str]
    title: Mapped[str]
    file_uuid: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class FilingDuty(Model):
    """Who mends one line of the checklist, and by when."""

    __tablename__ = "filing_duty"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("filing_case.id"), index=True)
    key: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(index=True)


class SiteTenure(Model):
    """By what right a site is used. lease_until: the last day; None = not yet asked."""

    __tablename__ = "site_tenure"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), unique=True)
    own: Mapped[bool | None]
    lease_from: Mapped[date | None]
    lease_until: Mapped[date | None]
    monitored: Mapped[bool | None]
    file_uuid: Mapped[str | None]
    file_name: Mapped[str] = mapped_column(default="")
    file_sha256: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    site: Mapped[Site] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ReadinessDay(Model):
    """How many lines of the checklist stood how at the end of a day on which somebody looked."""

    __tablename__ = "filing_readiness"
    __table_args__ = (UniqueConstraint("case_id", "on"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("filing_case.id"), index=True)
    on: Mapped[date]
    passed: Mapped[int]
    asked: Mapped[int]
    failed: Mapped[int]
    open_keys: Mapped[list[Any]]
    kept_by: Mapped[str]
    kept_at: Mapped[datetime]


class Dossier(Model):
    """One version of what is handed in; once submitted its bytes never change.

    contents: [{name, sha256, size}] as the signed manifest lists them; passed, asked, failed: the
    checklist on the day it was made; despite: why it was handed in with lines still open.
    """

    __tablename__ = "dossier"
    __table_args__ = (UniqueConstraint("case_id", "version_no"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("filing_case.id"), index=True)
    version_no: Mapped[int]
    state: Mapped[DossierState] = mapped_column(Choice(DossierState))
    package_uuid: Mapped[str]
    package_sha256: Mapped[str]
    size: Mapped[int]
    contents: Mapped[list[Any]]
    passed: Mapped[int]
    asked: Mapped[int]
    failed: Mapped[int]
    despite: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    submitted_by: Mapped[str | None]
    submitted_on: Mapped[date | None]
    receipt_no: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    replied_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    case: Mapped[FilingCase] = relationship(back_populates="dossiers")

    __mapper_args__ = {"version_id_col": version}


class FilingMatter(Model):
    """Something to be done after a filing was accepted, with a day by which."""

    __tablename__ = "filing_matter"

    case_id: Mapped[int] = mapped_column(ForeignKey("filing_case.id"), index=True)
    kind: Mapped[MatterKind] = mapped_column(Choice(MatterKind))
    state: Mapped[MatterState] = mapped_column(Choice(MatterState), index=True)
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date] = mapped_column(index=True)
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(default="")
    reported_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    case: Mapped[FilingCase] = relationship()

    __mapper_args__ = {"version_id_col": version}
