"""What follows a filing: changes, renewal, orders to rectify, exit."""

from datetime import date, timedelta

import pytest

from examsys.filing import queries, service
from examsys.kernel.db import db as session
from examsys.kernel.errors import Conflict, Invalid, Stale
from examsys.kernel.work import unit_of_work
from examsys.rules.filinglife import CaseState, MatterKind, MatterState
from tests.conftest import NOON
from tests.filing.samples import BOSS, CLERK, handed_in, opened, replied

DUE = date(2026, 12, 20)


@pytest.fixture
def case(db):
    return replied(handed_in(opened()), CaseState.ACCEPTED)


def entered(case, kind, *, due_on=DUE):
    with unit_of_work():
        return service.open_matter(
            queries.case(case.id), kind, title="事项", detail="", due_on=due_on,
            actor=CLERK, at=NOON,
        )  # fmt: skip


def moved(row, to, *, version=None, **over):
    again = queries.matter(row.id)
    with unit_of_work():
        again = queries.matter(row.id)
        shown = again.version if version is None else version
        service.move_matter(again, to, result="已办", version=shown, actor=BOSS, at=NOON, **over)
    return queries.matter(row.id)


def test_an_order_to_rectify_is_reported_before_it_is_closed(case):
    row = entered(case, MatterKind.RECTIFICATION)
    with pytest.raises(Conflict):
        moved(row, MatterState.CLOSED)

    moved(row, MatterState.REPORTED)
    done = moved(row, MatterState.CLOSED)

    assert (done.reported_on, done.closed_on) == (date(2026, 11, 21), date(2026, 11, 21))
    assert done.closed_by == "boss"
    with pytest.raises(Conflict):
        moved(row, MatterState.OPEN)


def test_an_answer_of_the_authority_may_open_it_again(case):
    row = entered(case, MatterKind.SITE)
    moved(row, MatterState.REPORTED)

    assert moved(row, MatterState.OPEN).state is MatterState.OPEN


@pytest.mark.parametrize("until", [None, date(2029, 11, 20)])
def test_a_renewal_brings_a_later_last_day(case, until):
    row = entered(case, MatterKind.RENEWAL)

    with pytest.raises(Invalid):
        moved(row, MatterState.CLOSED, valid_until=until)


def test_a_renewal_moves_the_last_day(case):
    row = entered(case, MatterKind.RENEWAL)
    moved(row, MatterState.CLOSED, valid_until=date(2032, 11, 20))

    assert queries.case(case.id).valid_until == date(2032, 11, 20)


def test_an_exit_ends_the_filing(case):
    row = entered(case, MatterKind.EXIT)
    moved(row, MatterState.CLOSED)

    ended = queries.case(case.id)
    assert (ended.state, ended.ended_on) == (CaseState.ENDED, date(2026, 11, 21))
    with pytest.raises(Conflict):
        entered(case, MatterKind.NAME)


def test_nothing_follows_before_it_was_accepted(db):
    with pytest.raises(Conflict):
        entered(opened(), MatterKind.NAME)


def test_a_day_that_has_passed_is_refused(case):
    with pytest.raises(Invalid):
        entered(case, MatterKind.NAME, due_on=date(2026, 11, 20))
    assert entered(case, MatterKind.NAME, due_on=date(2026, 11, 21)).id


def test_two_people_do_not_overwrite_each_other(case):
    row = entered(case, MatterKind.NAME)

    with pytest.raises(Stale):
        moved(row, MatterState.REPORTED, version=9)


def test_what_waits_is_counted_for_the_home_page(case):
    entered(case, MatterKind.NAME)
    entered(case, MatterKind.SITE, due_on=DUE - timedelta(days=3))

    assert session.session.scalar(queries.matters_open().element) == 2
    assert session.session.scalar(queries.matters_due().element) == DUE - timedelta(days=3)
    last = date(2029, 11, 20)
    counts = [
        session.session.scalar(queries.renewals_due(last - timedelta(days=days)).element)
        for days in (91, 90, 0)
    ]
    assert counts == [0, 1, 1]
