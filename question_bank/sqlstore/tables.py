"""The bank's tables, attached to a metadata of the caller's."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    TypeDecorator,
    Uuid,
)


class Utc(TypeDecorator[datetime]):
    """Aware in Python, naive UTC in the file. A naive value is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Tenths(TypeDecorator[Decimal]):
    """Marks kept as whole tenths: SQLite has no exact decimals."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value * 10 != int(value * 10):
            raise ValueError("marks have at most one decimal")
        return int(value * 10)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 10


@dataclass(frozen=True, slots=True)
class Tables:
    """Items by their metadata, their sealed revisions, and which pairs stay apart."""

    item: Table
    version: Table
    enemy: Table


def tables(metadata: MetaData) -> Tables:
    """Attach the bank's tables to a metadata, once."""
    if "bank_item" in metadata.tables:
        found = metadata.tables
        return Tables(found["bank_item"], found["bank_item_version"], found["bank_enemy"])
    return Tables(_item(metadata), _version(metadata), _enemy(metadata))


def _item(metadata: MetaData) -> Table:
    return Table(
        "bank_item",
        metadata,
        Column("uuid", Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("level", SmallInteger, nullable=False),
        Column("component", String(20), nullable=False),
        Column("point_code", String(64), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("difficulty", SmallInteger, nullable=False),
        Column("marks", Tenths),
        Column("status", String(20), nullable=False),
        Column("written_by", String(64), nullable=False),
        Column("reviewed_by", String(64)),
        Column("created_at", Utc, nullable=False),
        Column("updated_at", Utc, nullable=False),
        Column("last_used_on", Date),
        Column("times_used", Integer, nullable=False, default=0),
        Column("digest", LargeBinary(32), nullable=False),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        CheckConstraint("difficulty BETWEEN 1 AND 5", name="difficulty"),
        Index("ix_bank_item_pool", "level", "component", "status", "point_code"),
        Index("ix_bank_item_digest", "digest"),
    )


def _version(metadata: MetaData) -> Table:
    return Table(
        "bank_item_version",
        metadata,
        Column("item", Uuid, ForeignKey("bank_item.uuid"), primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("envelope", LargeBinary, nullable=False),
        Column("written_by", String(64), nullable=False),
        Column("written_at", Utc, nullable=False),
    )


def _enemy(metadata: MetaData) -> Table:
    return Table(
        "bank_enemy",
        metadata,
        Column("item", Uuid, ForeignKey("bank_item.uuid"), primary_key=True),
        Column("other", Uuid, ForeignKey("bank_item.uuid"), primary_key=True),
        CheckConstraint("item < other", name="order"),
    )
