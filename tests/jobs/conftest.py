"""Kinds of work for tests; each leaves a trace that a test can count."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from examsys.jobs import registry, service
from examsys.jobs.models import Job
from examsys.kernel import clock as wall
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.work import unit_of_work

OWNER = Actor(name="clerk", roles=("exam_office",))


@pytest.fixture
def kind():
    """`kind(fn, **flags)` registers a kind named test.work for one test."""

    def register(fn, **flags):
        registry.register("test.work", "试办", fn, **flags)

    yield register
    registry._kinds.pop("test.work", None)


@pytest.fixture
def ask(app):
    """`ask(**args)` queues a test.work job and returns it committed."""

    def enqueue(owner: Actor = OWNER, **args) -> Job:
        with unit_of_work():
            return service.enqueue(
                "test.work", args, subject="batch:1", actor=owner, at=wall.now(), back_url="/"
            )

    return enqueue


def again(job: Job) -> Job:
    """The job as the database has it now."""
    database.session.rollback()
    found = database.session.get(Job, job.id)
    assert found is not None
    return found


@pytest.fixture
def statements(app):
    """`with statements() as seen:` collects what the database was asked."""

    @contextmanager
    def collect():
        seen = []

        def note(_connection, _cursor, statement, *_):
            if statement != "BEGIN":
                seen.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        yield seen
        event.remove(database.engine, "before_cursor_execute", note)

    return collect
