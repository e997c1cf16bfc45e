"""What a kind of work is handed: who asked, what time it is, and where to count.

Between two slices the work calls `advance`; there a stop, a cancellation or a successor is noticed.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update

from examsys.jobs.models import Job, JobProgress
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.rules.states import JobState


class Halt(BaseException):
    """Ends a run between two slices; not an error, so no `except AppError` stops it."""


class Stopping(Halt):
    """The worker was asked to stop: the job goes back into the queue."""


class CancelAsked(Halt):
    """Somebody asked to cancel the job."""


class Superseded(Halt):
    """Another run has taken the job over; this one must not write any more."""


class Progress:
    """Counts one run of one job. `message` is what the page says when the job is done."""

    def __init__(self, job: Job, *, stopping: Callable[[], bool], cancellable: bool = True) -> None:
        self.job_id, self.job_uuid, self.run = job.id, job.uuid, job.run
        self.actor = Actor(name=job.owner, roles=("job",))
        self.message = ""
        self._stopping, self._cancellable = stopping, cancellable

    @property
    def at(self) -> datetime:
        return clock.now()

    def start(self, total: int, *, done: int = 0) -> None:
        """Say how many steps there are; done: how many an earlier run finished."""
        self._write(total=total, done=done)

    def advance(self, steps: int = 1) -> None:
        """Count finished steps, outside any unit. raises: Halt when the run must end here."""
        self._write(done=JobProgress.done + steps)

    def beat(self) -> None:
        """Say that the run is alive. raises: Halt."""
        self._write()

    def _write(self, **values: object) -> None:
        with unit_of_work(audited=False):
            state, run, cancel = db.session.execute(
                select(Job.state, Job.run, Job.cancel_asked_by).where(Job.id == self.job_id)
            ).one()
            if state != JobState.RUNNING or run != self.run:
                raise Superseded
            counters = update(JobProgress).where(JobProgress.job_id == self.job_id)
            db.session.execute(counters.values(heartbeat_at=clock.now(), **values))
        if cancel and self._cancellable:
            raise CancelAsked
        if self._stopping():
            raise Stopping
