"""Screens of the archive: batches, volumes, entries, sealing, download."""

from datetime import date

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import Field

from examsys.archives import printing, queries, service
from examsys.archives.forms import FileForm, ReasonForm
from examsys.archives.models import ArchiveItem
from examsys.archives.template import ENTRIES, VOLUMES
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.errors import Invalid
from examsys.kernel.exports import download
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState

bp = Blueprint("archives", __name__, url_prefix="/archives")
blueprints = (bp,)


def _crumbs(batch: Batch, last: str | None = None) -> list[tuple[str, str | None]]:
    trail: list[tuple[str, str | None]] = [("批次档案", url_for("archives.index"))]
    if last is None:
        return [*trail, (batch.title, None)]
    return [*trail, (batch.title, url_for("archives.show", batch_id=batch.id)), (last, None)]


def _years(batch: Batch) -> tuple[int, int]:
    """How long paper and electronic files are kept."""
    on = clock.today()
    return (
        int(batches.parameter(batch, "archive.paper_years", on=on)),
        int(batches.parameter(batch, "archive.electronic_years", on=on)),
    )


@bp.get("/")
@allow("archives.read")
def index() -> ResponseReturnValue:
    if (wanted := request.args.get("batch_id", type=int)) is not None:
        return see_other("archives.show", batch_id=wanted)
    return page(
        "archives/index.html",
        title="批次档案",
        batches=queries.batches_to_file(),
        sealed=queries.sealed_counts(),
        volumes=len(VOLUMES),
    )


@bp.get("/batch/<int:batch_id>/")
@allow("archives.read")
def show(batch_id: int) -> ResponseReturnValue:
    batch, volumes = batches.batch(batch_id), queries.volumes(batch_id)
    years = _years(batch)
    return page(
        "archives/show.html",
        title=f"{batch.title} · 档案",
        crumbs=_crumbs(batch),
        batch=batch,
        volumes=volumes,
        kept=queries.kept(volumes),
        missing={volume.id: queries.missing(volume) for volume in volumes},
        entries=ENTRIES,
        years=years,
        until=[_until(batch, count) for count in years],
        can_collect=batch.state is BatchState.CERTIFYING,
        complete=bool(volumes) and all(volume.sealed_at for volume in volumes),
        reasons=batches.why_not_yet(batch, on=clock.today()),
    )


def _until(batch: Batch, years: int) -> date:
    """The last day of retention, counted from the end of the year of the examination."""
    return date(batch.exam_on.year + years, 12, 31)


@bp.post("/batch/<int:batch_id>/collect")
@allow("archives.file")
def collect(batch_id: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    with unit_of_work():
        service.collect(batch, actor=actor(), at=clock.now())
    say("已按系统记录生成卷内材料，其余材料请上传或登记免归原因。")
    return see_other("archives.show", batch_id=batch_id)


@bp.route("/items/<int:item_id>/file", methods=["GET", "POST"])
@allow("archives.file")
def file(item_id: int) -> ResponseReturnValue:
    item, form = queries.item(item_id), FileForm.bind()
    if form.accepted():
        sent: Field = form.file
        try:
            with unit_of_work():
                service.file_item(
                    item,
                    sent.data.read(),
                    name=sent.data.filename or "",
                    actor=actor(),
                    at=clock.now(),
                )
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"已归入“{item.title}”。")
            return see_other("archives.show", batch_id=item.volume.batch_id)
    return _item_page(
        item, form, "归入材料", "归档", "PDF、JPG、PNG、XLSX、DOCX 或 ZIP，不超过 10 MB。"
    )


@bp.route("/items/<int:item_id>/waive", methods=["GET", "POST"])
@allow("archives.file")
def waive(item_id: int) -> ResponseReturnValue:
    item, form = queries.item(item_id), ReasonForm.bind()
    if form.accepted():
        with unit_of_work():
            service.waive_item(item, reason=form.reason.data or "", actor=actor(), at=clock.now())
        say(f"已登记“{item.title}”免归。", "wait")
        return see_other("archives.show", batch_id=item.volume.batch_id)
    return _item_page(item, form, "登记免归", "登记", "纸质材料另行保管的，写明保管地点和盒号。")


@bp.post("/items/<int:item_id>/reopen")
@allow("archives.file")
def reopen(item_id: int) -> ResponseReturnValue:
    item = queries.item(item_id)
    with unit_of_work():
        service.reopen_item(item, actor=actor(), at=clock.now())
    say(f"“{item.title}”已取消登记，请重新归入。", "wait")
    return see_other("archives.show", batch_id=item.volume.batch_id)


@bp.route("/items/<int:item_id>/download", methods=["GET", "POST"])
@allow("archives.read")
def take(item_id: int) -> ResponseReturnValue:
    item, form = queries.item(item_id), ReasonForm.bind()
    if form.accepted():
        content, name = service.take_file(
            item, reason=form.reason.data or "", actor=actor(), at=clock.now()
        )
        return download(content, name)
    return _item_page(item, form, "调阅档案", "下载", "调阅人、时间和原因将记入审计日志。")


@bp.post("/volumes/<int:volume_id>/seal")
@allow("archives.file")
def seal(volume_id: int) -> ResponseReturnValue:
    volume = queries.volume(volume_id)
    with unit_of_work():
        service.seal_volume(volume, actor=actor(), at=clock.now())
    say(f"第 {volume.number} 卷已封存。")
    return see_other("archives.show", batch_id=volume.batch_id)


@bp.post("/batch/<int:batch_id>/archive")
@allow("archives.file")
def archive(batch_id: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    with unit_of_work():
        service.archive_batch(batch, actor=actor(), at=clock.now())
    say(f"{batch.title} 已归档。")
    return see_other("archives.show", batch_id=batch_id)


@bp.get("/batch/<int:batch_id>/catalogue.pdf")
@allow("archives.read")
def catalogue(batch_id: int) -> ResponseReturnValue:
    batch, volumes = batches.batch(batch_id), queries.volumes(batch_id)
    content = printing.catalogue_pdf(batch, volumes, queries.kept(volumes), years=_years(batch))
    return download(content, f"{batch.number}-卷内目录.pdf")


@bp.route("/batch/<int:batch_id>/package", methods=["GET", "POST"])
@allow("archives.read")
def package(batch_id: int) -> ResponseReturnValue:
    batch, form = batches.batch(batch_id), ReasonForm.bind()
    if form.accepted():
        content = service.take_package(
            batch_id,
            years=_years(batch),
            reason=form.reason.data or "",
            actor=actor(),
            at=clock.now(),
        )
        return download(content, f"{batch.number}-档案.zip")
    return form_page(
        "archives/form.html",
        form,
        title="下载档案材料包",
        batch=batch,
        lead="材料包含卷内目录和全部文件，调阅人、时间和原因将记入审计日志。",
        button="下载",
        crumbs=_crumbs(batch, "下载"),
    )


def _item_page(
    item: ArchiveItem, form: FileForm | ReasonForm, act: str, button: str, lead: str
) -> ResponseReturnValue:
    batch = item.volume.batch
    return form_page(
        "archives/form.html",
        form,
        title=f"{act} {item.title}",
        batch=batch,
        lead=lead,
        button=button,
        crumbs=_crumbs(batch, act),
    )
