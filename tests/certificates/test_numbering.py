"""Certificate numbers: unique and without gaps, whoever races, fails or dies."""

import multiprocessing
import threading
from datetime import date
from queue import SimpleQueue

import pytest
from sqlalchemy import select

from examsys.agency.models import Site
from examsys.certificates import ledger, numbering
from examsys.certificates.ledger import Line
from examsys.kernel import clock
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict
from examsys.kernel.work import OnceToken, unit_of_work
from examsys.rules.certificate import decode
from tests.certificates import racing
from tests.make import make_agency

pytestmark = pytest.mark.usefixtures("app")
HEAD = "S000033000123"


@pytest.fixture(autouse=True)
def _agency(app):
    make_agency()
    database.session.rollback()


def site():
    return database.session.scalars(select(Site)).one()


def stored():
    rows = database.session.scalars(select(OnceToken.token).order_by(OnceToken.token)).all()
    database.session.rollback()
    return list(rows)


def contiguous(numbers):
    return [decode(number).serial for number in numbers] == [
        f"{serial:06d}" for serial in range(1, len(numbers) + 1)
    ]


def test_each_site_year_and_level_counts_by_itself():
    with unit_of_work(audited=False):
        first = numbering.allocate(site(), year=2026, level=3, count=2)
        other = numbering.allocate(site(), year=2026, level=4, count=1)
        later = numbering.allocate(site(), year=2027, level=3, count=1)
        again = numbering.allocate(site(), year=2026, level=3, count=1)
    assert first == [f"{HEAD}263000001", f"{HEAD}263000002"]
    assert (other, later) == ([f"{HEAD}264000001"], [f"{HEAD}273000001"])
    assert again == [f"{HEAD}263000003"]


def test_outside_a_unit_no_number_is_given():
    with pytest.raises(RuntimeError):
        numbering.allocate(site(), year=2026, level=3, count=1)


def test_a_million_is_refused_and_changes_nothing():
    with pytest.raises(Conflict, match="证书序列码"), unit_of_work(audited=False):
        numbering.allocate(site(), year=2026, level=3, count=1_000_000)
    assert racing.one_unit(1) == [f"{HEAD}263000001"]


def test_racing_processes_get_every_number_once(settings):
    spawn = multiprocessing.get_context("spawn")
    out = spawn.Queue()
    runners = [
        spawn.Process(target=racing.take, args=(settings, out, 12), kwargs={"fail_every": fail})
        for fail in (0, 3, 4)
    ]
    for runner in runners:
        runner.start()
    # 12 + 18 less what was abandoned: rounds of one and two numbers by turns.
    wanted = sum(
        1 + turn % 2 for fail in (0, 3, 4) for turn in range(12) if not fail or turn % fail
    )
    acknowledged = [out.get(timeout=60) for _ in range(wanted)]
    for runner in runners:
        runner.join(60)
    assert [runner.exitcode for runner in runners] == [0, 0, 0]
    assert sorted(acknowledged) == stored()
    assert contiguous(stored())


def test_racing_threads_get_every_number_once(app):
    out = SimpleQueue()

    def run():
        with app.app_context():
            for _ in range(10):
                out.put(racing.one_unit(1)[0])
            database.session.remove()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(out.get() for _ in range(40)) == stored()
    assert contiguous(stored())


def test_a_process_killed_inside_the_unit_leaves_no_gap(settings):
    spawn = multiprocessing.get_context("spawn")
    for _ in range(2):
        out = spawn.Queue()
        runner = spawn.Process(target=racing.die_between, args=(settings, out))
        runner.start()
        acknowledged = out.get(timeout=60)
        runner.join(60)
        assert runner.exitcode == -9
        assert acknowledged in stored()
    racing.one_unit(1)
    assert contiguous(stored())
    assert len(stored()) == 3


def line(serial):
    return Line(f"{HEAD}263{serial:06d}", date(2026, 11, 21), "ab" * 32)


def test_the_ledger_is_written_once_and_survives_a_torn_line(settings):
    assert ledger.ensure([line(1), line(2)], at=clock.now()) == 2
    assert ledger.ensure([line(1), line(2)], at=clock.now()) == 0
    path = settings.ledger
    path.write_bytes(path.read_bytes()[: -len(f"{'ab' * 32} 2026-11-21T04:00:00+00:00\n") - 15])
    assert ledger.last_serial(HEAD, year=2026, level=3) == 1
    assert ledger.ensure([line(2), line(3)], at=clock.now()) == 2
    assert ledger.last_serial(HEAD, year=2026, level=3) == 3
    assert path.read_text().splitlines()[-1].split()[0] == line(3).number
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_serial_goes_on_from_the_ledger_when_it_is_further():
    ledger.ensure([line(41)], at=clock.now())
    assert racing.one_unit(1) == [f"{HEAD}263000042"]
    assert ledger.last_serial(HEAD, year=2026, level=4) == 0
    with unit_of_work(audited=False):
        assert numbering.allocate(site(), year=2026, level=4, count=1) == [f"{HEAD}264000001"]
