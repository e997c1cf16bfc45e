"""Tables of regime versions: shape and constraints, no decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from examsys.kernel.db import Model


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
