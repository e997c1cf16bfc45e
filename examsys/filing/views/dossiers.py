"""Dossiers: made in the background, looked at, taken out, handed in, answered."""

from flask.typing import ResponseReturnValue

from examsys.filing import queries, service
from examsys.filing.forms import ReasonForm, ReplyForm, SubmitForm
from examsys.filing.views.blueprint import SHARED, bp, crumbs
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.exports import download
from examsys.kernel.forms import BaseForm
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.filinglife import CaseState


@bp.post("/<int:case_id>/dossier")
@allow("filing.write")
def make_dossier(case_id: int) -> ResponseReturnValue:
    if not BaseForm.bind().accepted():
        raise Invalid("表单内容不正确，请刷新页面后重试。")
    with unit_of_work():
        job = service.make_later(queries.case(case_id), actor=actor(), at=clock.now())
        uuid = job.uuid
    say("申报材料正在生成，完成后由机构负责人在备案页核对、下载和报送。", "info")
    return see_other("jobs.show", uuid=uuid)


@bp.get("/dossiers/<int:dossier_id>/")
@allow("filing.read")
def dossier(dossier_id: int) -> ResponseReturnValue:
    row = queries.dossier(dossier_id)
    title = f"申报材料第 {row.version_no} 版"
    return page(
        "filing/dossier.html",
        title=title,
        row=row,
        mine=row.made_by == actor().name,
        crumbs=crumbs((title, None), case=row.case),
        **SHARED,
    )


@bp.route("/dossiers/<int:dossier_id>/package", methods=["GET", "POST"])
@allow("filing.submit")
def take_dossier(dossier_id: int) -> ResponseReturnValue:
    """The whole ZIP, with full ID numbers: logged with its reason before it leaves."""
    row, form = queries.dossier(dossier_id), ReasonForm.bind()
    form.reason.label.text = "用途"
    if form.accepted():
        reason, name = form.reason.data or "", f"备案申报材料-第{row.version_no}版.zip"
        content = service.take(row, reason=reason, actor=actor(), at=clock.now())
        return download(content, name)
    return form_page(
        "filing/reason.html",
        form,
        title="下载申报材料",
        button="下载",
        back=("filing.dossier", {"dossier_id": dossier_id}),
        crumbs=crumbs(("下载", None), case=row.case),
    )


@bp.route("/dossiers/<int:dossier_id>/submit", methods=["GET", "POST"])
@allow("filing.submit")
def submit_dossier(dossier_id: int) -> ResponseReturnValue:
    row = queries.dossier(dossier_id)
    form = SubmitForm.bind(version=row.version, submitted_on=clock.today())
    if form.accepted():
        try:
            with unit_of_work():
                service.submit(
                    queries.dossier(dossier_id),
                    submitted_on=form.submitted_on.data,
                    receipt_no=form.receipt_no.data or "",
                    despite=form.despite.data or "",
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("报送已登记，这一版申报材料不再变化。")
            return see_other("filing.dossier", dossier_id=dossier_id)
        except (Conflict, Invalid, NotAllowed) as refusal:
            form.form_errors.append(str(refusal))
            row = queries.dossier(dossier_id)
    return form_page("filing/submit.html", form, title="登记报送", row=row,
                     crumbs=crumbs(("登记报送", None), case=row.case))  # fmt: skip


@bp.route("/dossiers/<int:dossier_id>/reply", methods=["GET", "POST"])
@allow("filing.submit")
def reply_dossier(dossier_id: int) -> ResponseReturnValue:
    row = queries.dossier(dossier_id)
    form = ReplyForm.bind(version=row.version, replied_on=clock.today())
    if form.accepted():
        try:
            with unit_of_work():
                service.reply(
                    queries.dossier(dossier_id),
                    CaseState(form.outcome.data),
                    replied_on=form.replied_on.data,
                    words=form.reply.data or "",
                    receipt_no=form.receipt_no.data or "",
                    category_code=form.category_code.data or "",
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("受理部门的答复已登记。")
            return see_other("filing.show", case_id=row.case_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
            row = queries.dossier(dossier_id)
    return form_page("filing/reply.html", form, title="登记答复", row=row,
                     crumbs=crumbs(("登记答复", None), case=row.case))  # fmt: skip
