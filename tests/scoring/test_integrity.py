"""Confirmed results against what the database holds now: publishing, the log, gates, the verb."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import delete, update

from examsys import cli
from examsys.batches import gates
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, ResultState
from examsys.scoring import integrity, queries, service
from examsys.scoring.models import Outcome, Result, ScoreBook
from tests.conftest import NOON
from tests.make import make_marked, make_published

BOSS = Actor("boss", ("head",))


def behind_our_back(db, statement):
    with unit_of_work(audited=False):
        db.session.execute(statement)
        db.session().info["changed"] = False


RAISED = update(Result).where(Result.value == Decimal(59))
CHANGES = {
    "a score": (RAISED.values(value=Decimal(61)), "的成绩与确认时不一致。"),
    "a state": (RAISED.values(state=ResultState.PASS), "的成绩与确认时不一致。"),
    "a lost score": (delete(Result).where(Result.value == Decimal(59)), "的成绩与确认时不一致。"),
    "an outcome": (update(Outcome).values(passed=True), "的合格结论与已确认的成绩不一致。"),
    "a lost outcome": (delete(Outcome), "的合格结论与已确认的成绩不一致。"),
    "no fingerprint": (update(ScoreBook).values(fingerprint=None), "的成绩与确认时不一致。"),
    "no confirmation": (
        update(ScoreBook).values(confirmed_at=None),
        "有合格结论而没有成绩确认记录。",
    ),
}


def test_results_as_they_were_confirmed_are_sound(db):
    batch = make_published([("59", "75"), ("80", "60"), ("缺", "违")])

    assert integrity.trouble(batch) == ""
    integrity.require_unchanged([batch], act="不能发证")


@pytest.mark.parametrize(("statement", "told"), CHANGES.values(), ids=CHANGES)
def test_every_change_behind_our_back_is_named_with_its_batch(db, statement, told):
    batch = make_published([("59", "75")])

    behind_our_back(db, statement)

    assert integrity.trouble(batch) == f"批次 {batch.number} {told}"
    with pytest.raises(Conflict) as refusal:
        integrity.require_unchanged([batch], act="不能发证")
    assert str(refusal.value) == f"批次 {batch.number} {told}不能发证。{integrity.WHAT_TO_DO}"


def test_an_older_confirmed_state_put_back_is_found_by_the_log(db):
    batch = make_published([("59", "75")])
    older = queries.book(batch.id).fingerprint
    with unit_of_work():
        service.reopen_results(batch, reason="复核", actor=BOSS, at=NOON)
    behind_our_back(db, RAISED.values(value=Decimal(58)))
    with unit_of_work():
        service.confirm_results(batch, note="已核", actor=Actor("approver"), at=NOON)

    behind_our_back(db, update(Result).where(Result.value == 58).values(value=Decimal(59)))
    behind_our_back(db, update(ScoreBook).values(fingerprint=older))

    assert integrity.trouble(batch) == f"批次 {batch.number} 的成绩与审计日志中最近一次确认不一致。"


def test_nothing_confirmed_is_nothing_to_differ_from(db):
    assert integrity.trouble(make_marked()) == ""


@pytest.mark.parametrize("to", [BatchState.CERTIFYING, BatchState.ARCHIVED])
def test_the_gates_of_certificates_and_archive_ask(db, to):
    batch = make_published([("59", "75")])
    before = gates.reasons(batch, to, on=clock.day_of(NOON))

    behind_our_back(db, RAISED.values(value=Decimal(60)))

    after = gates.reasons(batch, to, on=clock.day_of(NOON))
    assert [one for one in after if one not in before] == [
        f"批次 {batch.number} 的成绩与确认时不一致。{integrity.WHAT_TO_DO}"
    ]


@pytest.fixture
def verify(monkeypatch, settings, capsys):
    monkeypatch.setenv("EXAMSYS_INSTANCE", str(settings.instance))
    monkeypatch.setenv("EXAMSYS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("EXAMSYS_QUEUE_URL", settings.queue_url)

    def run(*words):
        code = cli.main(["verify", "scores", *words])
        return code, capsys.readouterr()

    return run


def test_the_verb_names_the_batch_that_was_changed(db, verify):
    good, bad = make_published([("70", "70")]), make_published([("59", "75")])
    numbers = good.number, bad.number
    code, told = verify("--json")
    assert (code, json.loads(told.out)) == (0, {"ok": True, "batches": 2, "problems": []})
    behind_our_back(db, RAISED.values(value=Decimal(90)))

    code, told = verify()

    assert code == 1
    assert told.out == (f"批次 {numbers[1]} 的成绩与确认时不一致。\n{integrity.WHAT_TO_DO}\n")
    assert verify("--batch", numbers[0])[0] == 0
    assert verify("--batch", "没有")[0] == 2
