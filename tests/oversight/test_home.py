"""The home page of each role: nothing there, some things there, and by when."""

from datetime import date

import pytest
from sqlalchemy import event, select

from examsys.batches.models import Batch
from examsys.kernel.work import unit_of_work
from examsys.oversight.queries import open_batches
from examsys.oversight.tasks import batch_tasks
from examsys.rules.permissions import Role
from examsys.rules.states import BatchState, RegistrationState
from tests.make import make_batch, make_registration


def labels(batch: Batch, db) -> list[tuple[str, int]]:
    row = next(r for r in open_batches("nobody") if r.Batch.id == batch.id)
    return [(t.label, t.count) for t in batch_tasks(row, on=date(2026, 11, 21))]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_an_empty_instance_says_what_to_do_first(client, role):
    answer = client(role.value).get("/")

    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert 'id="due"' in page
    assert "开始使用" in page
    assert "填写机构信息和考点（机构负责人）" in page


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_every_role_sees_its_desk_with_rows(client, role):
    batch = make_batch(state=BatchState.REVIEWING)
    make_registration(batch, state=RegistrationState.SUBMITTED)

    answer = client(role.value).get("/")

    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert ("资格审核</a>" in page) is (role is Role.REVIEWER)
    assert (f"/batches/{batch.id}/" in page) is (role is not Role.SYSTEM_ADMIN)


def test_a_planned_batch_waits_for_its_filing(app, db):
    batch = make_batch()

    assert labels(batch, db) == [("审批计划并登记备案", 1)]


def test_review_waits_while_something_is_submitted(app, db):
    batch = make_batch(state=BatchState.REVIEWING)
    make_registration(batch, state=RegistrationState.SUBMITTED)
    make_registration(batch, state=RegistrationState.APPROVED)

    assert labels(batch, db) == [("资格审核", 1), ("抽题组卷", 2), ("安排考务人员", 1)]


def test_seating_waits_once_everything_is_decided(app, db):
    batch = make_batch(state=BatchState.REVIEWING)
    make_registration(batch, state=RegistrationState.APPROVED)

    assert labels(batch, db)[0] == ("编排考场和座位", 1)


def test_a_second_review_by_the_first_reviewer_is_not_counted(app, db):
    batch = make_batch(state=BatchState.REVIEWING)
    row = make_registration(batch, state=RegistrationState.FIRST_PASSED)
    with unit_of_work(audited=False):
        row.first_by = "shen"

    assert [r.first_passed for r in open_batches("shen")] == [0]
    assert [r.first_passed for r in open_batches("luo")] == [1]


def test_the_bell_counts_the_lines_of_the_list(client):
    make_batch()

    page = client("head").get("/batches/").get_data(as_text=True)

    assert 'aria-label="待办 2 项"' in page  # the filing, and next year's calendar


def test_the_report_is_asked_for_from_november(client, clock):
    make_batch()
    browser = client("exam_office")
    assert "编制 2026 年年度报告" in browser.get("/").get_data(as_text=True)

    clock.at = clock.at.replace(month=10, day=31)

    assert "编制 2026 年年度报告" not in client("exam_office").get("/").get_data(as_text=True)


def statements(db, browser) -> int:
    seen: list[str] = []

    def note(_c, _cursor, statement, *_):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get("/").status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_more_batches_cost_no_more_statements(client, db):
    browser = client("exam_office")
    make_batch(state=BatchState.REVIEWING)
    one = statements(db, browser)
    for day in (20, 21, 22):
        batch = make_batch(state=BatchState.REVIEWING, exam_on=date(2026, 12, day))
        make_registration(batch, state=RegistrationState.SUBMITTED)

    assert statements(db, browser) == one


def test_search_finds_what_the_role_may_read(client):
    batch = make_batch(state=BatchState.REVIEWING)
    row = make_registration(batch, name="欧阳若水")
    last4 = row.candidate.id_number_last4

    assert f"/candidates/{row.id}/" in client("exam_office").get("/search?q=若水").text
    assert f"/candidates/{row.id}/" in client("exam_office").get(f"/search?q={last4}").text
    assert f"/candidates/{row.id}/" not in client("item_writer").get("/search?q=若水").text
    assert "查找内容太短" in client("exam_office").get("/search?q=1").text


def test_every_clause_has_its_anchor(client):
    page = client("auditor").get("/rules/clauses").text

    assert 'id="人社厅函〔2023〕141号-三（二）"' in page


def test_the_desk_changes_nothing(client, db):
    make_batch()
    client("head").get("/")

    assert db.session.scalars(select(Batch.state)).all() == [BatchState.PLANNED]
