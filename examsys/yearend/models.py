"""The table of year-end reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from examsys.kernel.db import Model, new_uuid


class YearReport(Model):
    """One report to the filing authority; `figures` is what was signed."""

    __tablename__ = "year_report"

    uuid: Mapped[str] = mapped_column(default=new_uuid, unique=True)
    year: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str]  # annual or supplement
    cut_off: Mapped[date]
    figures: Mapped[dict[str, Any]]
    package_uuid: Mapped[str | None]
    package_sha256: Mapped[str | None]
    built_by: Mapped[str]
    built_at: Mapped[datetime]
    sealed_by: Mapped[str | None]
    sealed_at: Mapped[datetime | None]
    audit_size: Mapped[int | None]
    audit_root: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
