"""The worker's rounds: what is due is done once per its time; one failure stops nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from examsys.accounts.models import AccountSession
from examsys.audit.models import Checkpoint
from examsys.jobs.rounds import Rounds
from examsys.kernel import chores, files, throttle
from examsys.kernel.errors import Conflict
from examsys.kernel.work import OnceToken, unit_of_work
from tests.conftest import NOON
from tests.make import make_account

HOUSE = {
    "ended sessions",
    "hourly checkpoint",
    "national calendar",
    "old counters",
    "spent form tokens",
    "stray files",
    "uploads nobody confirmed",
}


@pytest.fixture
def only(monkeypatch):
    """Register chores for one test, and no others."""
    monkeypatch.setattr(chores, "_chores", {})
    return chores.register


def count(db, model) -> int:
    return db.session.scalar(select(func.count(model.id)))


def test_the_house_has_its_chores(app):
    assert {chore.name for chore in chores.registered()} == HOUSE
    assert set(Rounds().make(at=NOON)) == HOUSE


def test_a_chore_is_done_again_when_its_time_has_passed(app, only):
    seen = []
    only("clock", lambda at: seen.append(at), every=timedelta(minutes=5))
    rounds = Rounds()
    done = [rounds.make(at=NOON + timedelta(minutes=passed)) for passed in (0, 4, 5, 9, 10)]
    assert done == [["clock"], [], ["clock"], [], ["clock"]]
    assert seen == [NOON, NOON + timedelta(minutes=5), NOON + timedelta(minutes=10)]


def test_a_chore_that_fails_is_logged_and_the_next_one_is_done(app, only, caplog):
    def refuse(at):
        raise Conflict("不行")

    only("refused", refuse)
    only("done", lambda at: None, writes=False)
    assert Rounds().make(at=NOON) == ["done"]
    assert "chore refused failed" in caplog.text


def test_what_has_ended_is_deleted_and_the_rest_kept(app, db, client, clock):
    client("head")
    make_account()
    throttle.hit("sign-in:x", limit=5, within_seconds=60, at=clock.at)
    with unit_of_work(audited=False):
        db.session.add(OnceToken(token="spent", used_at=clock.at))
    tables = (AccountSession, throttle.Tries, OnceToken)
    left = []
    for passed in (0, 1, 3, 31):
        Rounds().make(at=clock.at + timedelta(days=passed))
        left.append([count(db, table) for table in tables])
    assert left == [[1, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 0]]


def test_stray_files_go_after_a_day(app, settings, clock):
    with unit_of_work(audited=False):
        kept = files.keep(b"1", name="a", media_type="text/plain", purpose="test", at=clock.at)
    stray = settings.instance / "files" / "00" / "stray"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    Rounds().make(at=clock.at)
    assert stray.exists()
    Rounds().make(at=clock.at + timedelta(days=400))
    assert not stray.exists()
    assert files.read(kept) == b"1"


def test_the_log_is_anchored_hourly_without_an_event_of_its_own(app, db, clock):
    from examsys.accounts.events import AccountsEvent
    from examsys.audit import service as audit
    from examsys.parameters import service as parameters
    from tests.make import ACTOR

    parameters.seed_if_new(at=clock.at)  # one event
    for passed in (0, 30, 60):
        at = clock.at + timedelta(minutes=passed)
        with unit_of_work():
            audit.record(AccountsEvent.SIGNED_OUT, actor=ACTOR, subject="account:1", at=at)
        Rounds().make(at=at)
    assert list(db.session.scalars(select(Checkpoint.size).order_by(Checkpoint.size))) == [2, 4]
