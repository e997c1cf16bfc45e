"""Reads of archives. Ordered, eager."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from examsys.archives.models import ArchiveItem, Volume
from examsys.batches.models import Batch
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.kernel.files import KeptFile
from examsys.rules.states import BatchState

KEPT = (BatchState.CERTIFYING, BatchState.ARCHIVED)


def volumes(batch_id: int) -> Sequence[Volume]:
    """A batch's volumes with their entries, in order."""
    query = select(Volume).where(Volume.batch_id == batch_id).options(selectinload(Volume.items))
    return db.session.scalars(query.order_by(Volume.number)).all()


def volume(volume_id: int) -> Volume:
    """raises: Missing."""
    query = select(Volume).where(Volume.id == volume_id)
    options = (selectinload(Volume.items), joinedload(Volume.batch))
    found = db.session.scalar(query.options(*options))
    if found is None:
        raise Missing("没有这一卷。请从批次档案重新选择。")
    return found


def item(item_id: int) -> ArchiveItem:
    """raises: Missing."""
    query = select(ArchiveItem).where(ArchiveItem.id == item_id)
    found = db.session.scalar(
        query.options(joinedload(ArchiveItem.volume).joinedload(Volume.batch))
    )
    if found is None:
        raise Missing("没有这项档案材料。请从批次档案重新选择。")
    return found


def kept(found: Sequence[Volume]) -> Mapping[str, KeptFile]:
    """The files of these volumes by uuid."""
    wanted = [one.file_uuid for part in found for one in part.items if one.file_uuid]
    rows = db.session.scalars(select(KeptFile).where(KeptFile.uuid.in_(wanted)))
    return {row.uuid: row for row in rows}


def missing(found: Volume) -> list[ArchiveItem]:
    """Required entries that are neither filed nor waived."""
    return [
        one
        for one in found.items
        if one.required and one.file_uuid is None and not one.waived_reason
    ]


def batches_to_file() -> Sequence[Batch]:
    """Batches whose archive is made or was made, the newest first."""
    query = select(Batch).where(Batch.state.in_(KEPT)).options(joinedload(Batch.site))
    return db.session.scalars(query.order_by(Batch.exam_on.desc(), Batch.id.desc())).all()


def sealed_counts() -> Mapping[int, int]:
    """Batch → how many of its volumes are sealed."""
    query = select(Volume.batch_id, func.count()).where(Volume.sealed_at.is_not(None))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Volume.batch_id))}
