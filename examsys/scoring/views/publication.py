"""Confirming the results, publishing them, taking them back."""

from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.batches import queries as batches
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import calendar
from examsys.scoring import gates, queries, service
from examsys.scoring.anomalies import anomalies
from examsys.scoring.facts import lines
from examsys.scoring.forms import ConfirmForm, PublishForm, ReasonForm
from examsys.scoring.notice import notice_text
from examsys.scoring.views.blueprint import bp, crumbs
from examsys.scoring.views.results import summary, table


@bp.route("/<int:batch_id>/confirm", methods=["GET", "POST"])
@allow("scoring.resolve")
def confirm(batch_id: int) -> ResponseReturnValue:
    batch, form = batches.batch(batch_id), ConfirmForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.confirm_results(
                    batch, note=form.note.data or "", actor=actor(), at=clock.now()
                )
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("成绩结果已确认。下一步：由机构负责人公布。")
            return see_other("scoring.results", batch_id=batch_id)
    waiting = gates.unsettled(batch)
    scripts = [] if waiting else queries.results(batch_id, unpublished=True)
    return form_page(
        "scoring/confirm.html",
        form,
        title=f"核对确认 {batch.title}",
        crumbs=crumbs(batch, "核对确认"),
        batch=batch,
        waiting=waiting,
        anomalies=anomalies(lines(batch, scripts)),
        summary=summary(table(batch, scripts)),
    )


@bp.route("/<int:batch_id>/publish", methods=["GET", "POST"])
@allow("scoring.publish")
def publish(batch_id: int) -> ResponseReturnValue:
    batch, form = batches.batch(batch_id), PublishForm.bind()
    if form.accepted():
        with unit_of_work():
            service.publish_results(batch, actor=actor(), at=clock.now())
        say("成绩已公布，公示开始。任何人都可以在公告栏看到，考生可以查询本人成绩。")
        return see_other("scoring.index", batch_id=batch_id)
    book, today = queries.book(batch_id), clock.today()
    if book.confirmed_at is None or queries.published(batch):
        raise Conflict("只有已确认、尚未公布的成绩可以公布。")
    scripts = queries.results(batch_id, unpublished=True)
    days = batches.parameter(batch, "publicity.days_wd", on=today)
    known = calendar.working_days()
    until = known.add(today, days)
    return form_page(
        "scoring/publish.html",
        form,
        title=f"公布成绩 {batch.title}",
        crumbs=crumbs(batch, "公布成绩"),
        batch=batch,
        book=book,
        names=accounts.names([book.confirmed_by or ""]),
        notice=notice_text(batch, scripts, on=today),
        summary=summary(table(batch, scripts)),
        days=days,
        until=until,
        caution=known.caution(until),
    )


@bp.route("/<int:batch_id>/reopen", methods=["GET", "POST"])
@allow("scoring.publish")
def reopen(batch_id: int) -> ResponseReturnValue:
    batch, form = batches.batch(batch_id), ReasonForm.bind()
    form.reason.label.text = "退回原因"
    if form.accepted():
        with unit_of_work():
            service.reopen_results(batch, reason=form.reason.data, actor=actor(), at=clock.now())
        say("已退回重新核定，成绩不再对外显示。", "wait")
        return see_other("scoring.results", batch_id=batch_id)
    return form_page(
        "scoring/reopen.html",
        form,
        title=f"退回重新核定 {batch.title}",
        crumbs=crumbs(batch, "退回重新核定"),
        batch=batch,
        published=queries.published(batch),
    )
