"""Who serves in a batch, and in which rooms."""

from flask import request
from flask.typing import ResponseReturnValue

from examsys.batches import queries, service
from examsys.batches.forms import DutyForm, RoomsForm
from examsys.batches.views.blueprint import bp, crumbs
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.forms import choices
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries as personnel


@bp.route("/<int:batch_id>/duties", methods=["GET", "POST"])
@allow("batches.staff")
def duties(batch_id: int) -> ResponseReturnValue:
    batch, form = queries.batch(batch_id), DutyForm.bind()
    people = personnel.all_people()
    form.person_id.choices = choices((p.id, f"{p.name}（{p.employer}）") for p in people)
    form.role.choices = choices(service.duties.ROLES.items())
    if form.accepted():
        try:
            with unit_of_work():
                person = personnel.person(form.person_id.data)
                service.assign_duty(batch, person, form.role.data, actor=actor(), at=clock.now())
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("已安排。")
            return see_other("batches.duties", batch_id=batch_id)
    trail = crumbs(batch.number, batch, "考务人员")
    closed = batch.state in service.duties.CLOSED
    return form_page("batches/duties.html", form, title=f"考务人员 {batch.title}", batch=batch,
                     roles=service.duties.ROLES, crumbs=trail, open=not closed)  # fmt: skip


@bp.post("/<int:batch_id>/duties/<int:duty_id>/remove")
@allow("batches.staff")
def remove_duty(batch_id: int, duty_id: int) -> ResponseReturnValue:
    duty = queries.duty(duty_id)
    if duty.batch_id != batch_id:
        raise Missing("没有这条考务安排。")
    with unit_of_work():
        service.remove_duty(duty, actor=actor(), at=clock.now())
    say("已移除。")
    return see_other("batches.duties", batch_id=batch_id)


@bp.route("/<int:batch_id>/rooms", methods=["GET", "POST"])
@allow("batches.staff")
def rooms(batch_id: int) -> ResponseReturnValue:
    batch, form = queries.batch(batch_id), RoomsForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.set_rooms(batch, form.parsed(), actor=actor(), at=clock.now())
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("考场已保存。")
            return see_other("batches.show", batch_id=batch_id)
    if request.method == "GET":
        form.rooms.data = "\n".join(f"{room.name}，{room.capacity}" for room in batch.rooms)
    trail = crumbs(batch.number, batch, "考场")
    return form_page("batches/rooms.html", form, title=f"考场 {batch.title}", batch=batch,
                     crumbs=trail)  # fmt: skip
