"""The public look-up: same answer for strangers, counted tries, only after publication."""

import pytest
from sqlalchemy import select

from examsys.audit.models import AuditEvent
from examsys.kernel import pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import TooMany
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState
from examsys.scoring import queries, service
from tests.conftest import NOON
from tests.make import make_marked, make_published


def holder(batch) -> tuple[str, str]:
    """The ticket and the ID number of the first candidate."""
    person = queries.results(batch.id, unpublished=True)[0].registration
    return person.ticket_no, pii.get(person.candidate, "id_number")


def ask(browser, ticket, number):
    return browser.post("/apply/", data={"ticket_no": ticket, "id_number": number})


def test_a_candidate_sees_own_scores_outcome_and_how_to_object(client):
    batch = make_published([("83.5", "59.9")])
    ticket, number = holder(batch)

    answer = ask(client(), f" {ticket} ", number.lower())

    assert answer.status_code == 200
    for words in ("83.5", "59.9", "不合格", "公示至 2026-11-27", "提出异议", ticket):
        assert words in answer.text
    assert number not in answer.text
    last = database.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (last.action, last.actor) == ("scoring.score.looked_up", "public")


def test_strangers_and_wrong_numbers_get_the_same_answer(client):
    batch = make_published()
    ticket, number = holder(batch)

    unknown, wrong = ask(client(), "999", number), ask(client(), ticket, "11010119900307123X")

    assert (unknown.status_code, wrong.status_code) == (422, 422)
    assert unknown.text.replace("999", ticket).count("没有查到") == 1
    strip = [text.replace("999", "").replace(ticket, "") for text in (unknown.text, wrong.text)]
    assert without_tokens(strip[0]) == without_tokens(strip[1])
    assert number not in unknown.text + wrong.text


def without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "_token" not in line]


@pytest.mark.parametrize("state", [BatchState.SCORING])
def test_before_publication_nothing_is_shown(client, state):
    batch = make_marked([("83.5", "75.1")])
    with unit_of_work():
        service.confirm_results(batch, note="", actor=Actor("approver"), at=NOON)
    assert batch.state is state

    answer = ask(client(), *holder(batch))

    assert "成绩尚未公布" in answer.text
    assert not [mark for mark in ("83.5", "75.1", "合格") if mark in answer.text]


def test_the_sixth_wrong_try_of_a_ticket_waits(client, clock):
    batch = make_published()
    ticket, number = holder(batch)
    browser = client()
    for _ in range(5):
        assert ask(browser, ticket, "x").status_code == 422

    blocked = ask(browser, ticket, number)

    assert blocked.status_code == 429
    assert "12:1" in blocked.text
    with pytest.raises(TooMany):  # the same ticket from elsewhere
        service.look_up(ticket, number, actor=Actor("public", ip="10.0.0.9"), at=NOON)
    clock.at = NOON.replace(minute=11)
    assert ask(browser, ticket, number).status_code == 200


def test_wrong_tries_of_one_person_leave_the_others_behind_the_address(client):
    batch = make_published([("80", "75"), ("70", "75")])
    tickets = [row.registration.ticket_no for row in queries.results(batch.id)]
    browser = client()
    for _ in range(6):
        ask(browser, tickets[-1], "x")

    assert ask(browser, *holder(batch)).status_code == 200


def test_who_walks_through_tickets_is_stopped_at_the_address(app):
    ticket, number = holder(make_published())
    here = Actor("public", ip="10.0.0.7")
    for serial in range(99):
        assert service.look_up(f"9{serial:04d}", number, actor=here, at=NOON) is None
    assert service.look_up(ticket, number, actor=here, at=NOON) is not None
    assert service.look_up("no such", number, actor=here, at=NOON) is None

    with pytest.raises(TooMany):
        service.look_up(ticket, number, actor=here, at=NOON)

    elsewhere = Actor("public", ip="10.0.0.8")
    assert service.look_up(ticket, number, actor=elsewhere, at=NOON) is not None


def test_right_answers_are_not_counted(client):
    batch = make_published()
    browser = client()

    found = [ask(browser, *holder(batch)).status_code for _ in range(7)]

    assert found == [200] * 7


def test_the_look_up_closes_after_sixty_days(client, clock):
    batch = make_published([("83.5", "75")])
    who = holder(batch)
    clock.at = NOON.replace(year=2027, month=1, day=20)
    assert "83.5" in ask(client(), *who).text

    clock.at = NOON.replace(year=2027, month=1, day=21)
    answer = ask(client(), *who)

    assert "查询已结束" in answer.text
    assert "83.5" not in answer.text


def test_only_the_outcome_is_shown_where_scores_are_not_disclosed(client):
    batch = make_published([("83.5", "75")])
    with unit_of_work(audited=False):
        batch.parameters = {"score.disclosure": "PASS_ONLY"}
        database.session().info["changed"] = False

    answer = ask(client(), *holder(batch))

    assert "合格" in answer.text
    assert "83.5" not in answer.text


def test_an_empty_form_is_told_what_to_fill(client):
    answer = client().post("/apply/", data={})

    assert answer.status_code == 422
    assert "请填写准考证号" in answer.text
    assert "请填写身份证号" in answer.text
