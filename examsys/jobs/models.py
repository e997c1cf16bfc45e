"""Tables of the jobs feature: what is to be done, and how far it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.kernel.db import Choice, Model, new_uuid
from examsys.rules.states import JobState


class Job(Model):
    """One piece of long work that somebody asked for.

    attempts: runs that ended without an answer, plus the current one.
    run: counts every run; a worker whose number is old must not write any more.
    """

    __tablename__ = "job"

    uuid: Mapped[str] = mapped_column(unique=True, default=new_uuid)
    kind: Mapped[str]
    args: Mapped[dict[str, Any]]
    owner: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    back_url: Mapped[str] = mapped_column(default="")
    state: Mapped[JobState] = mapped_column(Choice(JobState), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    run: Mapped[int] = mapped_column(default=0)
    cancel_asked_by: Mapped[str | None]
    result_file_uuid: Mapped[str | None]
    message: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    progress: Mapped["JobProgress"] = relationship(lazy="joined", innerjoin=True)

    @property
    def done(self) -> int:
        return self.progress.done

    @property
    def total(self) -> int:
        return self.progress.total

    @property
    def heartbeat_at(self) -> datetime:
        return self.progress.heartbeat_at

    @property
    def live(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)


class JobProgress(Model):
    """Live counters of one job; plumbing, written many times between two events."""

    __tablename__ = "job_progress"
    __audited__ = False

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), unique=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime]  # when queued or last heard of
