"""Build and sign year-end reports. Callers open the unit of work."""

from datetime import date, datetime

from examsys.audit import checkpoints
from examsys.audit import service as audit
from examsys.kernel import clock, files, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.scoring import queries as scoring
from examsys.scoring import service as scores
from examsys.yearend import making, package, queries
from examsys.yearend.counting import Window
from examsys.yearend.events import ReportEvent
from examsys.yearend.examining import wrong_figures
from examsys.yearend.figures import figures
from examsys.yearend.models import YearReport

ZIP = "application/zip"


def build_report(year: int, *, cut_off: date, actor: Actor, at: datetime) -> YearReport:
    """Count the year up to a day; a draft of the same kind is counted anew.

    The first report of a year is the annual one; once that is signed, a supplement.
    raises: Invalid, Conflict.
    """
    before = queries.last_sealed(year)
    _check_days(year, cut_off, before, on=clock.day_of(at))
    kind = queries.SUPPLEMENT if before else queries.ANNUAL
    counted = figures(Window(year, cut_off), kind=kind, before=before.figures if before else None)
    report = queries.draft(year, kind)
    if report is None:
        report = YearReport(year=year, kind=kind)
        db.session.add(report)
    report.cut_off, report.figures = cut_off, counted
    report.built_by, report.built_at = actor.name, at
    db.session.flush()
    totals = report.figures["totals"]
    audit.record(
        ReportEvent.BUILT,
        actor=actor,
        subject=f"report:{report.id}",
        at=at,
        detail={
            "years": year,
            "on": cut_off.isoformat(),
            "people": totals["participated"]["value"],
            "rows": len(report.figures["list"]),
        },
    )
    return report


def seal_report(
    report: YearReport, *, actor: Actor, at: datetime, base: str = "", version: int | None = None
) -> YearReport:
    """Sign a report; whoever built it may not. base: the public address its links begin with.

    raises: NotAllowed, Conflict with everything that does not add up.
    """
    if report.sealed_at is not None:
        raise Conflict("这份报告已经签发，内容不能再改；之后的情况请编制补充报告。")
    if report.built_by == actor.name:
        raise NotAllowed("报告由本人编制，须由另一人审核签发。")
    if version is not None:
        expect_version(report, version)
    counted = scoring.confirmed_batches(year=report.year)
    scores.require_unchanged(counted, act="报告不能签发")
    if wrong := wrong_figures(report.figures, on=clock.day_of(at)):
        raise Conflict("报告还不能签发：" + "".join(wrong))
    point = checkpoints.take("report", at)
    assert point is not None, "the log holds at least the building of this report"
    report.sealed_by, report.sealed_at = actor.name, at
    report.audit_size, report.audit_root = point.size, point.root
    content = _package(report, note=point.note, base=base, at=at)
    kept = files.keep(content, name=file_name(report), media_type=ZIP, purpose="report", at=at)
    report.package_uuid, report.package_sha256 = kept.uuid, kept.sha256
    audit.record(
        ReportEvent.SEALED,
        actor=actor,
        subject=f"report:{report.id}",
        at=at,
        detail={
            "sha256": kept.sha256,
            "rows": len(report.figures["list"]),
            "on": str(report.cut_off),
        },
    )
    return report


def take_package(report: YearReport, *, reason: str, actor: Actor, at: datetime) -> bytes:
    """The signed package, with full ID numbers: logged before it is handed over; own unit.

    raises: Conflict before the report is signed.
    """
    if report.package_uuid is None:
        raise Conflict("报告尚未签发，还没有签名数据包。请先由机构负责人审核签发。")
    uuid, subject = report.package_uuid, f"report:{report.id}"
    audit.disclose(
        ReportEvent.DOWNLOADED,
        actor=actor,
        subject=subject,
        at=at,
        reason=reason,
        detail={"rows": len(report.figures["list"]), "sha256": report.package_sha256},
    )
    return files.read(files.kept_file(uuid, purpose="report"))


def export_draft(report: YearReport, *, base: str, actor: Actor, at: datetime) -> bytes:
    """A signed package of a report that nobody has approved: last four digits only, says so."""
    note = checkpoints.last()
    made = making.files_of(
        report, on=clock.day_of(at), base=base, numbers=None, note=note.note if note else "无\n"
    )
    stated = making.statement(
        report,
        status="draft",
        by="",
        at=at,
        size=note.size if note else 0,
        root=note.root if note else "",
    )
    audit.record(ReportEvent.EXPORTED, actor=actor, subject=f"report:{report.id}", at=at)
    return package.pack(made, key=pii.keys().report, statement=stated)


def file_name(report: YearReport) -> str:
    return f"{making.title(report).replace(' ', '')}-截至{report.cut_off}.zip"


def _package(report: YearReport, *, note: str, base: str, at: datetime) -> bytes:
    numbers = making.id_numbers(report.figures)
    made = making.files_of(report, on=clock.day_of(at), base=base, numbers=numbers, note=note)
    stated = making.statement(
        report,
        status="sealed",
        by=report.sealed_by or "",
        at=at,
        size=report.audit_size or 0,
        root=report.audit_root or "",
    )
    return package.pack(made, key=pii.keys().report, statement=stated)


def _check_days(year: int, cut_off: date, before: YearReport | None, *, on: date) -> None:
    if cut_off > on:
        raise Invalid(f"数据截止日 {cut_off} 晚于今日 {on}，请改为今日或更早。")
    if cut_off < date(year, 1, 1):
        raise Invalid(f"数据截止日 {cut_off} 早于 {year} 年，请改为该年内的日期。")
    if before is None and cut_off.year != year:
        raise Invalid(f"年度报告的数据截止日须在 {year} 年内，请改为 {year}-12-31 或更早。")
    if before is not None and cut_off <= before.cut_off:
        raise Conflict(
            f"{year} 年的报告已签发，截至 {before.cut_off}；补充报告的数据截止日须在其后。"
        )
