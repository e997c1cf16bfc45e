"""The life of a job as its worker writes it: claimed, then finished or put back."""

from datetime import datetime

from sqlalchemy import select

from examsys.audit import service as audit
from examsys.jobs import waking
from examsys.jobs.events import JobEvent
from examsys.jobs.models import Job
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.rules.states import JobState

MAX_ATTEMPTS = 3


def claim(job_uuid: str, *, actor: Actor, at: datetime) -> Job | None:
    """Take a queued job for this worker; None when it is not queued any more."""
    job = db.session.scalar(select(Job).where(Job.uuid == job_uuid).with_for_update(of=Job))
    if job is None or job.state is not JobState.QUEUED:
        return None
    job.state = JobState.RUNNING
    job.attempts, job.run = job.attempts + 1, job.run + 1
    job.progress.heartbeat_at = at
    note(JobEvent.STARTED, job, actor=actor, at=at, run=job.run)
    return job


def finish(
    job: Job,
    *,
    state: JobState,
    actor: Actor,
    at: datetime,
    message: str = "",
    error: str = "",
    result: str | None = None,
) -> None:
    """Close a running job. result: uuid of the kept file."""
    job.state, job.finished_at = state, at
    job.message, job.error, job.result_file_uuid = message, error, result
    event = {JobState.DONE: JobEvent.DONE, JobState.CANCELLED: JobEvent.CANCELLED}
    note(event.get(state, JobEvent.FAILED), job, actor=actor, at=at, run=job.run)


def put_back(job: Job, *, reason: str, actor: Actor, at: datetime) -> None:
    """Queue a job again whose run ended without an answer; after three tries it has failed."""
    if job.cancel_asked_by:
        finish(job, state=JobState.CANCELLED, actor=actor, at=at)
        return
    if job.attempts >= MAX_ATTEMPTS:
        sentence = f"已尝试 {MAX_ATTEMPTS} 次仍未完成，已停止。请联系系统管理员查看运行日志。"
        finish(job, state=JobState.FAILED, actor=actor, at=at, error=sentence)
        return
    job.state, job.progress.heartbeat_at = JobState.QUEUED, at
    note(JobEvent.PUT_BACK, job, actor=actor, at=at, reason=reason)
    waking.wake_after_commit(job.uuid)


def stop_for_shutdown(job: Job, *, actor: Actor, at: datetime) -> None:
    """Queue a job again because its worker was asked to stop; this is not a failed try."""
    job.attempts -= 1
    put_back(job, reason="worker stopped", actor=actor, at=at)


def note(event: JobEvent, job: Job, *, actor: Actor, at: datetime, **detail: object) -> None:
    """Record one event about a job."""
    audit.record(event, actor=actor, subject=f"job:{job.uuid}", at=at, detail=detail)
