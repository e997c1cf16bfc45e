"""The one database handle, the model base, column types, and how connections are opened.

SQLite is `pysqlite3` (bundled, current): the system's 3.40.1 lies in the range of the WAL-reset
bug (3.7.0-3.51.2). Writing transactions begin IMMEDIATE, because SQLAlchemy's default on SQLite
loses updates silently between a read and a write.
"""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from examsys.kernel.disks import SQLITE_MIN, network_filesystem
from examsys.kernel.errors import Stale, Unfit

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, naive UTC in the file. A naive value is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Tenths(TypeDecorator[Decimal]):
    """Marks with one decimal, kept as whole tenths: SQLite has no exact decimals."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        tenths = Decimal(value) * 10
        if tenths != int(tenths):
            raise ValueError("more than one decimal")
        return int(tenths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 10


class Choice(TypeDecorator[StrEnum]):
    """One word of an enumeration, kept as its value."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


class Model(DeclarativeBase):
    """Base of every table. `__audited__ = False` is for plumbing tables only; a test lists them."""

    __abstract__ = True
    __audited__ = True
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime,
            date: Date,
            str: Text,
            bytes: LargeBinary,
            Decimal: Tenths,
            dict[str, Any]: JSON,
            list[Any]: JSON,
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned:
    """Mix-in for rows that two people may edit at once (optimistic locking)."""

    version: Mapped[int] = mapped_column(default=1)


def expect_version(row: Any, version: int | None) -> None:
    """raises: Stale when the page that sent `version` showed an older state of `row`."""
    if version != row.version:
        raise Stale("这条记录在打开页面之后已被他人修改，请刷新页面核对后再保存。")


def new_uuid() -> str:
    return str(uuid.uuid4())


db = SQLAlchemy(model_class=Model)


def engine_options(url: str) -> dict[str, Any]:
    """returns: what `create_engine` needs for this address."""
    if url.startswith("sqlite"):
        arguments = {"timeout": 30, "check_same_thread": False}
        return {"module": sqlite, "connect_args": arguments, "hide_parameters": True}
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 5, "hide_parameters": True}


def install_pragmas(engine: Engine) -> None:
    """Set up every SQLite connection of `engine`: durable, strict, and one writer at a time.

    raises: Unfit.
    """
    if engine.dialect.name != "sqlite":
        return
    refuse_unfit(engine.url.database or "")
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def refuse_unfit(
    file: str, *, version: tuple[int, ...] = sqlite.sqlite_version_info, mounts: str | None = None
) -> None:
    """raises: Unfit for a SQLite that may lose commits, or a file on a network file system."""
    if version < SQLITE_MIN:
        raise Unfit(
            f"SQLite {'.'.join(map(str, version))} 有损坏数据的缺陷，"
            "需要 3.51.3 以上版本：请重新运行 ./run 安装依赖。"
        )
    if kind := network_filesystem(Path(file).resolve().parent, mounts=mounts):
        raise Unfit(
            f"数据库文件 {file} 在网络文件系统（{kind}）上，文件锁不可靠。"
            "请把 EXAMSYS_INSTANCE 移到本机磁盘，或用 EXAMSYS_DATABASE_URL 改用 PostgreSQL。"
        )


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # without it INSERT OR REPLACE slips past the log's triggers
        "secure_delete=ON",
        "temp_store=MEMORY",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
