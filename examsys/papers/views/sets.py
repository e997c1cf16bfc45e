"""Screens of paper sets: list, draw, show, approve, withdraw, prove the draw."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.audit import queries as log
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Missing
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, form_page, may, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.papers import queries, service, tables
from examsys.papers.forms import DrawForm, ReasonForm, WithdrawForm
from examsys.papers.models import Blueprint, PaperSet
from examsys.papers.printing import documents_of
from examsys.papers.views.blueprint import bp, crumbs
from examsys.rules.states import LEVELS, Component, PaperState, components_of, label

SORTS = {
    "drawn": (PaperSet.drawn_at, PaperSet.id),
    "exam": (Batch.exam_on, PaperSet.id),
    "state": (PaperSet.state, PaperSet.id),
}


@bp.get("/")
@allow("papers.read")
def index() -> ResponseReturnValue:
    args = request.args
    query = queries.paper_sets(
        level=args.get("level", type=int),
        component=args.get("component", ""),
        state=args.get("state", ""),
        batch_id=args.get("batch_id", type=int),
    )
    rows = listing(query, sorts=SORTS, default="-drawn")
    ahead = [one for one in batches.open_batches() if one.state in service.BEFORE]
    return page(
        "papers/index.html",
        title="试卷",
        listing=rows,
        kinds=queries.KIND_WORDS,
        names=accounts.names([row.drawn_by for row in rows.rows]),
        levels=list(LEVELS.items()),
        components=[(one.value, label(one)) for one in Component],
        states=[(one.value, label(one)) for one in PaperState],
        ahead=ahead,
        standing=queries.standing([one.id for one in ahead]),
        components_of=components_of,
    )


@bp.route("/draw/<int:batch_id>/<component>", methods=["GET", "POST"])
@allow("papers.draw")
def draw(batch_id: int, component: str) -> ResponseReturnValue:
    batch, part = batches.batch(batch_id), _component(component)
    offered = queries.active_blueprints(batch.level, part)
    form = DrawForm.bind()
    if form.accepted():
        chosen = _chosen(offered, form.blueprint_id.data)
        who, at = actor(), clock.now()
        drawn = service.prepare_draw(
            batch, part, chosen, fresh=bool(form.fresh.data), actor=who, at=at
        )
        with unit_of_work():
            made = service.keep_draw(drawn, batch, chosen, actor=who, at=at)
        say("主卷和备用卷已组成并封存，下一步：由另一人审定。")
        return see_other("papers.show", set_id=made.id)
    return _draw_page(batch, part, offered, form)


@bp.get("/<int:set_id>/")
@allow("papers.read")
def show(set_id: int) -> ResponseReturnValue:
    found = queries.paper_set(set_id)
    history = log.about(f"set:{found.id}")
    openings = [event for form in found.forms for event in log.about(f"paper:{form.number}")]
    events = sorted([*history, *openings], key=lambda event: event.id, reverse=True)
    people = {event.actor for event in events} | {found.drawn_by, found.approved_by or ""}
    inside = may("papers.draw") or may("papers.approve")
    return page(
        "papers/show.html",
        title=f"{found.batch.title} · {label(found.component)}试卷",
        paper_set=found,
        kinds=queries.KIND_WORDS,
        documents=documents_of(found),
        two_way={form.kind: tables.two_way(form) for form in found.forms},
        spread=tables.spread(found),
        details={form.kind: list(tables.details(form)) for form in found.forms} if inside else {},
        events=events,
        names=accounts.names(sorted(people)),
        own=found.drawn_by == actor().name,
        movable=found.batch.state in service.BEFORE,
        crumbs=crumbs(f"{found.batch.title} · {label(found.component)}"),
    )


@bp.post("/<int:set_id>/approve")
@allow("papers.approve")
def approve(set_id: int) -> ResponseReturnValue:
    found, version = queries.paper_set(set_id), request.form.get("version", type=int)
    with unit_of_work():
        service.approve_set(found, version=version, actor=actor(), at=clock.now())
    say("试卷已审定，可以按规定启封制卷。")
    return see_other("papers.show", set_id=set_id)


@bp.route("/<int:set_id>/withdraw", methods=["GET", "POST"])
@allow("papers.withdraw")
def withdraw(set_id: int) -> ResponseReturnValue:
    found, form = queries.paper_set(set_id), WithdrawForm.bind()
    if request.method == "GET":
        form.version.data = str(found.version)
    if form.accepted():
        with unit_of_work():
            service.withdraw_set(
                found,
                reason=form.reason.data or "",
                version=form.shown_version,
                actor=actor(),
                at=clock.now(),
            )
        say("试卷已作废，可以重新组卷。", "wait")
        return see_other("papers.show", set_id=set_id)
    return form_page(
        "papers/withdraw.html", form, title="作废试卷", paper_set=found, crumbs=crumbs("作废试卷")
    )


@bp.route("/<int:set_id>/verify", methods=["GET", "POST"])
@allow("papers.verify")
def verify(set_id: int) -> ResponseReturnValue:
    found, form = queries.paper_set(set_id), ReasonForm.bind()
    if form.accepted():
        who, at = actor(), clock.now()
        proof = service.verify_draw(found, reason=form.reason.data or "", actor=who, at=at)
        with unit_of_work():
            service.record_proof(found, proof, actor=who, at=at)
        if proof.holds:
            say("复核一致：用封存的随机种子和当时的备选题重新抽取，得到完全相同的主卷和备用卷。")
        else:
            say("复核不一致：重新抽取的结果与封存的试卷不同，请停用这套试卷并报告审计员。", "fail")
        return see_other("papers.show", set_id=set_id)
    return form_page(
        "papers/verify.html", form, title="复核组卷", paper_set=found, crumbs=crumbs("复核组卷")
    )


def _draw_page(
    batch: Batch, part: Component, offered: Sequence[Blueprint], form: DrawForm
) -> ResponseReturnValue:
    chosen = _chosen(offered, request.args.get("blueprint_id", "")) if offered else None
    at, tried, refusal = clock.now(), None, ""
    terms = service.terms_of(batch, part, on=clock.day_of(at))
    if chosen is not None:
        form.blueprint_id.data = str(chosen.id)
        try:
            service.require_drawable(batch, part, chosen)
            plan = service.plan_of(chosen)
            tried = service.preview(plan, batch.level, part, terms=terms, at=at)
        except Conflict as conflict:
            refusal = str(conflict)
    title = f"组卷：{batch.title} · {label(part)}"
    return form_page(
        "papers/draw.html",
        form,
        title=title,
        batch=batch,
        component=part,
        offered=offered,
        options=[(one.id, one.title) for one in offered],
        chosen=chosen,
        preview=tried,
        refusal=refusal,
        terms=terms,
        withdrawn=queries.draws(batch.id, part),
        crumbs=crumbs(title),
    )


def _chosen(offered: Sequence[Blueprint], wanted: str | None) -> Blueprint:
    """The blueprint asked for, else the latest. raises: Missing."""
    found = next((one for one in offered if str(one.id) == wanted), None)
    if found is None and (wanted or not offered):
        raise Missing("没有这个组卷方案，或它已停用。请重新选择。")
    return found or offered[0]


def _component(word: str) -> Component:
    """raises: Missing."""
    if word not in set(Component):
        raise Missing("没有这一考核项目。")
    return Component(word)
