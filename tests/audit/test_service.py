"""Writing the log, checkpoints over it, and its export, against a real database."""

import json
from datetime import timedelta
from enum import StrEnum

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from examsys.audit import checkpoints, export, queries, service, verify
from examsys.audit.models import AuditDetail, AuditEvent, Checkpoint
from examsys.kernel import pii
from examsys.kernel.errors import Conflict
from examsys.kernel.work import unit_of_work
from tests.make import ACTOR


class Happened(StrEnum):
    THING = "tests.thing.done"


def record(clock, times=1, subject="thing:1"):
    for number in range(times):
        with unit_of_work():
            service.record(
                Happened.THING, actor=ACTOR, subject=subject, at=clock.at, detail={"n": number}
            )


def take(occasion, clock):
    with unit_of_work(audited=False):
        return checkpoints.take(occasion, clock.at)


def test_each_event_is_chained_to_the_one_before(db, clock):
    record(clock, 3)
    rows = db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [row.id for row in rows] == [1, 2, 3]
    assert [row.prev for row in rows] == ["0" * 64, rows[0].leaf, rows[1].leaf]
    assert (queries.head().size, queries.head().leaf) == (3, rows[2].leaf)


def test_an_event_of_a_unit_that_fails_leaves_nothing(db, clock):
    def fail():
        with unit_of_work():
            service.record(Happened.THING, actor=ACTOR, subject="thing:1", at=clock.at)
            raise Conflict("too late")

    with pytest.raises(Conflict):
        fail()
    assert queries.head() is None


@pytest.mark.parametrize("verb", ["UPDATE {} SET at = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["audit_event", "audit_checkpoint"])
def test_the_database_itself_refuses_to_change_the_log(db, clock, verb, table):
    record(clock)
    take("manual", clock)
    statement = text(verb.format(table))
    with db.engine.connect() as direct, pytest.raises(DBAPIError, match="append-only"):
        direct.execute(statement)


def test_export_is_what_the_verifier_accepts(db, clock):
    record(clock, 4)
    take("issue", clock)
    record(clock, 3)
    written = list(export.lines(clock.at))
    verdict = verify.check(written, key=pii.keys().audit.public_key())
    assert (verdict.problems, verdict.events, verdict.checkpoints) == ([], 7, 1)
    assert [json.loads(line)["kind"] for line in written[4:7]] == ["event", "checkpoint", "event"]


def test_an_empty_log_is_exported_and_accepted(db, clock):
    assert verify.check(export.lines(clock.at)).problems == []


def test_an_erased_detail_leaves_the_log_verifiable(db, clock):
    record(clock, 3)
    with unit_of_work(audited=False):
        db.session.delete(db.session.get(AuditDetail, 2))
    verdict = verify.check(export.lines(clock.at))
    assert (verdict.ok, verdict.erased) == (True, 1)


def test_a_detail_edited_in_the_database_is_located(db, clock):
    record(clock, 3)
    with unit_of_work(audited=False):
        db.session.get(AuditDetail, 2).detail = {"n": 99}
    assert verify.check(export.lines(clock.at)).first.seq == 2


def test_checkpoints_grow_from_the_last_one(db, clock):
    assert take("manual", clock) is None
    record(clock, 5)
    first = take("publication", clock)
    assert (first.size, take("manual", clock).id) == (5, first.id)
    record(clock, 6)
    second = take("issue", clock)
    whole = checkpoints.grown(None)
    assert (second.size, second.root) == (11, whole.root().hex())


def test_an_hourly_checkpoint_is_due_after_an_hour(db, clock):
    record(clock)
    take("hourly", clock)
    record(clock)
    for passed, sizes in ((59, [1]), (60, [1, 2])):
        with unit_of_work(audited=False):
            checkpoints.take_if_due(at=clock.at + timedelta(minutes=passed))
        rows = db.session.scalars(db.select(Checkpoint.size).order_by(Checkpoint.size))
        assert list(rows) == sizes


def test_events_are_found_by_what_is_asked(db, clock):
    record(clock, subject="batch:1")
    record(clock, subject="batch:12")
    clock.at += timedelta(days=1)
    record(clock, subject="batch:1")

    def seqs(**asked):
        query = queries.events(queries.Asked(**asked)).order_by(AuditEvent.id)
        return [row.id for row in db.session.scalars(query)]

    today = clock.at.date()
    assert seqs(subject="batch") == [1, 2, 3]
    assert seqs(subject="batch:1") == [1, 3]
    assert seqs(since=today) == [3]
    assert seqs(until=today - timedelta(days=1)) == [1, 2]
    assert seqs(actor="nobody") == []
    assert seqs(actor="tester", action="tests.thing.done") == [1, 2, 3]
