"""Verbs of blueprints. Each change keeps what was there before as a revision."""

from datetime import datetime
from decimal import Decimal

from examsys.audit import service as audit
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid
from examsys.papers.events import PapersEvent
from examsys.papers.facts import blueprint_facts
from examsys.papers.models import Blueprint, BlueprintRevision
from examsys.papers.plans import Plan
from examsys.rules.finding import Verdict
from examsys.rules.paper import BLUEPRINT
from examsys.rules.states import Component, components_of


def write_blueprint(
    level: int, component: Component, plan: Plan, *, actor: Actor, at: datetime
) -> Blueprint:
    """raises: Invalid with every fault."""
    if component not in components_of(level):
        raise Invalid("这个等级没有这一考核项目。")
    require_sound_plan(plan, at=at)
    blueprint = Blueprint(level=level, component=component, active=True)
    _fill(blueprint, plan, number=1, actor=actor, at=at)
    db.session.add(blueprint)
    db.session.flush()
    _record(PapersEvent.BLUEPRINT_WRITTEN, blueprint, actor=actor, at=at)
    return blueprint


def change_blueprint(
    blueprint: Blueprint, plan: Plan, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """raises: Stale; Invalid with every fault; Conflict when nothing changed."""
    expect_version(blueprint, version)
    require_sound_plan(plan, at=at)
    if plan_of(blueprint) == plan:
        raise Conflict("内容没有变化，没有生成新版本。")
    _fill(blueprint, plan, number=len(blueprint.revisions) + 1, actor=actor, at=at)
    _record(PapersEvent.BLUEPRINT_CHANGED, blueprint, actor=actor, at=at)


def set_active(blueprint: Blueprint, *, active: bool, actor: Actor, at: datetime) -> None:
    """Offer a blueprint for draws, or no longer."""
    if blueprint.active is active:
        raise Conflict("组卷方案已是这个状态，请刷新页面。")
    blueprint.active = active
    event = PapersEvent.BLUEPRINT_RESTORED if active else PapersEvent.BLUEPRINT_RETIRED
    _record(event, blueprint, actor=actor, at=at)


def plan_of(blueprint: Blueprint | BlueprintRevision) -> Plan:
    return Plan.from_json(blueprint.title, blueprint.minutes, blueprint.spec)


def require_sound_plan(plan: Plan, *, at: datetime) -> None:
    """raises: Invalid with every fault of a plan, the bank aside."""
    report = BLUEPRINT.examine(blueprint_facts(plan, on=clock.day_of(at)))
    wrong = [found.message for found in report.findings if found.verdict is not Verdict.PASS]
    shares = plan.difficulty
    if shares and sum(shares.values(), Decimal(0)) != 100:
        wrong.append(f"各级难度比例合计为 {sum(shares.values(), Decimal(0))}，应为 100。")
    if wrong:
        raise Invalid("".join(wrong))


def _fill(blueprint: Blueprint, plan: Plan, *, number: int, actor: Actor, at: datetime) -> None:
    blueprint.title, blueprint.minutes, blueprint.spec = plan.title, plan.minutes, plan.as_json()
    blueprint.changed_by, blueprint.changed_at = actor.name, at
    revision = BlueprintRevision(
        number=number,
        title=plan.title,
        minutes=plan.minutes,
        spec=plan.as_json(),
        changed_by=actor.name,
        changed_at=at,
    )
    blueprint.revisions.append(revision)


def _record(event: PapersEvent, blueprint: Blueprint, *, actor: Actor, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"blueprint:{blueprint.id}",
        at=at,
        detail={
            "level": blueprint.level,
            "component": blueprint.component.value,
            "revision": len(blueprint.revisions),
        },
    )
