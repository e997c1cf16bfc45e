"""What the archivist does. Callers open the unit of work."""

from datetime import datetime

from examsys.archives import gates, printing, queries, sources
from examsys.archives.events import ArchiveEvent
from examsys.archives.models import ArchiveItem, Volume
from examsys.archives.template import ENTRIES, entries_for
from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.batches import service as batch_service
from examsys.batches.models import Batch
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.rules.states import BatchState

__all__ = ["archive_batch", "collect", "file_item", "gates", "reopen_item", "seal_volume",
           "take_file", "take_package", "waive_item"]  # fmt: skip

PDF = "application/pdf"
# Suffix → (media type, how the content begins).
ACCEPTED = {
    "pdf": (PDF, b"%PDF-"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    "zip": ("application/zip", b"PK"),
}


def collect(batch: Batch, *, actor: Actor, at: datetime) -> list[Volume]:
    """Make the five volumes, and fill every automatic entry that is open from the records.

    raises: Conflict before the certificates are made.
    """
    if batch.state is not BatchState.CERTIFYING:
        raise Conflict("批次进入“证书制作中”后才能整理档案。")
    whole = sources.whole(batch.id)
    found = list(queries.volumes(batch.id)) or _make_volumes(whole)
    filled = [
        one
        for volume in found
        if volume.sealed_at is None
        for one in volume.items
        if ENTRIES[one.kind].automatic and _fill(whole, one, actor=actor, at=at)
    ]
    _record(ArchiveEvent.COLLECTED, f"batch:{batch.id}", actor, at, count=len(filled))
    return found


def file_item(
    item: ArchiveItem, content: bytes, *, name: str, actor: Actor, at: datetime
) -> ArchiveItem:
    """Keep a file as the entry. raises: Conflict once sealed; Invalid for an unknown kind."""
    _require_open(item)
    suffix = name.rpartition(".")[2].lower()
    media_type, start = ACCEPTED.get(suffix, ("", b""))
    if not media_type or not content.startswith(start):
        raise Invalid(
            f"“{name}”不能归档：请上传 PDF、JPG、PNG、XLSX、DOCX 或 ZIP，且内容与扩展名一致。"
        )
    kept = files.keep(content, name=name, media_type=media_type, purpose="archive", at=at)
    item.file_uuid, item.waived_reason = kept.uuid, ""
    item.filed_by, item.filed_at = actor.name, at
    db.session.flush()
    _record(
        ArchiveEvent.ITEM_FILED,
        f"volume:{item.volume_id}",
        actor,
        at,
        label=item.title,
        sha256=kept.sha256,
    )
    return item


def waive_item(item: ArchiveItem, *, reason: str, actor: Actor, at: datetime) -> None:
    """Say why an entry holds no file. raises: Conflict once sealed; Invalid without a reason."""
    _require_open(item)
    if not reason.strip():
        raise Invalid("请填写免归的原因。")
    item.waived_reason, item.file_uuid = reason.strip(), None
    item.filed_by, item.filed_at = actor.name, at
    db.session.flush()
    _record(
        ArchiveEvent.ITEM_WAIVED,
        f"volume:{item.volume_id}",
        actor,
        at,
        label=item.title,
        reason=item.waived_reason,
    )


def reopen_item(item: ArchiveItem, *, actor: Actor, at: datetime) -> None:
    """Take an entry back before its volume is sealed; a kept file stays in the file store."""
    _require_open(item)
    item.file_uuid, item.waived_reason = None, ""
    item.filed_by, item.filed_at = None, None
    _record(ArchiveEvent.ITEM_REOPENED, f"volume:{item.volume_id}", actor, at, label=item.title)


def seal_volume(volume: Volume, *, actor: Actor, at: datetime) -> None:
    """Close a volume with the fingerprint of its list. raises: Conflict naming what is missing."""
    if volume.sealed_at is not None:
        raise Conflict(f"第 {volume.number} 卷已经封存。")
    if left := queries.missing(volume):
        titles = "、".join(one.title for one in left)
        raise Conflict(f"第 {volume.number} 卷还缺：{titles}。请归入材料，或登记免归原因。")
    volume.sha256 = printing.volume_digest(volume, queries.kept([volume]))
    volume.sealed_by, volume.sealed_at = actor.name, at
    db.session.flush()
    _record(
        ArchiveEvent.VOLUME_SEALED,
        f"volume:{volume.id}",
        actor,
        at,
        number=volume.number,
        sha256=volume.sha256,
    )


def archive_batch(batch: Batch, *, actor: Actor, at: datetime) -> None:
    """Close the batch. raises: Conflict with every reason why not yet."""
    batch_service.move(batches.batch(batch.id), BatchState.ARCHIVED, actor=actor, at=at)


def take_file(item: ArchiveItem, *, reason: str, actor: Actor, at: datetime) -> tuple[bytes, str]:
    """The file of an entry and its name: logged first, in its own unit. raises: Conflict."""
    if item.file_uuid is None:
        raise Conflict("这一项没有归入文件。")
    uuid, subject, title = item.file_uuid, f"volume:{item.volume_id}", item.title
    audit.disclose(
        ArchiveEvent.FILE_TAKEN,
        actor=actor,
        subject=subject,
        at=at,
        reason=reason,
        detail={"label": title},
    )
    kept = files.kept_file(uuid, purpose="archive")
    return files.read(kept), kept.name


def take_package(
    batch_id: int, *, years: tuple[int, int], reason: str, actor: Actor, at: datetime
) -> bytes:
    """Catalogue and files of all volumes: logged first, in its own unit. raises: Conflict."""
    if not queries.volumes(batch_id):
        raise Conflict("还没有整理档案，没有可以下载的材料。")
    audit.disclose(
        ArchiveEvent.PACKAGE_TAKEN, actor=actor, subject=f"batch:{batch_id}", at=at, reason=reason
    )
    batch, volumes = batches.batch(batch_id), queries.volumes(batch_id)
    kept = queries.kept(volumes)
    catalogue = printing.catalogue_pdf(batch, volumes, kept, years=years)
    return printing.package(catalogue, volumes, kept)


def _make_volumes(batch: Batch) -> list[Volume]:
    made = [
        Volume(
            batch_id=batch.id,
            number=number,
            title=title,
            items=[
                ArchiveItem(
                    position=place, kind=one.kind, title=one.title, required=one.required,
                    waived_reason="",
                )
                for place, one in enumerate(entries, start=1)
            ],
        )
        for number, (title, entries) in enumerate(entries_for(batch.level), start=1)
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    return made


def _fill(batch: Batch, item: ArchiveItem, *, actor: Actor, at: datetime) -> bool:
    """File the records as they stand now; what is filed or waived already is left alone."""
    if item.waived_reason or item.file_uuid:
        return False
    made = sources.sheet(batch, item.kind)
    if made.empty:
        return False
    content = printing.sheet_pdf(batch, item.title, made, at=at)
    kept = files.keep(content, name=f"{item.title}.pdf", media_type=PDF, purpose="archive", at=at)
    item.file_uuid, item.filed_by, item.filed_at = kept.uuid, actor.name, at
    return True


def _require_open(item: ArchiveItem) -> None:
    if item.volume.sealed_at is not None:
        raise Conflict(f"第 {item.volume.number} 卷已经封存，不能再改。")


def _record(
    event: ArchiveEvent, subject: str, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(event, actor=actor, subject=subject, at=at, detail=detail)
