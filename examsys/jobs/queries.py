"""Reads of jobs: one's own, or all for the one who keeps the system running."""

from sqlalchemy import Select, select

from examsys.jobs.models import Job
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.rules.permissions import Role


def sees_all(actor: Actor) -> bool:
    return Role.SYSTEM_ADMIN in actor.roles


def jobs(actor: Actor) -> Select[Job]:
    """The jobs this account may see, to be sorted and cut by `listing`."""
    query = select(Job)
    return query if sees_all(actor) else query.where(Job.owner == actor.name)


def job(uuid: str, *, actor: Actor) -> Job:
    """raises: Missing, also for somebody else's job."""
    found = db.session.scalar(jobs(actor).where(Job.uuid == uuid))
    if found is None:
        raise Missing("没有这项后台任务，或它不是由本账号发起的。")
    return found
