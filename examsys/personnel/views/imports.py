"""The register from a workbook: template, upload, preview, error report, confirmation."""

from flask import url_for
from flask.typing import ResponseReturnValue

from examsys.kernel import clock, staging
from examsys.kernel.errors import Invalid
from examsys.kernel.stagingpages import (
    UploadForm,
    errors_file,
    preview_page,
    template_file,
    upload_page,
)
from examsys.kernel.web import actor, allow, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import service
from examsys.personnel.views.blueprint import bp, crumbs
from examsys.personnel.workbook import IMPORT


@bp.route("/import", methods=["GET", "POST"])
@allow("personnel.change")
def upload() -> ResponseReturnValue:
    form = UploadForm.bind()
    if form.accepted():
        try:
            staged = staging.stage(IMPORT, form.workbook.data, actor=actor(), at=clock.now())
        except Invalid as refusal:
            form.workbook.errors = [str(refusal)]
        else:
            return see_other("personnel.preview", uuid=staged.uuid)
    return upload_page(
        IMPORT,
        form,
        title="导入人员",
        crumbs=crumbs("导入"),
        template_url=url_for("personnel.template"),
    )


@bp.get("/import/template")
@allow("personnel.change")
def template() -> ResponseReturnValue:
    return template_file(IMPORT)


@bp.get("/import/<uuid>/")
@allow("personnel.change")
def preview(uuid: str) -> ResponseReturnValue:
    return preview_page(
        staging.preview(IMPORT, uuid, actor=actor()),
        title="核对导入内容",
        crumbs=crumbs("导入"),
        confirm_url=url_for("personnel.confirm", uuid=uuid),
        errors_url=url_for("personnel.errors", uuid=uuid),
        upload_url=url_for("personnel.upload"),
    )


@bp.get("/import/<uuid>/errors")
@allow("personnel.change")
def errors(uuid: str) -> ResponseReturnValue:
    return errors_file(staging.preview(IMPORT, uuid, actor=actor()))


@bp.post("/import/<uuid>/confirm")
@allow("personnel.change")
def confirm(uuid: str) -> ResponseReturnValue:
    read = staging.reread(IMPORT, uuid, actor=actor())
    with unit_of_work():
        plan = staging.confirm(read, at=clock.now())
        service.take_in([planned.value for planned in plan], actor=actor(), at=clock.now())
    say(f"已导入 {len(plan)} 人。")
    return see_other("personnel.index")
