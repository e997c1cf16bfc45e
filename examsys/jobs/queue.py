"""The only module that knows Huey: which queue, how a worker is woken, how it runs.

The queue holds job uuids and nothing else; losing it loses no work, because the sweep of every
minute finds queued rows again. SQLite by default in its own file, on the application's SQLite.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import huey.storage
import psycopg
import pysqlite3.dbapi2 as sqlite
import redis
from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.api import TaskWrapper
from huey.serializer import SignedSerializer

# Huey binds the interpreter's own SQLite, which has the WAL-reset bug.
huey.storage.sqlite3 = sqlite
log = logging.getLogger(__name__)
UNREACHABLE = (OSError, sqlite.Error, psycopg.Error, redis.RedisError)


class SqliteStorage(huey.storage.SqliteStorage):  # type: ignore[misc]
    integrity_error = sqlite.IntegrityError
    operational_error = sqlite.OperationalError


def open_queue(url: str, secret: bytes) -> Huey:
    """The queue at this address; messages are signed because Huey unpickles them."""
    common: dict[str, Any] = {"results": False, "serializer": SignedSerializer(secret=secret)}
    if url.startswith(("postgresql", "postgres:")):
        dsn = url.replace("postgresql+psycopg://", "postgresql://", 1)
        return PostgresHuey("examsys", dsn=dsn, **common)
    if url.startswith(("redis:", "rediss:", "unix:")):
        return RedisHuey("examsys", url=url, **common)
    path = Path(url.removeprefix("sqlite:///"))
    return SqliteHuey("examsys", filename=str(path), storage_class=SqliteStorage, **common)


def nothing(*_: str) -> None:
    """What a task does in a process that only wakes others."""


def of(
    app: Flask, *, run: Callable[[str], None] = nothing, sweep: Callable[[], None] = nothing
) -> tuple[Huey, TaskWrapper]:
    """A new handle on the application's queue, and its task that runs one job."""
    opened = open_queue(app.config["SETTINGS"].queue_url, app.config["SECRET_KEY"])

    def run_job(job_uuid: str) -> None:
        run(job_uuid)

    def sweep_jobs() -> None:
        sweep()

    opened.periodic_task(crontab(), name="sweep_jobs")(sweep_jobs)
    return opened, opened.task(name="run_job")(run_job)


def wake(app: Flask, job_uuids: list[str]) -> None:
    """Tell the workers now. An unreachable queue is no loss: the sweep finds the rows."""
    try:
        opened, run_job = of(app)
        try:
            for job_uuid in job_uuids:
                run_job(job_uuid)
        finally:
            opened.storage.close()
    except UNREACHABLE as error:
        log.warning("queue unreachable (%s); the sweep will find the job", type(error).__name__)
