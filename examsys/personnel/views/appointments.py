"""Appointing, and ending it."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import facts, queries, service
from examsys.personnel.forms import AppointForm, ReasonForm, asked_day
from examsys.personnel.views.blueprint import bp, crumbs


@bp.route("/<int:person_id>/appoint", methods=["GET", "POST"])
@allow("personnel.appoint")
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
                held = service.appoint(
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
            say(f"已聘任{person.name}为{service.title_of(held.role, held.level)}。")
            return see_other("personnel.show", person_id=person_id, _anchor="appointments")
    return form_page(
        "personnel/appoint.html",
        form,
        title=f"聘任 {person.name}",
        crumbs=crumbs("聘任", person=person),
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


@bp.route("/<int:person_id>/appointments/<int:row_id>/end", methods=["GET", "POST"])
@allow("personnel.appoint")
def end_appointment(person_id: int, row_id: int) -> ResponseReturnValue:
    held = queries.appointment(row_id)
    if held.person_id != person_id:
        raise Missing("没有这条聘任记录。")
    person, form = held.person, ReasonForm.bind()
    form.reason.label.text = "解聘原因"
    word = service.title_of(held.role, held.level)
    if form.accepted():
        with unit_of_work():
            service.end_appointment(held, reason=form.reason.data, actor=actor(), at=clock.now())
        say(f"{person.name}的{word}聘任已解除。", "wait")
        return see_other("personnel.show", person_id=person_id, _anchor="appointments")
    return form_page(
        "personnel/reason.html",
        form,
        title=f"解聘 {person.name}",
        person=person,
        lead=f"解除{word}的聘任（{held.since} 至 {held.until}），自今天起生效，不能撤回。",
        button="解除聘任",
        tone="danger",
        crumbs=crumbs("解聘", person=person),
    )
