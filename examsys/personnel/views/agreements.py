"""Confidentiality agreements: printed to be signed, the signed copy kept and shown."""

from flask.typing import ResponseReturnValue

from examsys.kernel import clock, files
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.pdf import render_pdf
from examsys.kernel.sheets import download
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries
from examsys.personnel.models import Agreement
from examsys.personnel.paperforms import ScanForm
from examsys.personnel.service.agreements import PURPOSE, keep_signed_copy
from examsys.personnel.views.blueprint import bp, crumbs


@bp.get("/<int:person_id>/agreements/<int:row_id>/print")
@allow("personnel.change")
def print_agreement(person_id: int, row_id: int) -> ResponseReturnValue:
    row = queries.row_of(person_id, Agreement, row_id)
    content = render_pdf(
        "personnel/print/agreement.html",
        identifier=f"agreement-{row.id}",
        title="保密协议",
        row=row,
        person=row.person,
    )
    return download(content, f"保密协议-{row.person.name}.pdf", media_type="application/pdf")


@bp.route("/<int:person_id>/agreements/<int:row_id>/copy/new", methods=["GET", "POST"])
@allow("personnel.change")
def keep_agreement(person_id: int, row_id: int) -> ResponseReturnValue:
    row, form = queries.row_of(person_id, Agreement, row_id), ScanForm.bind()
    form.scan.label.text = "签字件"
    if form.accepted():
        try:
            scan = form.chosen()
            with unit_of_work():
                keep_signed_copy(row, scan, actor=actor(), at=clock.now())
        except (Invalid, Conflict) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("签字件已保存。")
            return see_other("personnel.show", person_id=person_id, _anchor="agreements")
    return form_page(
        "personnel/scan.html",
        form,
        title=f"上传保密协议签字件 {row.person.name}",
        person=row.person,
        lead=f"{row.signed_on} 至 {row.until} 的保密协议。保存后不能替换；续签的另登记一份。",
        button="上传签字件",
        crumbs=crumbs("上传签字件", person=row.person),
    )


@bp.get("/<int:person_id>/agreements/<int:row_id>/copy")
@allow("personnel.read")
def agreement_copy(person_id: int, row_id: int) -> ResponseReturnValue:
    row = queries.row_of(person_id, Agreement, row_id)
    if row.file_uuid is None:
        raise Missing("这份协议还没有上传签字件。")
    kept = files.kept_file(row.file_uuid, purpose=PURPOSE)
    return download(files.read(kept), kept.name, media_type=kept.media_type)
