"""Approving certificates while processes are killed: unique, without gaps, ledger and log agree."""

import json
import multiprocessing
import os
import signal
from typing import Any

import pytest
from sqlalchemy import func, select

from examsys.app import create_app
from examsys.audit.models import AuditEvent
from examsys.certificates import ledger, making, queries, service
from examsys.certificates.models import Certificate, IssueRequest, SerialCounter
from examsys.config import Settings
from examsys.kernel import clock
from examsys.kernel.db import db as database
from examsys.kernel.errors import AppError
from examsys.kernel.work import unit_of_work
from examsys.rules.certificate import decode
from examsys.rules.states import IssueState
from tests.certificates.make import APPROVER, PREPARER, VERIFY, make_certifying, make_passed

pytestmark = pytest.mark.slow
PEOPLE, BATCHES = 3, 4


def approve(settings: Settings, request_id: int, out: Any, die: bool) -> None:
    """Approve one list; or die by kill -9 when its numbers are given but not yet committed."""
    with create_app(settings, testing=True).app_context():
        try:
            with unit_of_work():
                request = database.session.get(IssueRequest, request_id)
                made = service.approve_issue(
                    request, verify_base=VERIFY, version=request.version, actor=APPROVER,
                    at=clock.now(),
                )  # fmt: skip
                numbers = [row.number for row in made]
                if die:
                    os.kill(os.getpid(), signal.SIGKILL)
            out.put(json.dumps(numbers))
        except AppError as refusal:
            out.put(f"refused: {type(refusal).__name__}")
        database.session.remove()
        database.engine.dispose()


@pytest.fixture
def asked(app) -> list[int]:
    """Lists of several batches of one site and level, waiting for approval."""
    lists = []
    for _ in range(BATCHES):
        batch = make_certifying(0)
        people = [make_passed(batch) for _ in range(PEOPLE)]
        with unit_of_work():
            request = service.request_issue(
                batch, {row.id for row in people}, actor=PREPARER, at=clock.now()
            )
        lists.append(request.id)
    return lists


def race(settings: Settings, runs: list[tuple[int, bool]]) -> tuple[list[str], list[int | None]]:
    """returns: what the processes told, and how they ended."""
    database.session.rollback()
    spawn = multiprocessing.get_context("spawn")
    out = spawn.Queue()
    runners = [spawn.Process(target=approve, args=(settings, key, out, die)) for key, die in runs]
    for runner in runners:
        runner.start()
    told = [out.get(timeout=90) for _, die in runs if not die]
    for runner in runners:
        runner.join(90)
    return told, [runner.exitcode for runner in runners]


def stored() -> list[str]:
    database.session.rollback()
    return list(database.session.scalars(select(Certificate.number).order_by(Certificate.number)))


def test_killed_between_the_numbers_and_the_commit(app, settings, asked):
    told, ends = race(settings, [(asked[0], True), (asked[1], False), (asked[1], False)])
    told_again, ends_again = race(settings, [(asked[0], False), (asked[2], True)])
    assert (ends, ends_again) == ([-9, 0, 0], [0, -9])
    given = [n for text in (*told, *told_again) if text.startswith("[") for n in json.loads(text)]
    assert sorted(given) == stored()
    assert [int(decode(n).serial) for n in stored()] == list(range(1, 2 * PEOPLE + 1))
    assert sum(text.startswith("refused") for text in told) == 1  # the same list, only once
    assert waiting() == 2
    approved = select(func.count()).where(AuditEvent.action == "certificates.issue.approved")
    assert database.session.scalar(approved) == 2


def waiting() -> int:
    query = select(func.count(IssueRequest.id)).where(IssueRequest.state == IssueState.PENDING)
    return database.session.scalar(query) or 0


def test_an_older_database_gives_no_number_again(app, settings, asked):
    """What a restore of yesterday leaves: the ledger knows numbers that the database forgot."""
    race(settings, [(asked[0], False)])
    first = stored()
    batch_id = database.session.scalars(select(Certificate.batch_id).limit(1)).one()
    assert making.enter_ledger(batch_id, at=clock.now()) == PEOPLE
    with unit_of_work(audited=False):
        for row in queries.of_batch(batch_id):
            database.session.delete(row)
        database.session.scalars(select(SerialCounter)).one().last = 0
    told, _ = race(settings, [(asked[1], False), (asked[2], False)])
    again = sorted(n for text in told for n in json.loads(text))
    assert set(first).isdisjoint(again)
    assert [int(decode(n).serial) for n in again] == list(range(PEOPLE + 1, 3 * PEOPLE + 1))
    prefix = first[0][:13]
    year, level = 2000 + int(first[0][13:15]), int(first[0][15])
    assert ledger.last_serial(prefix, year=year, level=level) == PEOPLE
