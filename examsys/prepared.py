"""Is there anything to prepare? Asked without building the application, which takes seconds."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from examsys import config, schema
from examsys.kernel import keys
from examsys.kernel.disks import network_filesystem

STRUCTURE = "SELECT version_num FROM alembic_version"
ANYBODY = "SELECT 1 FROM account LIMIT 1"


def in_use(settings: config.Settings) -> bool:
    """Whether keys, current structure and a first account are there: then serving may begin.

    False also when it cannot be found out; preparing then says what is the matter.
    raises: keys.BadKeys.
    """
    if not (settings.instance / "keys").is_dir():
        return False
    keys.load(settings.instance)
    if settings.database_url.startswith("sqlite:///"):
        return _in_use_by_sqlite(Path(settings.database_url.removeprefix("sqlite:///")))
    return _in_use_by_postgres(settings.database_url.replace("postgresql+psycopg", "postgresql"))


def _in_use_by_sqlite(file: Path) -> bool:
    if not file.is_file() or network_filesystem(file.resolve().parent):
        return False
    try:
        with closing(sqlite.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            return _settled(connection)
    except sqlite.Error:
        return False


def _in_use_by_postgres(url: str) -> bool:
    import psycopg

    try:
        with closing(psycopg.connect(url)) as connection:
            return _settled(connection)
    except psycopg.Error:
        return False


def _settled(connection: Any) -> bool:
    structure = connection.execute(STRUCTURE).fetchone()
    if structure is None or structure[0] != schema.newest():
        return False
    return connection.execute(ANYBODY).fetchone() is not None
