"""Tables of archives: shape and constraints, no decisions."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.batches.models import Batch
from examsys.kernel.db import Model


class Volume(Model):
    """One of a batch's five volumes. source: domain §10."""

    __tablename__ = "volume"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    sealed_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None]
    sha256: Mapped[str | None]
    batch: Mapped[Batch] = relationship()
    items: Mapped[list["ArchiveItem"]] = relationship(
        back_populates="volume", order_by="ArchiveItem.position"
    )


class ArchiveItem(Model):
    """One entry of a volume: a kept file, or a record of this system."""

    __tablename__ = "archive_item"

    volume_id: Mapped[int] = mapped_column(ForeignKey("volume.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    required: Mapped[bool] = mapped_column(default=True)
    file_uuid: Mapped[str | None]
    waived_reason: Mapped[str] = mapped_column(default="")
    filed_by: Mapped[str | None]
    filed_at: Mapped[datetime | None]
    volume: Mapped[Volume] = relationship(back_populates="items")
