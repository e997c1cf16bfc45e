"""Screens of batches: list, plan, board, filing, moves, staff, rooms."""

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.agency import queries as agency
from examsys.batches import queries, service
from examsys.batches.announcement import announcement
from examsys.batches.board import board
from examsys.batches.forms import (
    DEFAULT_STARTS,
    CancelForm,
    FilingForm,
    PlanForm,
)
from examsys.batches.models import Batch
from examsys.batches.views.blueprint import bp, crumbs
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.exports import table_file
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, form_page, may, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import calendar
from examsys.publicity import queries as publicity
from examsys.publicity import service as publicity_service
from examsys.rules.lives import BATCH_LIFE
from examsys.rules.states import LEVELS, BatchState, Component, label

SORTS = {
    "number": (Batch.year, Batch.seq),
    "exam": Batch.exam_on,
    "state": Batch.state,
    "level": Batch.level,
}
COLUMNS = (
    "批次号", "等级", "考点", "计划人数", "报名开始", "报名截止", "考试日", "状态", "下一步应于",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a state is entered by another feature's own verb, not by the plain button."""

    endpoint: str
    operation: str
    words: str


ENTERED_ELSEWHERE = {
    BatchState.FILED: Elsewhere("batches.file", "batches.approve", "审批并登记备案"),
    BatchState.SEATED: Elsewhere("candidates.seating", "candidates.seat", "去编排考场"),
    BatchState.PUBLICITY: Elsewhere("scoring.index", "scoring.read", "去登录成绩"),
    BatchState.ARCHIVED: Elsewhere("archives.index", "archives.file", "去归档"),
}


@bp.get("/")
@allow("batches.read")
def index() -> ResponseReturnValue:
    return page(
        "batches/index.html",
        part="batches/_list.html",
        title="批次",
        listing=listing(_filtered(), sorts=SORTS, default="-number"),
        years=[(year, f"{year}年") for year in queries.years()],
        levels=list(LEVELS.items()),
        states=[(state.value, label(state)) for state in BatchState],
        next_due=_next_due,
    )


def _filtered() -> Select[Batch]:
    args = request.args
    return queries.batches(
        year=args.get("year", type=int),
        level=args.get("level", type=int),
        state=args.get("state", ""),
        q=args.get("q", ""),
    )


@bp.get("/export.<any(xlsx, csv):form>")
@allow("batches.read")
def export(form: str) -> ResponseReturnValue:
    """The current filter as a table; the log says who took how many."""
    found = db.session.scalars(_filtered().order_by(Batch.year.desc(), Batch.seq.desc()))
    rows = [
        (
            one.number,
            LEVELS[one.level],
            one.site.name,
            one.planned_count,
            one.registration_from,
            one.registration_until,
            one.exam_on,
            label(one.state),
            _next_due(one),
        )
        for one in found
    ]
    with unit_of_work():
        service.record_export(len(rows), form=form, actor=actor(), at=clock.now())
    return table_file("批次", COLUMNS, rows, form=form)


def _next_due(batch: Batch) -> str:
    ahead = queries.next_state(batch)
    due = queries.due_on(batch, ahead) if ahead else None
    return f"{label(ahead)}：{due}" if ahead and due else ""


@bp.route("/new", methods=["GET", "POST"])
@allow("batches.plan")
def new() -> ResponseReturnValue:
    form = _plan_form()
    if form.accepted():
        try:
            with unit_of_work():
                batch = service.plan_batch(form.plan(), actor=actor(), at=clock.now())
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"已制定 {batch.title} 的计划，下一步：由负责人审批并登记备案。")
            return see_other("batches.show", batch_id=batch.id)
    return form_page("batches/edit.html", form, title="新增批次", batch=None, crumbs=crumbs("新增"))


@bp.get("/<int:batch_id>/")
@allow("batches.read")
def show(batch_id: int) -> ResponseReturnValue:
    batch, today = queries.batch(batch_id), clock.today()
    ahead = queries.next_state(batch)
    due = queries.due_on(batch, ahead) if ahead else None
    return page(
        "batches/show.html",
        title=batch.title,
        crumbs=crumbs(batch.number),
        batch=batch,
        board=board(batch, on=today),
        ahead=ahead,
        due=due,
        days_left=calendar.working_days().between(today, due) if due else None,
        caution=calendar.working_days().caution(due or batch.exam_on),
        reasons=queries.why_not_yet(batch, on=today),
        plain=ahead not in ENTERED_ELSEWHERE,
        elsewhere=_elsewhere(batch, ahead),
        cancellable=BatchState.CANCELLED in BATCH_LIFE[batch.state],
        notices=publicity.notices_of(batch.id),
        roles=service.duties.ROLES,
    )


def _elsewhere(batch: Batch, ahead: BatchState | None) -> tuple[str, str] | None:
    """Words and address of the place where the next step is done, for who may do it."""
    place = ENTERED_ELSEWHERE.get(ahead) if ahead else None
    if place is None or not may(place.operation):
        return None
    return place.words, url_for(place.endpoint, batch_id=batch.id)


@bp.route("/<int:batch_id>/edit", methods=["GET", "POST"])
@allow("batches.plan")
def edit(batch_id: int) -> ResponseReturnValue:
    batch = queries.batch(batch_id)
    form = _plan_form(batch)
    if form.accepted():
        try:
            with unit_of_work():
                service.change_plan(
                    batch, form.plan(), version=form.shown_version, actor=actor(), at=clock.now()
                )
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("计划已保存。")
            return see_other("batches.show", batch_id=batch_id)
    trail = crumbs(batch.number, batch, "修改计划")
    return form_page("batches/edit.html", form, title=f"修改计划 {batch.title}", batch=batch,
                     crumbs=trail)  # fmt: skip


@bp.route("/<int:batch_id>/file", methods=["GET", "POST"])
@allow("batches.approve")
def file(batch_id: int) -> ResponseReturnValue:
    batch, form = queries.batch(batch_id), FilingForm.bind()
    if form.accepted():
        with unit_of_work():
            service.record_filing(
                batch,
                filed_on=form.filed_on.data,
                receipt=form.receipt.data,
                actor=actor(),
                at=clock.now(),
            )
        say("计划已审批并登记备案。")
        return see_other("batches.show", batch_id=batch_id)
    trail = crumbs(batch.number, batch, "登记备案")
    return form_page("batches/file.html", form, title=f"登记备案 {batch.title}", batch=batch,
                     crumbs=trail)  # fmt: skip


@bp.post("/<int:batch_id>/move")
@allow("batches.plan")
def move(batch_id: int) -> ResponseReturnValue:
    batch = queries.batch(batch_id)
    try:
        to = BatchState(request.form.get("to", ""))
    except ValueError as error:
        raise Missing("没有这个状态，请刷新页面重试。") from error
    if to in ENTERED_ELSEWHERE:
        raise Conflict(f"“{label(to)}”须在对应的页面办理。")
    with unit_of_work():
        service.move(batch, to, actor=actor(), at=clock.now())
    say(f"{batch.title} 已转入“{label(to)}”。")
    return see_other("batches.show", batch_id=batch_id)


@bp.route("/<int:batch_id>/cancel", methods=["GET", "POST"])
@allow("batches.approve")
def cancel(batch_id: int) -> ResponseReturnValue:
    batch, form = queries.batch(batch_id), CancelForm.bind()
    if form.accepted():
        with unit_of_work():
            service.cancel_batch(batch, reason=form.reason.data, actor=actor(), at=clock.now())
        say(f"{batch.title} 已取消。", "wait")
        return see_other("batches.show", batch_id=batch_id)
    trail = crumbs(batch.number, batch, "取消")
    return form_page("batches/cancel.html", form, title=f"取消 {batch.title}", batch=batch,
                     crumbs=trail)  # fmt: skip


@bp.post("/<int:batch_id>/announce")
@allow("publicity.write")
def announce(batch_id: int) -> ResponseReturnValue:
    """Draft the announcement from the plan; the office reads it over on the notice's page."""
    batch = queries.batch(batch_id)
    with unit_of_work():
        notice = publicity_service.draft_notice(announcement(batch), actor=actor(), at=clock.now())
    say("已按计划生成公告草稿，请核对后交另一人发布。")
    return see_other("publicity.show", notice_id=notice.id)


def _plan_form(batch: Batch | None = None) -> PlanForm:
    form = PlanForm.bind(obj=batch)
    form.offer(
        levels=[filed.level for filed in agency.filed_levels()],
        sites=list(agency.sites(active_only=True)),
    )
    if request.method == "GET":
        starts = (
            {s.component: clock.local(s.starts_at).time() for s in batch.sittings} if batch else {}
        )
        form.theory_at.data = starts.get(Component.THEORY, DEFAULT_STARTS[Component.THEORY])
        form.skill_at.data = starts.get(Component.SKILL, DEFAULT_STARTS[Component.SKILL])
        form.review_at.data = starts.get(Component.REVIEW)
        form.version.data = str(batch.version) if batch else ""
    return form
