"""The worker as a real process: it drains the queue, survives kill -9, and stops gracefully."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from examsys.jobs import queue, registry, service
from examsys.jobs.models import Job
from examsys.kernel.db import SQLITE_MIN
from examsys.kernel.work import unit_of_work
from examsys.rules.states import JobState
from tests.jobs.conftest import OWNER, again

ROOT = Path(__file__).resolve().parents[2]


def test_the_queue_is_on_the_sqlite_of_the_application(tmp_path):
    opened = queue.open_queue(f"sqlite:///{tmp_path / 'queue.sqlite'}", b"secret")
    try:
        ((version,),) = opened.storage.sql("select sqlite_version()", results=True)
    finally:
        opened.storage.close()
    assert version == sqlite.sqlite_version
    assert tuple(map(int, version.split("."))) >= SQLITE_MIN


def test_waking_puts_one_signed_message_into_the_queue(app):
    queue.wake(app, ["job-1"])
    opened, _ = queue.of(app)
    try:
        assert [task.args for task in opened.pending()] == [("job-1",)]
        strange = queue.open_queue(app.config["SETTINGS"].queue_url, b"another secret")
        assert strange.pending() == []
        strange.storage.close()
    finally:
        opened.storage.close()


def test_a_queue_server_that_is_away_is_no_refusal(app, caplog):
    for away in ("redis://127.0.0.1:1/0", "postgresql+psycopg://x@127.0.0.1:1/x"):
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], queue_url=away)
        queue.wake(app, ["job-1"])
    assert caplog.text.count("the sweep will find the job") == 2


def test_an_unreachable_queue_is_no_refusal(app, tmp_path, caplog):
    gone = f"sqlite:///{tmp_path / 'no' / 'such' / 'queue.sqlite'}"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], queue_url=gone)
    queue.wake(app, ["job-1"])
    assert "the sweep will find the job" in caplog.text


@pytest.fixture
def slow_kind():
    registry.register("test.slow", "慢活", lambda progress: None)
    yield
    registry._kinds.pop("test.slow")


class Worker:
    """A worker process on the test's instance, with its trace of finished slices."""

    def __init__(self, settings, tmp_path: Path) -> None:
        self.trace = tmp_path / "trace"
        self.hold = self.trace.with_suffix(".hold")
        environ = os.environ | {
            "EXAMSYS_INSTANCE": str(settings.instance),
            "EXAMSYS_DATABASE_URL": settings.database_url,
            "EXAMSYS_QUEUE_URL": settings.queue_url,
        }
        command = [sys.executable, "-m", "tests.jobs.worker_process", str(self.trace)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environ)

    def lines(self) -> list[str]:
        return self.trace.read_text().split() if self.trace.exists() else []


@pytest.fixture
def worker(settings, tmp_path):
    started = []

    def start() -> Worker:
        started.append(Worker(settings, tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def wait_for(condition) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited for a minute"
        threading.Event().wait(0.1)


def slow_job() -> Job:
    with unit_of_work():
        return service.enqueue(
            "test.slow", {}, subject="batch:1", actor=OWNER, at=datetime.now(UTC)
        )


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(app, slow_kind, worker, tmp_path):
    (tmp_path / "trace.hold").touch()
    first, job = worker(), slow_job()
    wait_for(lambda: "1:1" in first.lines())
    first.process.kill()
    first.process.wait()
    assert again(job).state is JobState.RUNNING
    first.hold.unlink()
    with unit_of_work(audited=False):
        service.sweep(at=datetime.now(UTC) + timedelta(seconds=90))
    worker()
    wait_for(lambda: not again(job).live)
    assert (job.state, job.attempts, job.run, job.done) == (JobState.DONE, 2, 2, 3)
    assert first.lines() == ["1:0", "1:1", "2:0", "2:1", "2:2"]


@pytest.mark.slow
def test_a_stopped_worker_puts_its_job_back(app, slow_kind, worker, tmp_path):
    (tmp_path / "trace.hold").touch()
    first, job = worker(), slow_job()
    wait_for(lambda: "1:1" in first.lines())
    first.process.send_signal(signal.SIGTERM)
    assert first.process.wait(timeout=60) == 0
    assert (again(job).state, job.attempts, job.run) == (JobState.QUEUED, 0, 1)
