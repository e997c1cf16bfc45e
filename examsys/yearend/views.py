"""Screens of year-end reports: list, build, the figures and the records behind them, signing."""

from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.exports import download
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import calendar
from examsys.parameters import queries as parameters
from examsys.rules.states import LEVELS, Component, label
from examsys.yearend import making, queries, service
from examsys.yearend.examining import examined
from examsys.yearend.figures import PEOPLE, WORDS, behind
from examsys.yearend.forms import BuildForm, ReasonForm, SealForm
from examsys.yearend.models import YearReport

bp = Blueprint("yearend", __name__, url_prefix="/yearend")
blueprints = (bp,)


def _crumbs(*rest: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("年度报告", url_for("yearend.index")), *rest]


def _trail(report: YearReport, last: str) -> list[tuple[str, str | None]]:
    return _crumbs(
        (making.title(report), url_for("yearend.show", report_id=report.id)), (last, None)
    )


@bp.get("/")
@allow("yearend.read")
def index() -> ResponseReturnValue:
    today = clock.today()
    month, day = str(parameters.value("annual_report.due", on=today)).split("-")
    due = today.replace(month=int(month), day=int(day))
    days = calendar.working_days()
    return page(
        "yearend/index.html",
        title="年度报告",
        reports=queries.reports(),
        kinds=queries.KINDS,
        due=due,
        days_left=days.between(today, due),
        caution=days.caution(due),
        sealed=queries.last_sealed(today.year, kind=queries.ANNUAL),
    )


@bp.route("/new", methods=["GET", "POST"])
@allow("yearend.build")
def new() -> ResponseReturnValue:
    form = BuildForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                report = service.build_report(
                    form.year.data or 0,
                    cut_off=form.cut_off.data or clock.today(),
                    actor=actor(),
                    at=clock.now(),
                )
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("报告已编制，下一步：核对数据后由机构负责人审核签发。")
            return see_other("yearend.show", report_id=report.id)
    if request.method == "GET":
        form.suggest(clock.today())
    return form_page("yearend/new.html", form, title="编制年度报告",
                     crumbs=_crumbs(("编制", None)))  # fmt: skip


@bp.get("/<int:report_id>/")
@allow("yearend.read")
def show(report_id: int) -> ResponseReturnValue:
    report = queries.report(report_id)
    on = clock.day_of(report.sealed_at) if report.sealed_at else clock.today()
    return page(
        "yearend/show.html",
        title=making.title(report),
        crumbs=_crumbs((making.title(report), None)),
        report=report,
        found=report.figures,
        kinds=queries.KINDS,
        words=WORDS,
        bank_words=making.BANK_WORDS,
        examined=examined(report.figures, on=on),
    )


@bp.get("/<int:report_id>/records")
@allow("yearend.read")
def records(report_id: int) -> ResponseReturnValue:
    """The people that one number counts."""
    report, args = queries.report(report_id), request.args
    what, level = args.get("what", ""), args.get("level", type=int)
    component = args.get("component", "")
    if what not in (*WORDS, "present"):
        raise Missing("没有这项数据。请从报告页面选择。")
    rows = behind(report.figures, what, level=level, component=component)
    known = what in PEOPLE or what == "present"
    return page(
        "yearend/records.html",
        title=_words(what, component)
        + (f" · {LEVELS[level]}" if level and level in LEVELS else ""),
        crumbs=_trail(report, "所计人员"),
        report=report,
        rows=rows if known else [],
        known=known,
    )


def _words(what: str, component: str) -> str:
    if what != "present":
        return WORDS[what]
    if component not in set(Component):
        raise Missing("没有这个考核项目。请从报告页面选择。")
    return f"{label(Component(component))}到考"


@bp.get("/<int:report_id>/report.pdf")
@allow("yearend.read")
def paper(report_id: int) -> ResponseReturnValue:
    """The report to read or print; ID numbers by their last four, a draft says so."""
    report = queries.report(report_id)
    draft = report.sealed_at is None
    on = clock.today() if report.sealed_at is None else clock.day_of(report.sealed_at)
    note = f"\n{report.audit_size}\n{report.audit_root}\n" if report.audit_root else "\n"
    content = making.pdf(report, on=on, draft=draft, note=note)
    return download(content, f"{making.title(report).replace(' ', '')}.pdf")


@bp.route("/<int:report_id>/seal", methods=["GET", "POST"])
@allow("yearend.seal")
def seal(report_id: int) -> ResponseReturnValue:
    report, form = queries.report(report_id), SealForm.bind()
    if form.accepted():
        with unit_of_work():
            service.seal_report(
                report,
                actor=actor(),
                at=clock.now(),
                base=_base(),
                version=form.shown_version,
            )
        say("报告已签发，数据包可以下载报送。")
        return see_other("yearend.show", report_id=report_id)
    if request.method == "GET":
        form.version.data = str(report.version)
    return form_page("yearend/seal.html", form, title=f"签发 {making.title(report)}", report=report,
                     found=report.figures, words=WORDS,
                     crumbs=_trail(report, "签发"))  # fmt: skip


@bp.route("/<int:report_id>/package", methods=["GET", "POST"])
@allow("yearend.build")
def package(report_id: int) -> ResponseReturnValue:
    report, form = queries.report(report_id), ReasonForm.bind()
    if form.accepted():
        content = service.take_package(
            report, reason=form.reason.data or "", actor=actor(), at=clock.now()
        )
        return download(content, service.file_name(report))
    return form_page("yearend/package.html", form, title="下载签名数据包", report=report,
                     crumbs=_trail(report, "下载"))  # fmt: skip


@bp.get("/report-public.pem")
@allow("yearend.read")
def public_key() -> ResponseReturnValue:
    """The key with which anybody checks a package; published once, outside the package."""
    keys: Any = current_app.extensions["keys"]
    pem = keys.public_material()["report-public.pem"]
    return download(pem, "report-public.pem", media_type="application/x-pem-file")


def _base() -> str:
    settings: Any = current_app.config["SETTINGS"]
    return str(settings.public_url or request.host_url).rstrip("/")
