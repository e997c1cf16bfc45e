"""Who serves in a batch, and in which rooms."""

from collections.abc import Sequence
from datetime import datetime

from examsys.audit import service as audit
from examsys.batches import gates
from examsys.batches.events import BatchEvent
from examsys.batches.models import Batch, Duty, Room
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.personnel import service as personnel
from examsys.personnel.models import Person
from examsys.rules.states import BatchState

ROLES = {
    "panel_leader": "考评组长",
    "examiner": "考评员",
    "invigilator": "监考员",
    "supervisor": "内部督导员",
    "outside_supervisor": "外部督导员（主管部门选派）",
    "duty_expert": "值班专家",
}
PANEL = {"panel_leader", "examiner"}
# The outside one is chosen by the authority: on record here, never appointed. source: domain §5.5.
SUPERVISORS = {"supervisor", "outside_supervisor"}
CLOSED = {
    BatchState.SCORING,
    BatchState.PUBLICITY,
    BatchState.CERTIFYING,
    BatchState.ARCHIVED,
    BatchState.CANCELLED,
}


def assign_duty(batch: Batch, person: Person, role: str, *, actor: Actor, at: datetime) -> Duty:
    """Give a person a duty; the panel must be qualified for the level on the examination day.

    raises: Conflict when unqualified, doubled, bound to a candidate, or when the supervisor would
    watch their own work.
    """
    _open(batch)
    held = {duty.role for duty in batch.duties if duty.person_id == person.id}
    if role in held or (role in PANEL and held & PANEL):
        raise Conflict(f"{person.name} 在本批次已担任{'、'.join(ROLES[r] for r in held)}。")
    if held and SUPERVISORS & (held | {role}):
        raise Conflict(f"{person.name} 不能既督导又参与本批次的考评或监考。")
    report = None
    if role in PANEL:
        report = personnel.require_qualified(
            person, role="examiner", level=batch.level, on=batch.exam_on
        )
    duty = Duty(
        batch=batch,
        person=person,
        role=role,
        report=report,
        meeting=_may_meet(batch, person, role),
        assigned_by=actor.name,
        assigned_at=at,
    )
    db.session.add(duty)
    db.session.flush()
    audit.record(
        BatchEvent.DUTY_ASSIGNED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"person": person.id, "role": role},
    )
    return duty


def _may_meet(batch: Batch, person: Person, role: str) -> list[dict[str, object]]:
    """returns: the reports to keep with the duty. raises: Conflict with what stands against it."""
    reports = gates.on_duty(batch, person, role)
    against = "".join(personnel.reasons(report) for report in reports if not report.passed)
    if against:
        raise Conflict(f"{person.name}不能担任本批次{ROLES[role]}：{against}")
    return [report.as_json() for report in reports]


def remove_duty(duty: Duty, *, actor: Actor, at: datetime) -> None:
    batch = duty.batch
    _open(batch)
    audit.record(
        BatchEvent.DUTY_REMOVED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"person": duty.person_id, "role": duty.role},
    )
    batch.duties.remove(duty)
    db.session.delete(duty)


def set_rooms(
    batch: Batch, rooms: Sequence[tuple[str, int]], *, actor: Actor, at: datetime
) -> None:
    """Name the rooms and their seats anew; rooms: (name, capacity) in order.

    raises: Conflict once seats are given; Invalid.
    """
    if batch.state not in {
        BatchState.PLANNED,
        BatchState.FILED,
        BatchState.ANNOUNCED,
        BatchState.REGISTERING,
        BatchState.REVIEWING,
    }:
        raise Conflict("座位已编排，考场不能再改。")
    if not rooms or any(not name or seats < 1 for name, seats in rooms):
        raise Invalid("每个考场都要有名称和至少 1 个座位。")
    for room in list(batch.rooms):
        db.session.delete(room)
    db.session.flush()
    db.session.expire(batch, ["rooms"])
    for number, (name, seats) in enumerate(rooms, start=1):
        batch.rooms.append(Room(number=number, name=name, capacity=seats))
    db.session.flush()
    audit.record(
        BatchEvent.ROOMS_SET,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"rooms": [[name, seats] for name, seats in rooms]},
    )


def _open(batch: Batch) -> None:
    if batch.state in CLOSED:
        raise Conflict("考试已结束或批次已取消，考务人员不能再改。")
