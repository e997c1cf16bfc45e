"""Opinions and declarations phrase by phrase, and the basis of an empty record."""

from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Invalid
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries, service
from examsys.personnel.paperforms import AssessmentForm, RecordForm
from examsys.personnel.views.blueprint import bp, crumbs


@bp.route("/<int:person_id>/assess", methods=["GET", "POST"])
@allow("personnel.change")
def assess(person_id: int) -> ResponseReturnValue:
    person, form = queries.person(person_id), AssessmentForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.assess(person, form.said(), actor=actor(), at=clock.now())
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("声明或意见已登记。")
            return see_other("personnel.show", person_id=person_id, _anchor="assessments")
    return form_page(
        "personnel/scan.html",
        form,
        title=f"登记声明和意见 {person.name}",
        person=person,
        lead="通知第一（二）项的每一句分别登记；同一句以出具日期最近的为准。",
        button="登记",
        crumbs=crumbs("登记声明和意见", person=person),
    )


@bp.route("/<int:person_id>/check-record", methods=["GET", "POST"])
@allow("personnel.change")
def check_record(person_id: int) -> ResponseReturnValue:
    person, form = queries.person(person_id), RecordForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.check_record(
                    person,
                    basis=form.chosen_basis,
                    given_on=form.given_on.data,
                    scan=form.chosen() if form.has_file else None,
                    actor=actor(),
                    at=clock.now(),
                )
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("查询依据已登记。")
            return see_other("personnel.show", person_id=person_id, _anchor="assessments")
    return form_page(
        "personnel/scan.html",
        form,
        title=f"登记无纪录依据 {person.name}",
        person=person,
        lead="查到的违法违纪、犯罪和不良行为纪录须先逐条登记；这里登记其余没有纪录的依据。",
        button="登记",
        crumbs=crumbs("登记无纪录依据", person=person),
    )
