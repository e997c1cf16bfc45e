"""Screens of batches: who may, what is shown, what changed."""

from datetime import date

import pytest
from sqlalchemy import event, select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.batches import queries
from examsys.kernel.db import db as database
from examsys.rules.permissions import TABLE, Role
from examsys.rules.states import BatchState
from tests.make import make_agency, make_batch

PLAN = {
    "level": "3",
    "planned_count": "60",
    "registration_from": "2026-11-23",
    "registration_until": "2026-12-04",
    "exam_on": "2026-12-19",
    "theory_at": "08:30",
    "skill_at": "10:30",
    "review_at": "",
    "note": "",
    "version": "",
}


def test_the_empty_list_offers_the_first_step(client):
    answer = client("exam_office").get("/batches/")

    assert answer.status_code == 200
    assert "还没有批次" in answer.text
    assert "/batches/new" in answer.text


def test_planning_by_form_leads_to_the_batch(client):
    make_agency()
    browser = client("exam_office")

    answer = browser.post("/batches/new", data={**PLAN, "site_id": "1"})

    assert answer.status_code == 303
    shown = browser.get(answer.location)
    assert "2026年第1批 · 三级" in shown.text
    assert "计划已备案" in shown.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"exam_on": "2026-12-01"}, "考试日应在报名截止日之后"),
        ({"planned_count": "x"}, "计划人数"),
        ({"strange": "1"}, "未知字段"),
    ],
)
def test_a_wrong_plan_is_shown_again_with_what_was_typed(client, change, words):
    make_agency()

    answer = client("exam_office").post("/batches/new", data={**PLAN, "site_id": "1", **change})

    assert answer.status_code == 422
    assert words in answer.text
    assert "2026-11-23" in answer.text
    assert queries.years() == []


def test_filing_by_another_person_moves_on(client):
    batch = make_batch()

    data = {"filed_on": "2026-11-20", "receipt": "浙认备 1 号"}
    answer = client("head").post(f"/batches/{batch.id}/file", data=data)

    assert answer.status_code == 303
    assert queries.batch(batch.id).state is BatchState.FILED
    assert queries.batch(batch.id).filed_on == date(2026, 11, 20)


def test_moving_too_early_says_why_and_changes_nothing(client):
    batch = make_batch(state=BatchState.FILED)

    answer = client("exam_office").post(f"/batches/{batch.id}/move", data={"to": "announced"})

    assert answer.status_code == 409
    assert "尚未发布本批次的认定公告" in answer.text
    assert queries.batch(batch.id).state is BatchState.FILED


@pytest.mark.parametrize(("to", "status"), [("nonsense", 404), ("seated", 409)])
def test_the_move_button_takes_only_its_own_steps(client, to, status):
    batch = make_batch(state=BatchState.REVIEWING)

    answer = client("exam_office").post(f"/batches/{batch.id}/move", data={"to": to})

    assert answer.status_code == status


def test_the_announcement_is_drafted_from_the_plan(client):
    batch = make_batch(state=BatchState.FILED)
    browser = client("exam_office")

    answer = browser.post(f"/batches/{batch.id}/announce")

    text = browser.get(answer.location).text
    assert "2026年12月19日" in text
    assert "杭州考点" in text


@pytest.mark.parametrize(
    ("state", "offered"),
    [(BatchState.FILED, True), (BatchState.ANNOUNCED, False), (BatchState.ARCHIVED, False)],
)
def test_an_announcement_is_offered_until_it_is_out(client, state, offered):
    batch = make_batch(state=state)
    text = client("exam_office").get(f"/batches/{batch.id}/").text
    assert ("按计划生成认定公告" in text) is offered


def test_the_batch_in_hand_follows(client):
    batch = make_batch()
    browser = client("exam_office")

    browser.post("/batches/take", data={"batch_id": str(batch.id)})

    assert "打开当前批次" in browser.get("/batches/").text


@pytest.mark.parametrize("role", list(Role))
def test_only_the_office_may_plan(client, role):
    make_agency()

    answer = client(role.value).get("/batches/new")

    assert answer.status_code == (200 if role in TABLE["batches.plan"] else 403)


def statements(browser, address: str) -> int:
    seen = []
    listen = lambda *args: seen.append(args[2])  # noqa: E731 -- one listener, named to be removed
    event.listen(database.engine, "before_cursor_execute", listen)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(database.engine, "before_cursor_execute", listen)
    return len(seen)


def test_the_list_issues_the_same_statements_for_one_row_and_many(client):
    browser = client("exam_office")
    make_batch()
    browser.get("/batches/")
    one = statements(browser, "/batches/")
    for _ in range(4):
        make_batch()
    browser.get("/batches/")

    assert statements(browser, "/batches/") == one


def test_the_list_leaves_as_a_table_and_the_log_says_so(client):
    batch = make_batch()
    browser = client("exam_office")

    table = browser.get("/batches/export.csv?state=planned")

    assert table.data.startswith('\ufeff"批次号","等级"'.encode())
    assert f'"{batch.number}","三级/高级工","杭州考点"' in table.text
    assert len(browser.get("/batches/export.csv?state=archived").text.splitlines()) == 1
    assert browser.get("/batches/export.xlsx").data[:2] == b"PK"
    assert browser.get("/batches/export.pdf").status_code == 404
    logged = select(AuditDetail.detail).join(AuditEvent, AuditEvent.id == AuditDetail.id)
    found = database.session.scalars(logged.where(AuditEvent.action == "batches.list.exported"))
    assert [one["count"] for one in found] == [1, 0, 1]
    assert client("system_admin").get("/batches/export.csv").status_code == 403
