"""Reads of year-end reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.yearend import figures
from examsys.yearend.counting import Window
from examsys.yearend.models import YearReport

ANNUAL, SUPPLEMENT = "annual", "supplement"
KINDS = {ANNUAL: "年度报告", SUPPLEMENT: "补充报告"}


def report(report_id: int) -> YearReport:
    """raises: Missing."""
    found = db.session.get(YearReport, report_id)
    if found is None:
        raise Missing("没有这份年度报告。请从年度报告列表重新选择。")
    return found


def reports() -> Sequence[YearReport]:
    """Every report, the newest year and build first."""
    query = select(YearReport).order_by(YearReport.year.desc(), YearReport.id.desc())
    return db.session.scalars(query).all()


def draft(year: int, kind: str) -> YearReport | None:
    """The report of this year and kind that nobody has signed yet."""
    query = select(YearReport).where(
        YearReport.year == year, YearReport.kind == kind, YearReport.sealed_at.is_(None)
    )
    return db.session.scalar(query.order_by(YearReport.id.desc()).limit(1))


def last_sealed(year: int, *, kind: str = "") -> YearReport | None:
    """The last report of the year that was signed, of any kind unless one is named."""
    query = select(YearReport).where(YearReport.year == year, YearReport.sealed_at.is_not(None))
    if kind:
        query = query.where(YearReport.kind == kind)
    return db.session.scalar(query.order_by(YearReport.id.desc()).limit(1))


def preview(year: int, cut_off: date) -> dict[str, Any]:
    """The figures as they would be reported, without writing anything."""
    before = last_sealed(year)
    kind = SUPPLEMENT if before else ANNUAL
    return figures.figures(
        Window(year, cut_off), kind=kind, before=before.figures if before else None
    )
