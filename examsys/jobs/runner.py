"""One run of one job: claim it, keep its heart beating, do it, write down how it ended."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from examsys.jobs import life, registry
from examsys.jobs.models import Job, JobProgress
from examsys.jobs.progress import CancelAsked, Progress, Stopping, Superseded
from examsys.jobs.waking import this_app
from examsys.kernel import clock
from examsys.kernel.actor import command
from examsys.kernel.db import db
from examsys.kernel.errors import AppError
from examsys.kernel.work import unit_of_work
from examsys.rules.states import JobState

BEAT_SECONDS = 10.0
WORKER = command("worker")
log = logging.getLogger(__name__)


def never() -> bool:
    return False


def run(job_uuid: str, *, stopping: Callable[[], bool] = never) -> None:
    """Run the job if it is still queued. An unexpected error is re-raised after it is noted."""
    with unit_of_work():
        job = life.claim(job_uuid, actor=WORKER, at=clock.now())
        if job is None:
            return
        kind = registry.known(job.kind)
        args = dict(job.args)
        progress = Progress(job, stopping=stopping, cancellable=bool(kind and kind.cancellable))
    if kind is None:
        _close(progress, JobState.FAILED, error="这个版本不再办理这类任务。")
        return
    try:
        with _beating(progress):
            result = kind.fn(progress, **args)
    except Superseded:
        log.warning("job %s was taken over; this run ends", job_uuid)
    except CancelAsked:
        _close(progress, JobState.CANCELLED)
    except Stopping:
        _give_back(progress)
    except AppError as refusal:
        _close(progress, JobState.FAILED, error=str(refusal))
    except BaseException as error:
        _give_back(progress, error=type(error).__name__)
        raise
    else:
        _close(progress, JobState.DONE, message=progress.message, result=result)


def _close(
    progress: Progress,
    state: JobState,
    *,
    message: str = "",
    error: str = "",
    result: str | None = None,
) -> None:
    with unit_of_work():
        job = _mine(progress)
        if job is not None:
            ending = {"message": message, "error": error}
            life.finish(job, state=state, actor=WORKER, at=clock.now(), result=result, **ending)


def _give_back(progress: Progress, *, error: str = "") -> None:
    with unit_of_work():
        job = _mine(progress)
        if job is None:
            return
        if error:
            life.put_back(job, reason=error, actor=WORKER, at=clock.now())
        else:
            life.stop_for_shutdown(job, actor=WORKER, at=clock.now())


def _mine(progress: Progress) -> Job | None:
    """The job, locked, unless another run has it by now."""
    job = db.session.scalar(select(Job).where(Job.id == progress.job_id).with_for_update(of=Job))
    held = job is not None and job.state is JobState.RUNNING
    return job if held and job is not None and job.run == progress.run else None


@contextmanager
def _beating(progress: Progress) -> Iterator[None]:
    """Beat from a second thread, so that one long slice is not taken for a dead worker."""
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(this_app(), progress, ended), daemon=True)
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()


def _beat(app: Flask, progress: Progress, ended: threading.Event) -> None:
    while not ended.wait(BEAT_SECONDS):
        with app.app_context():
            try:
                with unit_of_work(audited=False):
                    mine = JobProgress.job_id == progress.job_id
                    now = clock.now()
                    db.session.execute(update(JobProgress).where(mine).values(heartbeat_at=now))
            except OperationalError:
                # The slice itself holds the write lock for long; the next beat will say it.
                log.info("job %s: heartbeat waits for the database", progress.job_uuid)
