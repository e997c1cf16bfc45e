"""Planning a batch and changing the plan."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from examsys.agency import queries as agency
from examsys.audit import service as audit
from examsys.batches.events import BatchEvent
from examsys.batches.models import Batch, BatchStep, Sitting
from examsys.batches.schedule import due_dates
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version, new_uuid
from examsys.kernel.errors import Conflict, Invalid
from examsys.parameters import calendar
from examsys.parameters import queries as parameters
from examsys.rules.states import LEVELS, BatchState, Component, components_of

MINUTES_KEY = {
    Component.THEORY: "exam.theory_minutes",
    Component.SKILL: "exam.skill_minutes",
    Component.REVIEW: "exam.review_minutes",
}


@dataclass(frozen=True, slots=True)
class PlanInput:
    """What a plan says. starts: when each component begins on the examination day."""

    level: int
    site_id: int
    planned_count: int
    registration_from: date
    registration_until: date
    exam_on: date
    starts: dict[Component, time]
    note: str = ""


def plan_batch(plan: PlanInput, *, actor: Actor, at: datetime) -> Batch:
    """raises: Invalid when the dates or times contradict each other; Conflict for a level that
    is not on file or a site that is closed."""
    _check(plan)
    year = plan.exam_on.year
    seq = (db.session.scalar(select(func.max(Batch.seq)).where(Batch.year == year)) or 0) + 1
    batch = Batch(
        uuid=new_uuid(),
        year=year,
        seq=seq,
        number=f"{year}-{seq:02d}",
        occupation=agency.occupation(),
        site=agency.site(plan.site_id),
        level=plan.level,
        state=BatchState.PLANNED,
        planned_count=plan.planned_count,
        registration_from=plan.registration_from,
        registration_until=plan.registration_until,
        exam_on=plan.exam_on,
        note=plan.note,
        created_by=actor.name,
        created_at=at,
    )
    db.session.add(batch)
    _arrange(batch, plan, on=clock.day_of(at))
    db.session.flush()
    audit.record(
        BatchEvent.BATCH_PLANNED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"number": batch.number, "level": batch.level, "exam_on": str(batch.exam_on)},
    )
    return batch


def change_plan(
    batch: Batch, plan: PlanInput, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """raises: Stale; Conflict once the plan is on file; Invalid."""
    expect_version(batch, version)
    if batch.state is not BatchState.PLANNED:
        raise Conflict("计划已备案，不能再改。需要调整时请取消本批次后重新制定计划。")
    _check(plan)
    if plan.exam_on.year != batch.year:
        raise Invalid(f"本批次编号属于 {batch.year} 年，考试日不能移到其他年份。")
    batch.level, batch.site = plan.level, agency.site(plan.site_id)
    batch.planned_count, batch.note = plan.planned_count, plan.note
    batch.registration_from = plan.registration_from
    batch.registration_until, batch.exam_on = plan.registration_until, plan.exam_on
    for old in (*batch.sittings, *batch.steps):
        db.session.delete(old)
    db.session.flush()
    db.session.expire(batch, ["sittings", "steps"])
    _arrange(batch, plan, on=clock.day_of(at))
    audit.record(BatchEvent.BATCH_CHANGED, actor=actor, subject=f"batch:{batch.id}", at=at)


def _check(plan: PlanInput) -> None:
    if plan.registration_until < plan.registration_from:
        raise Invalid("报名截止日早于报名开始日，请核对。")
    if plan.exam_on <= plan.registration_until:
        raise Invalid("考试日应在报名截止日之后，请核对。")
    if plan.planned_count < 1:
        raise Invalid("计划人数至少为 1。")
    if plan.level not in {filed.level for filed in agency.filed_levels()}:
        raise Conflict(f"{LEVELS[plan.level]} 尚未备案，不能安排认定。")
    if not agency.site(plan.site_id).active:
        raise Conflict("这个考点已停用，请选择其他考点。")
    missing = [c for c in components_of(plan.level) if c not in plan.starts]
    if missing:
        raise Invalid("每个考核项目都要填写开始时间。")


def _arrange(batch: Batch, plan: PlanInput, *, on: date) -> None:
    """Sittings with the minutes in force, and the day each step is due."""
    for component in components_of(plan.level):
        start = plan.starts[component]
        batch.sittings.append(
            Sitting(
                component=component,
                starts_at=clock.instant(plan.exam_on, start.hour, start.minute),
                minutes=parameters.value(MINUTES_KEY[component], on=on),
            )
        )
    due = due_dates(
        exam_on=plan.exam_on,
        registration_from=plan.registration_from,
        registration_until=plan.registration_until,
        filing_lead_wd=parameters.value("plan.filing_lead_wd", on=on),
        publish_target_wd=parameters.value("score.publish_target_wd", on=on),
        calendar=calendar.working_days(),
    )
    for state, day in due.items():
        batch.steps.append(BatchStep(state=state, due_on=day))
