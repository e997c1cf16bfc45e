"""Screens of blueprints: list, write, change, and whether the bank can fill them."""

from flask import request
from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.papers import queries, service
from examsys.papers.forms import BlueprintForm
from examsys.papers.models import Blueprint
from examsys.papers.plans import USUAL_DIFFICULTY
from examsys.papers.views.blueprint import bp, crumbs
from examsys.parameters import queries as parameters
from examsys.rules.states import LEVEL_SHORT, LEVELS, Component, components_of, label
from question_bank import KIND_NAMES

SORTS = {
    "level": (Blueprint.level, Blueprint.component, Blueprint.id),
    "title": (Blueprint.title, Blueprint.id),
    "changed": (Blueprint.changed_at, Blueprint.id),
}


@bp.get("/blueprints/", endpoint="blueprints")
@allow("papers.read")
def plan_list() -> ResponseReturnValue:
    level = request.args.get("level", type=int)
    query = queries.blueprints(level=level, component=request.args.get("component", ""))
    return page(
        "papers/blueprints.html",
        title="组卷方案",
        listing=listing(query, sorts=SORTS, default="-level"),
        levels=list(LEVELS.items()),
        components=[(one.value, label(one)) for one in Component],
        totals=lambda row: service.plan_of(row).total,
        starts=[(level, one) for level in (4, 3) for one in components_of(level)],
    )


@bp.route("/blueprints/new", methods=["GET", "POST"])
@allow("papers.blueprint")
def new_blueprint() -> ResponseReturnValue:
    level, component = _asked()
    form = BlueprintForm.bind()
    if request.method == "GET":
        form.show(_template(level, component))
    if form.accepted():
        try:
            with unit_of_work():
                made = service.write_blueprint(
                    level, component, form.plan(), actor=actor(), at=clock.now()
                )
            say("组卷方案已保存，下面是题库能否满足的核对结果。")
            return see_other("papers.show_blueprint", blueprint_id=made.id)
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
    name = f"{LEVEL_SHORT[level]}{label(component)}"
    return _edit_page(form, f"新编组卷方案：{name}", None)


@bp.get("/blueprints/<int:blueprint_id>/")
@allow("papers.read")
def show_blueprint(blueprint_id: int) -> ResponseReturnValue:
    found, at = queries.blueprint(blueprint_id), clock.now()
    plan, terms = service.plan_of(found), service.terms_now(on=clock.day_of(at))
    tried, refusal = None, ""
    try:
        tried = service.preview(plan, found.level, found.component, terms=terms, at=at)
    except Conflict as conflict:
        refusal = str(conflict)
    return page(
        "papers/blueprint.html",
        title=found.title,
        blueprint=found,
        plan=plan,
        preview=tried,
        refusal=refusal,
        terms=terms,
        kinds=KIND_NAMES,
        crumbs=crumbs(found.title, plans=True),
    )


@bp.route("/blueprints/<int:blueprint_id>/edit", methods=["GET", "POST"])
@allow("papers.blueprint")
def edit_blueprint(blueprint_id: int) -> ResponseReturnValue:
    found, form = queries.blueprint(blueprint_id), BlueprintForm.bind()
    if request.method == "GET":
        form.show(service.plan_of(found), found.version)
    if form.accepted():
        try:
            with unit_of_work():
                service.change_blueprint(
                    found, form.plan(), version=form.shown_version, actor=actor(), at=clock.now()
                )
            say("已保存为新版本；已经组好的试卷不受影响。")
            return see_other("papers.show_blueprint", blueprint_id=blueprint_id)
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
    return _edit_page(form, f"修改组卷方案：{found.title}", found)


@bp.post("/blueprints/<int:blueprint_id>/active")
@allow("papers.blueprint")
def activate_blueprint(blueprint_id: int) -> ResponseReturnValue:
    found, active = queries.blueprint(blueprint_id), request.form.get("active") == "yes"
    with unit_of_work():
        service.set_active(found, active=active, actor=actor(), at=clock.now())
    say("组卷方案已启用。" if active else "组卷方案已停用，不再用于组卷。")
    return see_other("papers.show_blueprint", blueprint_id=blueprint_id)


def _edit_page(form: BlueprintForm, title: str, found: Blueprint | None) -> ResponseReturnValue:
    return form_page(
        "papers/blueprint_edit.html",
        form,
        title=title,
        blueprint=found,
        crumbs=crumbs(title, plans=True),
    )


def _asked() -> tuple[int, Component]:
    """Level and component of a new blueprint. raises: Missing."""
    level = request.args.get("level", default=3, type=int)
    known = {one.value: one for one in Component}
    component = known.get(request.args.get("component", Component.THEORY.value))
    if level not in LEVELS or component not in components_of(level):
        raise Missing("没有这个等级或考核项目。请从组卷方案列表重新选择。")
    return level, component


def _template(level: int, component: Component) -> service.Plan:
    """The published composition to start from. source: domain §3.5, §3.6."""
    on = clock.today()
    return service.Plan(
        title=f"{LEVEL_SHORT[level]}{label(component)}常规方案",
        minutes=parameters.value(f"exam.{component.value}_minutes", on=on),
        sections=service.usual_sections(level, component),
        difficulty=USUAL_DIFFICULTY if component is Component.THEORY else {},
        tolerance=parameters.value("paper.difficulty_tolerance", on=on),
    )
