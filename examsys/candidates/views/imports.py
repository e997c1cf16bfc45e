"""Registration by workbook: upload, preview, errors, confirmation; and photos by package."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates import photopack, service
from examsys.candidates.forms import PhotoPackageForm
from examsys.candidates.views.blueprint import bp, choose, crumbs, in_hand
from examsys.candidates.workbook import ROSTER
from examsys.kernel import clock, staging, stagingpages
from examsys.kernel.errors import Invalid
from examsys.kernel.stagingpages import UploadForm, upload_page
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work


@bp.route("/import", methods=["GET", "POST"])
@allow("candidates.register")
def upload() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("导入报名")
    form = UploadForm.bind()
    if form.accepted():
        try:
            staged = staging.stage(
                ROSTER,
                form.workbook.data,
                actor=actor(),
                at=clock.now(),
                subject=f"batch:{batch.id}",
            )
            return see_other("candidates.import_preview", uuid=staged.uuid)
        except Invalid as refusal:
            form.workbook.errors = [str(refusal)]
    return upload_page(
        ROSTER,
        form,
        title=f"{batch.title} · 导入报名",
        crumbs=crumbs(batch, ("导入", None)),
        template_url=url_for("candidates.import_template"),
    )


@bp.get("/import/template")
@allow("candidates.register")
def import_template() -> ResponseReturnValue:
    return stagingpages.template_file(ROSTER)


@bp.get("/import/<uuid>/")
@allow("candidates.register")
def import_preview(uuid: str) -> ResponseReturnValue:
    shown = staging.preview(ROSTER, uuid, actor=actor())
    batch = _batch_of(shown.staged.subject)
    return stagingpages.preview_page(
        shown,
        title=f"{batch.title} · 核对导入内容",
        crumbs=crumbs(batch, ("导入", None)),
        confirm_url=url_for("candidates.import_confirm", uuid=uuid),
        errors_url=url_for("candidates.import_errors", uuid=uuid),
        upload_url=url_for("candidates.upload", batch_id=batch.id),
    )


@bp.get("/import/<uuid>/errors")
@allow("candidates.register")
def import_errors(uuid: str) -> ResponseReturnValue:
    return stagingpages.errors_file(staging.preview(ROSTER, uuid, actor=actor()))


@bp.post("/import/<uuid>/confirm")
@allow("candidates.register")
def import_confirm(uuid: str) -> ResponseReturnValue:
    again = staging.reread(ROSTER, uuid, actor=actor())
    subject = staging.judge(again).staged.subject
    with unit_of_work():
        plan = staging.confirm(again, at=clock.now())
        batch = _batch_of(subject)
        intakes = [planned.value for planned in plan]
        service.take_in(batch, intakes, actor=actor(), at=clock.now())
    say(f"已导入 {len(plan)} 人，均为草稿。核对后提交审核。")
    return see_other("candidates.index", batch_id=batch.id)


@bp.route("/photos", methods=["GET", "POST"])
@allow("candidates.register")
def photos() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("导入照片")
    form, lines = PhotoPackageForm.bind(), None
    if form.accepted():
        try:
            packed = photopack.unpack(form.package.data.read())
            with unit_of_work():
                lines = service.take_in_photos(batch, packed, actor=actor(), at=clock.now())
        except Invalid as refusal:
            form.package.errors = [str(refusal)]
    context: dict[str, Any] = {
        "title": f"{batch.title} · 导入照片",
        "crumbs": crumbs(batch, ("导入照片", None)),
        "batch": batch,
        "lines": lines,
    }
    if lines is not None:
        return page("candidates/photos.html", form=form, **context)
    return form_page("candidates/photos.html", form, **context)


def _batch_of(subject: str) -> Batch:
    return batches.batch(int(subject.removeprefix("batch:")))
