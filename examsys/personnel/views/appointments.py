"""Proposing, deciding, suspending, ending; and what is noted of a term."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import facts, queries, service
from examsys.personnel.forms import AppointForm, NoteForm, ReasonForm, asked_day
from examsys.personnel.models import Appointment
from examsys.personnel.views.blueprint import bp, crumbs


@bp.route("/<int:person_id>/appoint", methods=["GET", "POST"])
@allow("personnel.propose")
def appoint(person_id: int) -> ResponseReturnValue:
    """The report first; the button only where it passes. A GET carries role, level and day."""
    person, today = queries.whole_person(person_id), clock.today()
    source = request.form if request.method == "POST" else request.args
    form = AppointForm.bind(
        role=source.get("role", "examiner"),
        level=source.get("level", "3"),
        since=asked_day(source.get("since"), today),
    )
    if form.accepted():
        try:
            with unit_of_work():
                held = service.propose(
                    person,
                    role=form.role.data,
                    level=form.level_asked,
                    since=form.since.data,
                    actor=actor(),
                    at=clock.now(),
                )
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            word = service.title_of(held.role, held.level)
            say(f"已提名{person.name}为{word}，下一步：由机构负责人批准。")
            return see_other("personnel.show", person_id=person_id, _anchor="appointments")
    return form_page(
        "personnel/appoint.html",
        form,
        title=f"提名聘任 {person.name}",
        crumbs=crumbs("提名聘任", person=person),
        person=person,
        **_judged(person, form),
    )


def _judged(person: Any, form: AppointForm) -> dict[str, Any]:
    """The report for what the form asks, and the last day of the term."""
    known = form.role.data in service.ROLES and form.since.data is not None
    level = form.level_asked
    ruled = known and form.role.data in service.RULED
    report = None
    if ruled and level:
        day = form.since.data
        readings = queries.readings(on=day)
        report = facts.report_on(
            person, role=form.role.data, level=level, on=day, readings=readings
        )
    return {
        "report": report,
        "may_appoint": known and (report.passed if report else not ruled),
        "until": service.term_end(form.role.data, form.since.data) if known else None,
        "chosen": service.title_of(form.role.data, level) if known else "",
    }


@dataclass(frozen=True, slots=True)
class Act:
    """One act on an appointment that needs a reason."""

    verb: Callable[..., None]
    title: str
    label: str
    lead: str
    button: str
    tone: str
    said: str


ACTS = {
    "end": Act(service.end_appointment, "解聘", "解聘原因", "自今天起解除聘任，不能撤回。",
               "解除聘任", "danger", "聘任已解除"),
    "suspend": Act(service.suspend_appointment, "暂停聘任", "暂停原因",
                   "自今天起不能派遣、安排考务或命题，恢复以前一直有效。",
                   "暂停聘任", "danger", "聘任已暂停"),
    "resume": Act(service.resume_appointment, "恢复聘任", "恢复原因",
                  "按今天重新核对资格，通过后恢复。", "恢复聘任", "primary", "聘任已恢复"),
    "decline": Act(service.decline_appointment, "不同意聘任", "不同意的原因",
                   "这项提名不再办理，需要时重新提名。", "不同意", "danger", "提名已退回"),
}  # fmt: skip


@bp.post("/<int:person_id>/appointments/<int:row_id>/approve")
@allow("personnel.appoint")
def approve_appointment(person_id: int, row_id: int) -> ResponseReturnValue:
    held = _held(person_id, row_id)
    with unit_of_work():
        service.approve_appointment(held, actor=actor(), at=clock.now())
    say(f"已聘任{held.person.name}为{service.title_of(held.role, held.level)}。")
    return see_other("personnel.show", person_id=person_id, _anchor="appointments")


@bp.route(
    "/<int:person_id>/appointments/<int:row_id>/<any(end, suspend, resume, decline):act>",
    methods=["GET", "POST"],
)
@allow("personnel.appoint")
def change_appointment(person_id: int, row_id: int, act: str) -> ResponseReturnValue:
    held, chosen = _held(person_id, row_id), ACTS[act]
    person, form = held.person, ReasonForm.bind()
    form.reason.label.text = chosen.label
    word = service.title_of(held.role, held.level)
    if form.accepted():
        with unit_of_work():
            chosen.verb(held, reason=form.reason.data, actor=actor(), at=clock.now())
        say(f"{person.name}的{word}{chosen.said}。", "pass" if act == "resume" else "wait")
        return see_other("personnel.show", person_id=person_id, _anchor="appointments")
    return form_page(
        "personnel/reason.html",
        form,
        title=f"{chosen.title} {person.name}",
        person=person,
        lead=f"{word}（{held.since} 至 {held.until}）。{chosen.lead}",
        button=chosen.button,
        tone=chosen.tone,
        crumbs=crumbs(chosen.title, person=person),
    )


@bp.route("/<int:person_id>/appointments/<int:row_id>/note", methods=["GET", "POST"])
@allow("personnel.change")
def note_term(person_id: int, row_id: int) -> ResponseReturnValue:
    held, form = _held(person_id, row_id), NoteForm.bind(happened_on=clock.today())
    if form.accepted():
        try:
            with unit_of_work():
                service.note_term(held, form.said(), actor=actor(), at=clock.now())
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("聘期内记录已登记。")
            return see_other("personnel.show", person_id=person_id, _anchor="appointments")
    return form_page(
        "personnel/paper.html",
        form,
        title=f"登记聘期内记录 {held.person.name}",
        person=held.person,
        crumbs=crumbs("登记聘期内记录", person=held.person),
    )


def _held(person_id: int, row_id: int) -> Appointment:
    held = queries.appointment(row_id)
    if held.person_id != person_id:
        raise Missing("没有这条聘任记录。")
    return held
