"""Items from a workbook: template, upload, preview, error report, confirmation."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from examsys.bank import service, workbook
from examsys.bank.forms import ItemUploadForm
from examsys.bank.views.blueprint import bp, crumbs
from examsys.kernel import clock, staging
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.forms import choices
from examsys.kernel.stagingpages import errors_file, preview_page, template_file
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import LEVEL_SHORT, LEVELS

IMPORT = workbook.ITEM_IMPORT


@bp.route("/import", methods=["GET", "POST"])
@allow("bank.import")
def upload() -> ResponseReturnValue:
    form = _form()
    if form.accepted():
        writer = int(form.writer_id.data) if form.writer_id.data else None
        into = workbook.Into(int(form.level.data), writer)
        at = clock.now()
        try:
            service.writer_key(into.level, writer_id=writer, actor=actor(), on=clock.day_of(at))
        except (Conflict, NotAllowed) as refusal:
            form.writer_id.errors = [str(refusal)]
            return _page(form)
        try:
            staged = staging.stage(
                IMPORT, form.workbook.data, actor=actor(), at=at, subject=str(into)
            )
        except Invalid as refusal:
            form.workbook.errors = [str(refusal)]
        else:
            return see_other("bank.preview", uuid=staged.uuid)
    return _page(form)


@bp.get("/import/template")
@allow("bank.import")
def template() -> ResponseReturnValue:
    return template_file(IMPORT)


@bp.get("/import/<uuid>/")
@allow("bank.import")
def preview(uuid: str) -> ResponseReturnValue:
    found = staging.preview(IMPORT, uuid, actor=actor())
    into = workbook.Into.parse(found.staged.subject)
    return preview_page(
        found,
        title=f"核对导入的试题 {LEVEL_SHORT[into.level]}",
        crumbs=crumbs("导入试题"),
        confirm_url=url_for("bank.confirm", uuid=uuid),
        errors_url=url_for("bank.errors", uuid=uuid),
        upload_url=url_for("bank.upload"),
    )


@bp.get("/import/<uuid>/errors")
@allow("bank.import")
def errors(uuid: str) -> ResponseReturnValue:
    return errors_file(staging.preview(IMPORT, uuid, actor=actor()))


@bp.post("/import/<uuid>/confirm")
@allow("bank.import")
def confirm(uuid: str) -> ResponseReturnValue:
    read = staging.reread(IMPORT, uuid, actor=actor())
    with unit_of_work():
        plan = staging.confirm(read, at=clock.now())
        into = workbook.into_of(read)
        service.take_in(
            [planned.value for planned in plan],
            level=into.level,
            writer_id=into.writer_id,
            actor=actor(),
            at=clock.now(),
        )
        workbook.forget_upload(read)
    say(f"已封存入库 {len(plan)} 题，状态为草稿。下一步：勾选后提交审核。")
    return see_other("bank.index", level=into.level, status="draft", sort="-updated")


def _form() -> ItemUploadForm:
    form, on = ItemUploadForm.bind(), clock.today()
    levels: dict[int, list[str]] = {}
    named: dict[int, str] = {}
    for level in LEVELS:
        for held in service.appointed(level, on=on):
            levels.setdefault(held.person_id, []).append(LEVEL_SHORT[level])
            named[held.person_id] = held.person.name
    people = [(str(key), f"{name}（{'、'.join(levels[key])}）") for key, name in named.items()]
    form.writer_id.choices = choices([("", "本人"), *people])
    return form


def _page(form: ItemUploadForm) -> Response:
    return form_page(
        "bank/import.html",
        form,
        title="导入试题",
        note=workbook.ITEMS.note,
        crumbs=crumbs("导入试题"),
        template_url=url_for("bank.template"),
    )
