"""Verbs over jobs: ask for long work, cancel it, look after it, run it here and now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from examsys.jobs import registry, runner, waking
from examsys.jobs.events import JobEvent
from examsys.jobs.life import finish, note, put_back
from examsys.jobs.models import Job, JobProgress
from examsys.kernel.actor import Actor, command
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict
from examsys.rules.states import JobState

STALE_AFTER = timedelta(seconds=90)
FORGOTTEN_AFTER = timedelta(seconds=60)


def enqueue(
    kind: str,
    args: Mapping[str, Any],
    *,
    subject: str,
    actor: Actor,
    at: datetime,
    back_url: str = "",
) -> Job:
    """Ask for long work in the caller's unit; a worker is woken once the unit has committed.

    args: JSON-ready; back_url: the page from which it was asked for.
    raises: KeyError for a kind nobody registered.
    """
    job = Job(
        kind=registry.kind(kind).name,
        args=dict(args),
        owner=actor.name,
        subject=subject,
        back_url=back_url,
        state=JobState.QUEUED,
        created_at=at,
        progress=JobProgress(heartbeat_at=at),
    )
    db.session.add(job)
    db.session.flush()
    note(JobEvent.QUEUED, job, actor=actor, at=at, kind=kind, of=subject)
    waking.wake_after_commit(job.uuid)
    return job


def cancel_job(job: Job, *, actor: Actor, at: datetime) -> None:
    """Cancel a waiting job at once, a running one at its next slice. raises: Conflict."""
    kind = registry.known(job.kind)
    if not job.live:
        raise Conflict("这项任务已经结束，不能停止。")
    if job.state is JobState.QUEUED:
        finish(job, state=JobState.CANCELLED, actor=actor, at=at)
        return
    if kind is None or not kind.cancellable:
        raise Conflict("这项任务正在办理且不能中途停止，请等待完成。")
    job.cancel_asked_by = actor.name
    note(JobEvent.CANCEL_ASKED, job, actor=actor, at=at)


def sweep(*, at: datetime) -> Sequence[Job]:
    """Wake forgotten jobs and put back those whose worker fell silent. returns: those put back."""
    jobs = db.session.scalars(select(Job).where(Job.state.in_(("queued", "running")))).all()
    silent = []
    for job in jobs:
        age = at - job.heartbeat_at
        if job.state is JobState.QUEUED and age >= FORGOTTEN_AFTER:
            job.progress.heartbeat_at = at
            waking.wake_after_commit(job.uuid)
        elif job.state is JobState.RUNNING and age >= STALE_AFTER:
            put_back(job, reason="worker silent", actor=command("worker"), at=at)
            silent.append(job)
    return silent


def run_now(job: Job) -> None:
    """Run a queued job here and now, outside any unit, as the worker would."""
    runner.run(job.uuid)
