"""A batch's package of PDFs, its upload sheets with summary and receipt."""

from flask import url_for
from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.certificates import queries, service, sheet
from examsys.certificates.forms import ConfirmForm, PackageForm, ReasonForm
from examsys.certificates.views.blueprint import bp, crumbs
from examsys.kernel import clock
from examsys.kernel.errors import Invalid
from examsys.kernel.exports import download
from examsys.kernel.forms import choices
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work


@bp.route("/batch/<int:batch_id>/download", methods=["GET", "POST"])
@allow("certificates.print")
def package(batch_id: int) -> ResponseReturnValue:
    """The batch's signed PDFs as ZIP, after the reason is on record."""
    of, form = batches.batch(batch_id), PackageForm.bind()
    form.reason.label.text = "下载用途"
    form.part.choices = choices(_parts(len(queries.printed_of(batch_id))))
    if form.accepted():
        content, name = service.disclose_package(
            of, part=form.part.data, reason=form.reason.data or "", actor=actor(), at=clock.now()
        )
        return download(content, name)
    return form_page(
        "certificates/act.html",
        form,
        fields=(form.part, form.reason),
        title=f"下载证书 {of.title}",
        lead="证书上有完整身份证号，下载人、时间和用途将记入审计日志。已撤销的证书不在其中。",
        button="下载压缩包",
        tone="primary",
        back=url_for("certificates.batch", batch_id=batch_id),
        crumbs=crumbs("下载证书", batch=of),
    )


def _parts(total: int) -> list[tuple[int, str]]:
    """Which certificates each part of the package holds."""
    size = service.PACK
    return [
        (part, f"第 {first} 至 {min(first + size - 1, total)} 本")
        for part, first in enumerate(range(1, total + 1, size), start=1)
    ]


@bp.post("/batch/<int:batch_id>/uploads/new")
@allow("certificates.issue")
def new_sheet(batch_id: int) -> ResponseReturnValue:
    with unit_of_work():
        made = service.make_sheet(batches.batch(batch_id), actor=actor(), at=clock.now())
        count = made.count
    say(f"已生成 {count} 本证书的数据表。下一步：下载后上传，收到回执后登记。")
    return see_other("certificates.batch", batch_id=batch_id)


@bp.route("/uploads/<int:upload_id>/download", methods=["GET", "POST"])
@allow("certificates.print")
def get_sheet(upload_id: int) -> ResponseReturnValue:
    found, form = queries.upload(upload_id), ReasonForm.bind()
    form.reason.label.text = "下载用途"
    if form.accepted():
        content, name = service.disclose_sheet(
            found, reason=form.reason.data or "", actor=actor(), at=clock.now()
        )
        return download(content, name)
    return form_page(
        "certificates/act.html",
        form,
        fields=(form.reason,),
        title="下载证书数据表",
        lead="表中有完整身份证号，下载人、时间和用途将记入审计日志。",
        button="下载数据表",
        tone="primary",
        back=url_for("certificates.batch", batch_id=found.batch_id),
        crumbs=crumbs("下载证书数据表", batch=found.batch),
    )


@bp.get("/uploads/<int:upload_id>/summary.pdf")
@allow("certificates.print")
def summary(upload_id: int) -> ResponseReturnValue:
    found = queries.upload(upload_id)
    made = sheet.summary_pdf(found, queries.of_upload(upload_id))
    return download(made, f"证书数据汇总表-{found.batch.number}-{found.id}.pdf")


@bp.route("/uploads/<int:upload_id>/confirm", methods=["GET", "POST"])
@allow("certificates.accept")
def confirm(upload_id: int) -> ResponseReturnValue:
    found, form = queries.upload(upload_id), ConfirmForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.confirm_upload(
                    found,
                    receipt_no=form.receipt_no.data or "",
                    confirmed_on=form.confirmed_on.data,
                    actor=actor(),
                    at=clock.now(),
                )
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("备案回执已登记，公开查验显示“已上网备案”。")
            return see_other("certificates.batch", batch_id=found.batch_id)
    return form_page(
        "certificates/act.html",
        form,
        button="登记",
        tone="primary",
        title="登记备案回执",
        lead=f"数据表共 {found.count} 本证书，生成于 {clock.day_of(found.made_at)}。"
        "请先在全国查询系统抽查，确认能查到后登记。",
        fields=(form.receipt_no, form.confirmed_on),
        back=url_for("certificates.batch", batch_id=found.batch_id),
        crumbs=crumbs("登记备案回执", batch=found.batch),
    )
