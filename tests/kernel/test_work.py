"""The unit of work: all or nothing, audited, once, fresh, and one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from examsys.accounts import guard
from examsys.audit import service as audit
from examsys.audit.models import AuditEvent, AuditHead
from examsys.kernel.actor import command
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Repeated, UnauditedChange
from examsys.kernel.work import OnceToken, unit_of_work
from tests.conftest import NOON


class Event(StrEnum):
    THING_DONE = "test.thing.done"
    THING_READ = "test.thing.read"


def record() -> AuditEvent:
    return audit.record(Event.THING_DONE, actor=command("t"), subject="thing:1", at=NOON)


def test_a_clean_unit_is_saved_with_its_event(db):
    with unit_of_work():
        record()

    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 1
    assert db.session.get(AuditHead, 1).size == 1


@contextmanager
def post(app, token: str) -> Iterator[None]:
    """A request that carries a form's token."""
    with app.test_request_context(method="POST", data={"once_token": token}):
        guard.recognise()
        yield


def test_a_form_has_its_effect_once(app):
    with post(app, "t1"), unit_of_work():
        record()

    with pytest.raises(Repeated), post(app, "t1"), unit_of_work():
        record()


def test_a_reading_leaves_the_form_to_the_verb_after_it(app):
    said = {"actor": command("t"), "subject": "thing:1", "at": NOON, "reason": "核对"}
    with post(app, "t2"):
        audit.disclose(Event.THING_READ, **said)
        with pytest.raises(Conflict), unit_of_work():
            raise Conflict("refused after the reading")

    with post(app, "t2"):
        audit.disclose(Event.THING_READ, **said)
        with unit_of_work():
            record()

    with pytest.raises(Repeated), post(app, "t2"), unit_of_work():
        record()
    done = database.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert done == ["test.thing.read", "test.thing.read", "test.thing.done"]


def test_a_failing_unit_saves_nothing(db):
    def fail() -> None:
        with unit_of_work():
            record()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_rows_without_an_event_are_refused(db, monkeypatch):
    monkeypatch.setattr(OnceToken, "__audited__", True)

    with pytest.raises(UnauditedChange), unit_of_work():
        db.session.add(OnceToken(token="x", used_at=NOON))

    assert db.session.scalar(select(func.count()).select_from(OnceToken)) == 0


def test_core_statements_without_an_event_are_refused(db):
    with pytest.raises(UnauditedChange), unit_of_work():
        db.session.execute(AuditHead.__table__.insert().values(id=1, size=0, leaf="0"))


def test_commit_outside_a_unit_is_a_bug(db):
    with pytest.raises(RuntimeError, match="outside"):
        db.session.commit()


def test_units_do_not_nest(db):
    with unit_of_work(), pytest.raises(RuntimeError, match="nest"), unit_of_work():
        record()


VERBS = ["UPDATE audit_event SET actor='x'", "DELETE FROM audit_event"]


@pytest.mark.parametrize("verb", VERBS)
def test_the_database_refuses_to_change_the_log(db, verb):
    with unit_of_work():
        record()

    with pytest.raises((Conflict, DBAPIError)), unit_of_work():
        database.session.execute(text(verb))

    assert db.session.scalar(select(AuditEvent.actor)) == "t"


def test_replacing_an_event_is_refused_too(db):
    if database.engine.dialect.name != "sqlite":
        return  # only SQLite knows the verb
    with unit_of_work():
        record()

    with pytest.raises((Conflict, DBAPIError)), unit_of_work():
        database.session.execute(
            text("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event")
        )

    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 1
