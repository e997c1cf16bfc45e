"""The worker process: Huey's consumer around `runner.run`, and the rounds of every minute."""

from flask import Flask
from huey.api import Task
from huey.consumer import Consumer
from huey.signals import SIGNAL_INTERRUPTED
from sqlalchemy import select

from examsys.jobs import queue, runner, service
from examsys.jobs.life import stop_for_shutdown
from examsys.jobs.models import Job
from examsys.jobs.rounds import Rounds
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.rules.states import JobState

SHUTDOWN_SECONDS = 60


def build(app: Flask, *, threads: int = 1) -> Consumer:
    """A consumer that is ready to run. SIGTERM lets each job end its slice, SIGINT stops at once;
    either way the unfinished job goes back into the queue."""
    built: list[Consumer] = []

    def stopping() -> bool:
        return bool(built and built[0].stop_flag.is_set())

    def run(job_uuid: str) -> None:
        with app.app_context():
            runner.run(job_uuid, stopping=stopping)

    rounds = Rounds()

    def look_after() -> None:
        with app.app_context():
            sweep()
            rounds.make(at=clock.now())

    opened, _ = queue.of(app, run=run, sweep=look_after)

    def interrupted(_signal: str, task: Task) -> None:
        with app.app_context():
            for job_uuid in task.args:
                give_back(job_uuid)

    opened.signal(SIGNAL_INTERRUPTED)(interrupted)
    consumer = Consumer(
        opened,
        workers=threads,
        worker_type="thread",
        max_delay=1.0,
        shutdown_timeout=SHUTDOWN_SECONDS,
        graceful_signal="TERM",
    )
    built.append(consumer)
    return consumer


def sweep() -> None:
    """Look after all jobs; a unit without events when none had to be put back."""
    with unit_of_work(audited=False):
        service.sweep(at=clock.now())


def give_back(job_uuid: str) -> None:
    """Queue a job again whose run this process is about to abandon."""
    with unit_of_work(audited=False):
        job = db.session.scalar(select(Job).where(Job.uuid == job_uuid))
        if job is not None and job.state is JobState.RUNNING:
            stop_for_shutdown(job, actor=runner.WORKER, at=clock.now())
