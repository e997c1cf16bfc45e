"""Asking for the correction of a settled result, and deciding about it."""

from flask import request
from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.batches import queries as batches
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.scoring import queries, service
from examsys.scoring.forms import DecisionForm, MarkForm
from examsys.scoring.views.blueprint import bp, crumbs


@bp.route("/scripts/<int:script_id>/correct", methods=["GET", "POST"])
@allow("scoring.correct")
def correct(script_id: int) -> ResponseReturnValue:
    script, form = queries.script(script_id), MarkForm.bind()
    batch = batches.batch(script.batch_id)
    form.mark.label.text, form.reason.label.text = "更正后的成绩", "更正原因"
    if form.accepted():
        try:
            with unit_of_work():
                service.ask_correction(
                    batch,
                    script,
                    form.chosen,
                    reason=form.reason.data,
                    actor=actor(),
                    at=clock.now(),
                )
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("更正申请已提交，由机构负责人审批后生效。")
            return see_other("scoring.results", batch_id=batch.id)
    return form_page(
        "scoring/correct.html",
        form,
        title=f"申请更正 {script.registration.candidate.name}",
        crumbs=crumbs(batch, "申请更正"),
        batch=batch,
        script=script,
    )


@bp.route("/corrections/<int:correction_id>/decide", methods=["GET", "POST"])
@allow("scoring.publish")
def decide(correction_id: int) -> ResponseReturnValue:
    correction, form = queries.correction(correction_id), DecisionForm.bind()
    batch = batches.batch(correction.script.batch_id)
    if form.accepted():
        accept = form.act.data == "accept"
        with unit_of_work():
            service.decide_correction(
                batch,
                correction,
                accept=accept,
                decision=form.decision.data,
                version=form.shown_version,
                actor=actor(),
                at=clock.now(),
            )
        say("已同意更正，新成绩生效。" if accept else "已不予更正，成绩不变。")
        return see_other("scoring.results", batch_id=batch.id)
    if request.method == "GET":
        form.version.data = str(correction.version)
    return form_page(
        "scoring/decide.html",
        form,
        title=f"审批更正 {correction.script.registration.candidate.name}",
        crumbs=crumbs(batch, "审批更正"),
        batch=batch,
        correction=correction,
        names=accounts.names([correction.asked_by]),
    )
