"""When to tell the workers: after the unit that made the job has committed, and never before."""

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from examsys.kernel.db import db


def this_app() -> Flask:
    """The application itself, for threads and moments that outlive the proxy."""
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 -- public
    return found


def wake_after_commit(job_uuid: str) -> None:
    """Tell the workers about this job when, and only when, the open unit commits."""
    db.session().info.setdefault("wake", []).append(job_uuid)


@event.listens_for(db.session, "after_commit")
def _wake_committed(session: Session) -> None:
    if waiting := session.info.pop("wake", None):
        # Here and not above: the queue's drivers take a second to load, and few requests need them.
        from examsys.jobs import queue

        queue.wake(this_app(), waiting)


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("wake", None)
