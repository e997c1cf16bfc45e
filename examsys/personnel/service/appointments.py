"""The life of an appointment: proposed, approved by another, suspended, resumed, ended."""

from datetime import date, datetime, timedelta
from typing import Any

from examsys.audit import service as audit
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.parameters import queries as parameters
from examsys.personnel.events import PersonnelEvent as Event
from examsys.personnel.models import Appointment, Person
from examsys.personnel.service.qualifications import require_qualified, require_verified
from examsys.rules.appointing import renewal_lacks
from examsys.rules.lives import APPOINTMENT_LIFE
from examsys.rules.states import LEVEL_SHORT, AppointmentState, label
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


def propose(
    person: Person, *, role: str, level: int | None, since: date, actor: Actor, at: datetime
) -> Appointment:
    """Propose a term; examiners and item writers by level, judged on the first day.

    A term after another of the same office refers to it and asks for its records.
    raises: Invalid for a role or level that cannot be; Conflict when the report does not pass or
    an appointment to the same office runs or waits for that day.
    """
    _sound(role, level)
    until = term_end(role, since)
    _refuse_overlap(person, role, level, since=since, until=until)
    if until < clock.day_of(at):
        raise Invalid(f"自 {since} 起的聘期已于 {until} 届满，请核对聘任起始日。")
    before = _term_before(person, role, level, since=since)
    appointment = Appointment(
        person=person,
        role=role,
        level=level,
        state=AppointmentState.PROPOSED,
        since=since,
        until=until,
        report=_report(person, role, level, on=since),
        previous_id=before.id if before else None,
        proposed_by=actor.name,
        proposed_at=at,
    )
    db.session.add(appointment)
    db.session.flush()
    _record(Event.APPOINTMENT_PROPOSED, appointment, actor=actor, at=at, **_term(appointment))
    return appointment


def approve_appointment(held: Appointment, *, actor: Actor, at: datetime) -> None:
    """Put a proposal in force; the rulebook is asked again and the report kept.

    raises: NotAllowed for who proposed it; Conflict when it is decided, does not pass any more or
    rests on papers that nobody verified.
    """
    if actor.name == held.proposed_by:
        raise NotAllowed("提名人不能批准自己的提名，请由另一人批准。")
    _step(held, AppointmentState.ACTIVE, frm=AppointmentState.PROPOSED)
    held.report = _report(held.person, held.role, held.level, on=held.since)
    if held.level is not None:
        require_verified(held.person, role=held.role, level=held.level, on=held.since)
    held.decided_by, held.decided_at = actor.name, at
    _record(Event.APPOINTED, held, actor=actor, at=at, **_term(held))


def decline_appointment(held: Appointment, *, reason: str, actor: Actor, at: datetime) -> None:
    """Turn a proposal down. raises: Conflict when it is decided."""
    _step(held, AppointmentState.ENDED, frm=AppointmentState.PROPOSED, reason=reason)
    held.decided_by, held.decided_at = actor.name, at
    held.ended_on, held.end_reason = clock.day_of(at), reason
    _record(Event.APPOINTMENT_DECLINED, held, actor=actor, at=at, reason=reason)


def suspend_appointment(held: Appointment, *, reason: str, actor: Actor, at: datetime) -> None:
    """From today on nobody counts on it. raises: Conflict unless it is in force."""
    _step(held, AppointmentState.SUSPENDED, frm=AppointmentState.ACTIVE, reason=reason)
    held.suspended_on, held.suspend_reason = clock.day_of(at), reason
    _record(Event.APPOINTMENT_SUSPENDED, held, actor=actor, at=at, reason=reason)


def resume_appointment(held: Appointment, *, reason: str, actor: Actor, at: datetime) -> None:
    """Let it hold again. raises: Conflict when not suspended, or today's report does not pass."""
    _step(held, AppointmentState.ACTIVE, frm=AppointmentState.SUSPENDED, reason=reason)
    held.report = _report(held.person, held.role, held.level, on=clock.day_of(at))
    held.suspended_on, held.suspend_reason = None, ""
    _record(Event.APPOINTMENT_RESUMED, held, actor=actor, at=at, reason=reason)


def end_appointment(held: Appointment, *, reason: str, actor: Actor, at: datetime) -> None:
    """End it today. raises: Conflict when it ended before or was never in force."""
    if held.state is AppointmentState.PROPOSED:
        raise Conflict("这项聘任尚未批准，不同意的请退回提名。")
    if held.state is AppointmentState.ENDED:
        raise Conflict("这项聘任已经解除。")
    if not reason:
        raise Invalid("请填写解聘原因。")
    _step(held, AppointmentState.ENDED, reason=reason)
    held.ended_on, held.end_reason = clock.day_of(at), reason
    _record(Event.APPOINTMENT_ENDED, held, actor=actor, at=at, reason=reason)


def _step(
    held: Appointment,
    to: AppointmentState,
    *,
    frm: AppointmentState | None = None,
    reason: str | None = None,
) -> None:
    if to not in APPOINTMENT_LIFE[held.state] or frm not in (None, held.state):
        raise Conflict(f"这项聘任现在是“{label(held.state)}”，不能这样办理，请刷新页面查看。")
    if reason == "":
        raise Invalid("请填写原因。")
    held.state = to


def _report(person: Person, role: str, level: int | None, *, on: date) -> dict[str, Any]:
    if level is None:
        return {}
    return require_qualified(person, role=role, level=level, on=on)


def _term_before(
    person: Person, role: str, level: int | None, *, since: date
) -> Appointment | None:
    """The latest earlier term of the same office. raises: Conflict when its records lack."""
    served = [
        one
        for one in person.appointments
        if (one.role, one.level) == (role, level) and one.decided_at and one.since < since
        if one.state is not AppointmentState.PROPOSED
    ]
    before = max(served, key=lambda one: one.since, default=None)
    if before is None:
        return None
    notes = [(note.kind, note.result) for note in before.notes]
    if lacks := renewal_lacks(role, notes):
        raise Conflict(f"{person.name}不能续聘：{'；'.join(lacks)}。请先登记。")
    return before


def _term(held: Appointment) -> dict[str, object]:
    return {
        "role": held.role,
        "level": held.level,
        "since": held.since.isoformat(),
        "until": held.until.isoformat(),
    }


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
        open_ = held.state is not AppointmentState.ENDED
        running = open_ and (held.role, held.level) == (role, level)
        if running and held.since <= until and since <= held.until:
            raise Conflict(
                f"{person.name}自 {held.since} 至 {held.until} 已聘为{title_of(role, level)}"
                f"（{label(held.state)}），期满前无需重复聘任。"
            )


def title_of(role: str, level: int | None) -> str:
    """三级考评员, 督导员."""
    return (LEVEL_SHORT[level] if level else "") + ROLES[role]


def _record(
    event: Event, held: Appointment, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"person:{held.person_id}",
        at=at,
        detail={"appointment": held.id, **detail},
    )
