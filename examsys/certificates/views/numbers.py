"""Import of the numbers that the province assigned."""

from flask import url_for
from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.certificates import service
from examsys.certificates.assigned import NUMBERS
from examsys.certificates.views.blueprint import bp, crumbs
from examsys.kernel import clock, staging, stagingpages
from examsys.kernel.errors import Invalid
from examsys.kernel.stagingpages import UploadForm, upload_page
from examsys.kernel.web import actor, allow, say, see_other
from examsys.kernel.work import unit_of_work


@bp.route("/batch/<int:batch_id>/numbers/import", methods=["GET", "POST"])
@allow("certificates.issue")
def numbers(batch_id: int) -> ResponseReturnValue:
    batch, form = batches.batch(batch_id), UploadForm.bind()
    service.require_open(batch, at=clock.now())
    if form.accepted():
        try:
            staged = staging.stage(
                NUMBERS,
                form.workbook.data,
                actor=actor(),
                at=clock.now(),
                subject=f"batch:{batch_id}",
            )
            return see_other("certificates.numbers_preview", uuid=staged.uuid)
        except Invalid as refusal:
            form.workbook.errors = [str(refusal)]
    return upload_page(
        NUMBERS,
        form,
        title=f"{batch.title} · 导入证书编号",
        crumbs=crumbs("导入证书编号", batch=batch),
        template_url=url_for("certificates.numbers_template"),
    )


@bp.get("/numbers/template")
@allow("certificates.issue")
def numbers_template() -> ResponseReturnValue:
    return stagingpages.template_file(NUMBERS)


@bp.get("/numbers/import/<uuid>/")
@allow("certificates.issue")
def numbers_preview(uuid: str) -> ResponseReturnValue:
    shown = staging.preview(NUMBERS, uuid, actor=actor())
    batch = _batch_of(shown.staged.subject)
    return stagingpages.preview_page(
        shown,
        title=f"{batch.title} · 核对导入内容",
        crumbs=crumbs("导入证书编号", batch=batch),
        confirm_url=url_for("certificates.numbers_confirm", uuid=uuid),
        errors_url=url_for("certificates.numbers_errors", uuid=uuid),
        upload_url=url_for("certificates.numbers", batch_id=batch.id),
    )


@bp.get("/numbers/import/<uuid>/errors")
@allow("certificates.issue")
def numbers_errors(uuid: str) -> ResponseReturnValue:
    return stagingpages.errors_file(staging.preview(NUMBERS, uuid, actor=actor()))


@bp.post("/numbers/import/<uuid>/confirm")
@allow("certificates.issue")
def numbers_confirm(uuid: str) -> ResponseReturnValue:
    again = staging.reread(NUMBERS, uuid, actor=actor())
    subject = staging.judge(again).staged.subject
    with unit_of_work():
        plan = staging.confirm(again, at=clock.now())
        wanted = [planned.value for planned in plan]
        service.take_in_numbers(_batch_of(subject), wanted, actor=actor(), at=clock.now())
    say(f"已导入 {len(plan)} 个证书编号，下一步：勾选人员，提交发证申请。")
    return see_other("certificates.batch", batch_id=int(subject.removeprefix("batch:")))


def _batch_of(subject: str) -> Batch:
    return batches.batch(int(subject.removeprefix("batch:")))
