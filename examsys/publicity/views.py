"""Screens of notices for the office, and the public pages under /notices/."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.accounts import queries as accounts
from examsys.kernel import clock, throttle
from examsys.kernel.db import db
from examsys.kernel.exports import table_file
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, form_page, page, public, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import calendar
from examsys.parameters import queries as parameters
from examsys.publicity import queries, service
from examsys.publicity.forms import (
    DecisionForm,
    NoticeForm,
    ObjectionForm,
    PublishForm,
    ReasonForm,
)
from examsys.publicity.models import Notice, Objection
from examsys.rules.states import NoticeState, label

bp = Blueprint("publicity", __name__, url_prefix="/publicity")
notices = Blueprint("notices", __name__, url_prefix="/notices")
blueprints = (bp, notices)

OUTCOMES = {"upheld": "异议成立", "dismissed": "异议不成立", "explained": "已解释说明"}
SORTS = {"drafted": Notice.drafted_at, "published": Notice.published_at, "title": Notice.title}

COLUMNS = (
    "标题", "类别", "状态", "拟稿人", "拟稿时间", "发布人", "发布时间", "公示开始", "公示截止",
)  # fmt: skip


@bp.get("/")
@allow("publicity.read")
def index() -> ResponseReturnValue:
    return page(
        "publicity/index.html",
        title="公告与公示",
        listing=listing(_filtered(), sorts=SORTS, default="-drafted"),
        kinds=list(service.KINDS.items()),
        kind_words=service.KINDS,
        states=[(state.value, label(state)) for state in NoticeState],
    )


def _filtered() -> Select[Notice]:
    args = request.args
    return queries.notices(
        kind=args.get("kind", ""), state=args.get("state", ""), q=args.get("q", "")
    )


@bp.get("/export.<any(xlsx, csv):form>")
@allow("publicity.read")
def export(form: str) -> ResponseReturnValue:
    """The current filter as a table; the log says who took how many."""
    found = db.session.scalars(_filtered().order_by(Notice.drafted_at.desc(), Notice.id.desc()))
    names = accounts.everybody()
    rows = [
        (
            one.title,
            service.KINDS[one.kind],
            label(one.state),
            names.get(one.drafted_by, one.drafted_by),
            one.drafted_at,
            names.get(one.published_by or "", one.published_by),
            one.published_at,
            one.publicity_from,
            one.publicity_until,
        )
        for one in found
    ]
    with unit_of_work():
        service.record_export(len(rows), form=form, actor=actor(), at=clock.now())
    return table_file("公告", COLUMNS, rows, form=form)


@bp.route("/new", methods=["GET", "POST"])
@allow("publicity.write")
def new() -> ResponseReturnValue:
    form = _notice_form()
    if form.accepted():
        with unit_of_work():
            notice = service.draft_notice(form.text(), actor=actor(), at=clock.now())
        say("草稿已保存，下一步：由另一人审核发布。")
        return see_other("publicity.show", notice_id=notice.id)
    if request.method == "GET":
        form.kind.data = request.args.get("kind") or "announcement"
        form.batch_id.data = request.args.get("batch_id", "")
    return form_page("publicity/edit.html", form, title="拟写公告", notice=None,
                     crumbs=_crumbs("拟写公告"))  # fmt: skip


@bp.get("/<int:notice_id>/")
@allow("publicity.read")
def show(notice_id: int) -> ResponseReturnValue:
    notice = queries.notice(notice_id)
    until = notice.publicity_until
    return page(
        "publicity/show.html",
        title=notice.title,
        notice=notice,
        kind=service.KINDS[notice.kind],
        caution=calendar.working_days().caution(until) if until else "",
        unchanged=notice.body_sha256 in (None, service.fingerprint(notice)),
        outcomes=OUTCOMES,
        crumbs=_crumbs(notice.title),
    )


@bp.route("/<int:notice_id>/edit", methods=["GET", "POST"])
@allow("publicity.write")
def edit(notice_id: int) -> ResponseReturnValue:
    notice = queries.notice(notice_id)
    form = _notice_form(notice)
    if form.accepted():
        with unit_of_work():
            service.change_notice(
                notice, form.text(), version=form.shown_version, actor=actor(), at=clock.now()
            )
        say("草稿已保存。")
        return see_other("publicity.show", notice_id=notice_id)
    return form_page("publicity/edit.html", form, title="修改公告", notice=notice,
                     crumbs=_crumbs("修改公告"))  # fmt: skip


@bp.route("/<int:notice_id>/publish", methods=["GET", "POST"])
@allow("publicity.publish")
def publish(notice_id: int) -> ResponseReturnValue:
    notice, form = queries.notice(notice_id), PublishForm.bind()
    if form.accepted():
        with unit_of_work():
            service.publish_notice(
                notice, actor=actor(), at=clock.now(), days_wd=form.days_wd.data or 0
            )
        say("公告已发布，任何人都可以在公告栏看到。")
        return see_other("publicity.show", notice_id=notice_id)
    if request.method == "GET":
        default = parameters.value("publicity.days_wd", on=clock.today())
        form.days_wd.data = default if notice.kind == "results" else 0
    return form_page("publicity/publish.html", form, title="审核发布", notice=notice,
                     crumbs=_crumbs("审核发布"))  # fmt: skip


@bp.route("/<int:notice_id>/withdraw", methods=["GET", "POST"])
@allow("publicity.publish")
def withdraw(notice_id: int) -> ResponseReturnValue:
    notice, form = queries.notice(notice_id), ReasonForm.bind()
    if form.accepted():
        with unit_of_work():
            service.withdraw_notice(notice, reason=form.reason.data, actor=actor(), at=clock.now())
        say("公告已撤下。", "wait")
        return see_other("publicity.show", notice_id=notice_id)
    return form_page("publicity/withdraw.html", form, title="撤下公告", notice=notice,
                     crumbs=_crumbs("撤下公告"))  # fmt: skip


@bp.get("/objections/")
@allow("publicity.objections")
def objections() -> ResponseReturnValue:
    query = queries.objections(open_only=request.args.get("state") == "open")
    rows = listing(query, sorts={"received": Objection.received_at}, default="-received")
    return page("publicity/objections.html", title="公示异议", listing=rows, outcomes=OUTCOMES,
                crumbs=_crumbs("公示异议"))  # fmt: skip


@bp.route("/objections/<int:objection_id>", methods=["GET", "POST"])
@allow("publicity.objections")
def decide(objection_id: int) -> ResponseReturnValue:
    objection, form = queries.objection(objection_id), DecisionForm.bind()
    form.offer(OUTCOMES)
    if form.accepted():
        with unit_of_work():
            service.decide_objection(
                objection,
                outcome=form.outcome.data,
                decision=form.decision.data or "",
                actor=actor(),
                at=clock.now(),
            )
        say("异议已处理。")
        return see_other("publicity.objections")
    return form_page("publicity/decide.html", form, title="处理异议", objection=objection,
                     outcomes=OUTCOMES, crumbs=_crumbs("处理异议"))  # fmt: skip


@notices.get("/")
@public
def board() -> ResponseReturnValue:
    rows = listing(
        queries.public_notices(), sorts={"published": Notice.published_at}, default="-published"
    )
    return page("publicity/board.html", title="公告与公示", listing=rows, kinds=service.KINDS)


@notices.route("/<uuid>/", methods=["GET", "POST"])
@public
def read(uuid: str) -> ResponseReturnValue:
    notice, form = queries.published(uuid), ObjectionForm.bind()
    today, until = clock.today(), notice.publicity_until
    in_period = until is not None and today <= until
    if in_period and form.accepted():
        throttle.hit(f"objection:{actor().ip}", limit=5, within_seconds=3600, at=clock.now())
        with unit_of_work():
            service.receive_objection(
                notice,
                name=form.name.data or "",
                phone=form.phone.data or "",
                text=form.text.data or "",
                actor=actor(),
                at=clock.now(),
            )
        say("异议已收到，评价机构将在规定期限内处理并答复。")
        return see_other("notices.read", uuid=uuid)
    return form_page("publicity/read.html", form, title=notice.title, notice=notice,
                     in_period=in_period, kinds=service.KINDS)  # fmt: skip


def _notice_form(notice: Notice | None = None) -> NoticeForm:
    form = NoticeForm.bind(obj=notice)
    form.offer()
    if request.method == "GET":
        form.version.data = str(notice.version) if notice else ""
        form.batch_id.data = str(notice.batch_id or "") if notice else ""
    return form


def _crumbs(last: str) -> list[tuple[str, str | None]]:
    return [("公告与公示", url_for("publicity.index")), (last, None)]
