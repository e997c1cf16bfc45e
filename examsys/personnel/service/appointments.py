"""Appointing people to roles, and ending it."""

from datetime import date, datetime, timedelta
from typing import Any

from examsys.audit import service as audit
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.parameters import queries as parameters
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import Appointment, Person
from examsys.personnel.service.qualifications import require_qualified
from examsys.rules.states import LEVEL_SHORT, AppointmentState
from examsys.rules.worktime import add_months

ROLES = {
    "examiner": "考评员",
    "item_writer": "命题专家",
    "supervisor": "督导员",
    "duty_expert": "值班专家",
    "invigilator": "监考员",
}
# Roles that the notice has conditions for; the others are only kept on the register.
RULED = ("examiner", "item_writer")


def appoint(
    person: Person, *, role: str, level: int | None, since: date, actor: Actor, at: datetime
) -> Appointment:
    """Appoint for a term; examiners and item writers by level, judged on the first day.

    raises: Invalid for a role or level that cannot be; Conflict when the report does not pass or
    an appointment to the same role still runs on that day.
    """
    _sound(role, level)
    until = term_end(role, since)
    _refuse_overlap(person, role, level, since=since, until=until)
    if until < clock.day_of(at):
        raise Invalid(f"自 {since} 起的聘期已于 {until} 届满，请核对聘任起始日。")
    report: dict[str, Any] = {}
    if level is not None:
        report = require_qualified(person, role=role, level=level, on=since)
    appointment = Appointment(
        person=person,
        role=role,
        level=level,
        state=AppointmentState.ACTIVE,
        since=since,
        until=until,
        report=report,
        decided_by=actor.name,
        decided_at=at,
    )
    db.session.add(appointment)
    db.session.flush()
    _record(
        PersonnelEvent.APPOINTED,
        appointment,
        actor=actor,
        at=at,
        role=role,
        level=level,
        since=since.isoformat(),
        until=until.isoformat(),
    )
    return appointment


def end_appointment(appointment: Appointment, *, reason: str, actor: Actor, at: datetime) -> None:
    """End it today. raises: Conflict when it ended before."""
    if appointment.state is not AppointmentState.ACTIVE:
        raise Conflict("这项聘任已经解除。")
    if not reason:
        raise Invalid("请填写解聘原因。")
    appointment.state = AppointmentState.ENDED
    appointment.ended_on, appointment.end_reason = clock.day_of(at), reason
    _record(PersonnelEvent.APPOINTMENT_ENDED, appointment, actor=actor, at=at, reason=reason)


def term_end(role: str, since: date) -> date:
    """The last day of a term that begins on `since`."""
    key = "supervisor.term_months" if role == "supervisor" else "examiner.term_months"
    return add_months(since, int(parameters.value(key, on=since))) - timedelta(days=1)


def _sound(role: str, level: int | None) -> None:
    if role not in ROLES:
        raise Invalid("没有这个岗位，请重新选择。")
    if role in RULED and level not in LEVEL_SHORT:
        raise Invalid(f"聘任{ROLES[role]}须选择等级。")
    if role not in RULED and level is not None:
        raise Invalid(f"{ROLES[role]}不分等级，请不要选择等级。")


def _refuse_overlap(
    person: Person, role: str, level: int | None, *, since: date, until: date
) -> None:
    for held in person.appointments:
        running = held.state is AppointmentState.ACTIVE and (held.role, held.level) == (role, level)
        if running and held.since <= until and since <= held.until:
            raise Conflict(
                f"{person.name}自 {held.since} 至 {held.until} 已聘为{title_of(role, level)}，"
                "期满前无需重复聘任。"
            )


def title_of(role: str, level: int | None) -> str:
    """三级考评员, 督导员."""
    return (LEVEL_SHORT[level] if level else "") + ROLES[role]


def _record(
    event: PersonnelEvent, held: Appointment, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"person:{held.person_id}",
        at=at,
        detail={"appointment": held.id, **detail},
    )
