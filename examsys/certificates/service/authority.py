"""Towards the authority: acceptance of the results, and 上网备案 of the certificates' data."""

from datetime import date, datetime

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.certificates import queries, sheet
from examsys.certificates.events import CertificateEvent
from examsys.certificates.models import Acceptance, Upload
from examsys.kernel import clock, files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.exports import XLSX
from examsys.rules.states import BatchState, FilingState, label

PURPOSE = "certificate_upload"
OPEN = (BatchState.PUBLICITY, BatchState.CERTIFYING)


def record_acceptance(
    batch: Batch, *, receipt_no: str, accepted_on: date, actor: Actor, at: datetime
) -> Acceptance:
    """The authority accepted the batch's results. raises: Conflict, Invalid."""
    if batch.state not in OPEN:
        raise Conflict(f"批次处于“{label(batch.state)}”，不能登记成绩认可。")
    if queries.acceptance(batch.id) is not None:
        raise Conflict("本批次已登记成绩认可，请刷新页面核对。")
    if accepted_on > clock.day_of(at):
        raise Invalid("认可日期晚于今天，请核对回执。")
    if accepted_on < batch.exam_on:
        raise Invalid(f"认可日期早于考试日 {batch.exam_on}，请核对回执。")
    made = Acceptance(
        batch_id=batch.id,
        receipt_no=receipt_no,
        accepted_on=accepted_on,
        recorded_by=actor.name,
        recorded_at=at,
    )
    db.session.add(made)
    audit.record(
        CertificateEvent.RESULTS_ACCEPTED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"receipt": receipt_no, "accepted_on": str(accepted_on)},
    )
    return made


def make_sheet(batch: Batch, *, actor: Actor, at: datetime) -> Upload:
    """Freeze the data of every certificate not uploaded yet into a sheet, and mark them uploaded.

    raises: Conflict when there is none.
    """
    rows = queries.to_upload(batch.id)
    if not rows:
        raise Conflict("本批次没有尚未上传的有效证书。")
    content = sheet.make(rows)
    name = f"证书数据-{batch.number}-{clock.day_of(at)}.xlsx"
    kept = files.keep(content, name=name, media_type=XLSX, purpose=PURPOSE, at=at)
    made = Upload(
        batch_id=batch.id,
        file_uuid=kept.uuid,
        sha256=kept.sha256,
        count=len(rows),
        made_by=actor.name,
        made_at=at,
    )
    db.session.add(made)
    db.session.flush()
    for row in rows:
        row.upload_id, row.filing = made.id, FilingState.UPLOADED
    _record(CertificateEvent.SHEET_MADE, made, actor=actor, at=at, sha256=kept.sha256)
    return made


def confirm_upload(
    upload: Upload, *, receipt_no: str, confirmed_on: date, actor: Actor, at: datetime
) -> None:
    """The authority has taken the data in. raises: Conflict, Invalid."""
    if upload.confirmed_at is not None:
        raise Conflict("这份数据表已登记回执，请刷新页面核对。")
    if not clock.day_of(upload.made_at) <= confirmed_on <= clock.day_of(at):
        raise Invalid(
            f"确认日期应在生成数据表之日（{clock.day_of(upload.made_at)}）至今天之间，请核对回执。"
        )
    upload.receipt_no, upload.confirmed_on = receipt_no, confirmed_on
    upload.confirmed_by, upload.confirmed_at = actor.name, at
    for row in queries.of_upload(upload.id):
        row.filing = FilingState.CONFIRMED
    _record(CertificateEvent.UPLOAD_CONFIRMED, upload, actor=actor, at=at, receipt=receipt_no)


def _record(
    event: CertificateEvent, upload: Upload, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"upload:{upload.id}",
        at=at,
        detail={"batch": upload.batch_id, "count": upload.count, **detail},
    )
