"""Screens of candidates: who may, what is shown, where a click leads, what stays unchanged."""

import pytest
from sqlalchemy import event, select

from examsys.audit.models import AuditDetail
from examsys.batches.models import Batch
from examsys.candidates import queries, service
from examsys.kernel import pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import TooMany
from examsys.kernel.work import unit_of_work
from examsys.rules.permissions import TABLE, Role
from examsys.rules.states import Attendance, BatchState, Component, RegistrationState
from tests.conftest import NOON
from tests.make import ACTOR, fictional_id_number, make_batch, make_registration

FORM = {
    "name": "欧阳静",
    "id_number": fictional_id_number(600),
    "phone": "13800001234",
    "employer": "江城机械厂",
    "certificates-0-kind": "skill_level",
    "certificates-0-occupation": "劳动关系协调师",
    "certificates-0-level": "4",
    "certificates-0-issued_on": "2020-05-20",
    "titles-0-rank": "none",
    "work-0-kind": "this",
    "work-0-since": "2012-08-01",
    "work-0-last": "",
    "version": "",
}
PAGES = {
    "/candidates/": "candidates.read",
    "/candidates/export": "candidates.read",
    "/candidates/new": "candidates.register",
    "/candidates/1/": "candidates.read",
    "/candidates/1/edit": "candidates.register",
    "/candidates/1/withdraw": "candidates.register",
    "/candidates/import": "candidates.register",
    "/candidates/photos": "candidates.register",
    "/candidates/queue": "candidates.review",
    "/candidates/1/review": "candidates.review",
    "/candidates/seating": "candidates.seat",
    "/candidates/exam-day": "candidates.examday",
}


def submitted(batch: Batch | None = None, **over):
    registration = make_registration(batch, **over)
    with unit_of_work():
        service.submit(registration, actor=ACTOR, at=NOON)
    return registration


@pytest.mark.parametrize("role", list(Role))
def test_every_page_opens_for_exactly_the_roles_of_the_table(client, role):
    make_registration()
    browser = client(role.value)

    seen = {address: browser.get(f"{address}?batch_id=1").status_code for address in PAGES}

    assert seen == {
        address: 200 if role in TABLE[operation] else 403 for address, operation in PAGES.items()
    }


@pytest.mark.parametrize("address", ["", "queue", "seating", "exam-day", "new", "import", "photos"])
def test_without_a_batch_in_hand_one_is_chosen_first(client, address):
    make_batch(state=BatchState.REGISTERING)
    browser = client("exam_office", "reviewer")

    asked = browser.get(f"/candidates/{address}")
    chosen = browser.get(f"/candidates/{address}?batch_id=1")

    assert "先选择要办理的批次" in asked.text
    assert f"/candidates/{address}?batch_id=1" in asked.text
    assert chosen.status_code == 200
    assert "先选择要办理的批次" not in browser.get(f"/candidates/{address}").text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (BatchState.REGISTERING, "可以逐个登记"),
        (BatchState.ANNOUNCED, "只有报名中的批次可以登记报名"),
    ],
)
def test_the_empty_list_leads_to_the_next_step(client, state, words):
    make_batch(state=state)

    assert words in client("exam_office").get("/candidates/?batch_id=1").text


def test_registering_by_form_keeps_the_facts(client):
    make_batch(state=BatchState.REGISTERING)
    browser = client("exam_office")

    answer = browser.post("/candidates/new?batch_id=1", data=FORM)

    assert (answer.status_code, answer.location) == (303, "/candidates/1/")
    assert queries.registration(1).facts == {
        "certificates": [
            {
                "kind": "skill_level",
                "occupation": "劳动关系协调师",
                "level": 4,
                "issued_on": "2020-05-20",
                "status": "valid",
            }
        ],
        "titles": [],
        "education": None,
        "work": [{"kind": "this", "from": "2012-08-01", "to": None}],
    }
    shown = browser.get(answer.location).text
    assert "申报无此项" in shown
    assert "未填报" in shown
    assert FORM["id_number"] not in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id_number": FORM["id_number"][:17]}, "应为 18 位，现为 17 位"),
        ({"phone": "1"}, "手机号码应为 11 位"),
        ({"strange": "1"}, "未知字段"),
        ({"work-0-last": "2000-01-01"}, "截止日早于起始日"),
    ],
)
def test_a_wrong_form_is_shown_again_with_what_was_typed(client, change, words):
    make_batch(state=BatchState.REGISTERING)

    answer = client("exam_office").post("/candidates/new?batch_id=1", data={**FORM, **change})

    assert answer.status_code == 422
    assert words in answer.text
    assert "江城机械厂" in answer.text
    assert queries.counts(1)[RegistrationState.DRAFT] == 0


def test_editing_shows_the_facts_and_keeps_numbers_that_are_left_empty(client):
    row = make_registration(name="欧阳静")
    number = pii.get(row.candidate, "id_number")
    browser = client("exam_office")
    shown = browser.get(f"/candidates/{row.id}/edit")
    assert 'value="2020-05-20"' in shown.text
    assert number not in shown.text

    form = {**FORM, "id_number": "", "phone": "", "version": str(row.version)}
    answer = browser.post(f"/candidates/{row.id}/edit", data={**form, "employer": "新单位"})

    assert answer.status_code == 303
    database.session.rollback()
    who = queries.registration(row.id).candidate
    assert (who.employer, pii.get(who, "id_number")) == ("新单位", number)
    assert browser.post(f"/candidates/{row.id}/edit", data=form).status_code == 409


def test_whole_numbers_are_shown_once_and_on_record(client, db):
    row = make_registration()
    browser = client("reviewer")

    path, number = f"/candidates/{row.id}/reveal", pii.get(row.candidate, "id_number")

    asked, empty = browser.get(path), browser.post(path, data={"reason": " "})
    assert (asked.status_code, empty.status_code) == (200, 422)
    assert number not in asked.text + empty.text
    assert len(queries.history(row.id)) == 1  # the registration itself
    answer = browser.post(path, data={"reason": "与原件核对"})

    assert number in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    said = database.session.scalars(select(AuditDetail).order_by(AuditDetail.id.desc())).first()
    assert queries.history(row.id)[0].action == "candidates.numbers.revealed"
    assert said.detail == {"reason": "与原件核对"}
    assert client("head").post(path, data={"reason": "x"}).status_code == 403


def test_an_account_reads_twenty_numbers_an_hour_and_no_more(db):
    row = make_registration()
    who = {"reason": "核对", "at": NOON}
    for _ in range(20):
        service.reveal_numbers(row.id, actor=Actor("busy"), **who)

    with pytest.raises(TooMany, match="查看完整号码次数过多"):
        service.reveal_numbers(row.id, actor=Actor("busy"), **who)

    assert len(service.reveal_numbers(row.id, actor=Actor("other"), **who)[0]) == 18
    assert len(queries.history(row.id)) == 1 + 20 + 1


def test_the_list_is_searched_by_name_ticket_and_last_four(client, seated):
    batch = seated(3)
    rows = queries.approved(batch.id)
    browser = client("exam_office")
    wanted = rows[1]

    for q in (wanted.candidate.name, wanted.ticket_no, wanted.candidate.id_number_last4.lower()):
        text = browser.get(f"/candidates/?batch_id=1&q={q}").text
        assert wanted.candidate.name in text
        assert rows[0].candidate.name not in text


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_export_follows_the_filter_and_is_on_record(client, kind):
    batch = make_batch(state=BatchState.REGISTERING)
    make_registration(batch, name="=甲")
    submitted(batch, name="乙")
    browser = client("exam_office")

    answer = browser.get(f"/candidates/export?batch_id=1&format={kind}&state=draft")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        lines = answer.data.decode("utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in lines] == ['"姓名"', '"\'=甲"']


def test_a_reviewer_goes_from_one_to_the_next_and_never_to_their_own(client, db):
    batch = make_batch(state=BatchState.REVIEWING)
    one, two = submitted(batch), submitted(batch)
    first, second = client("reviewer", login="first"), client("reviewer", login="second")

    step = first.post(f"/candidates/{one.id}/pass", data={"version": str(one.version)})
    assert step.location == f"/candidates/{two.id}/review"
    db.session.rollback()
    assert "复审须由另一名审核员办理" in first.get(f"/candidates/{one.id}/review").text
    own = first.post(f"/candidates/{one.id}/pass", data={"version": str(one.version)})
    other = second.post(f"/candidates/{one.id}/pass", data={"version": str(one.version)})

    assert (own.status_code, other.status_code) == (403, 303)
    db.session.rollback()
    assert queries.registration(one.id).state is RegistrationState.APPROVED


@pytest.mark.parametrize(
    ("verb", "data", "state"),
    [
        ("return", {"reason": "照片不清"}, RegistrationState.RETURNED),
        ("reject", {"code": "conditions", "text": ""}, RegistrationState.REJECTED),
    ],
)
def test_returning_and_rejecting_need_their_reason(client, db, verb, data, state):
    row = submitted(make_batch(state=BatchState.REVIEWING))
    browser, version = client("reviewer"), {"version": str(row.version)}

    bare = browser.post(f"/candidates/{row.id}/{verb}", data=version)
    done = browser.post(f"/candidates/{row.id}/{verb}", data={**version, **data})

    assert (bare.status_code, done.status_code) == (422, 303)
    db.session.rollback()
    assert queries.registration(row.id).state is state


def test_seating_by_page_shows_the_plan_and_swaps(client, db):
    batch = make_batch(state=BatchState.REVIEWING)
    for _ in range(3):
        make_registration(batch, state=RegistrationState.APPROVED, photo=True)
    browser = client("exam_office")

    done = browser.post("/candidates/seating/arrange?batch_id=1", data={"order": "name"})
    db.session.rollback()
    before = [row.candidate.name for row in queries.approved(1)]
    swapped = browser.post(
        "/candidates/seating/swap?batch_id=1", data={"one": "1-1", "other": "１－3"}
    )
    db.session.rollback()

    assert (done.status_code, swapped.status_code) == (303, 303)
    assert [row.candidate.name for row in queries.approved(1)] == before[::-1]
    shown = browser.get("/candidates/seating?batch_id=1").text
    assert "打印准考证" in shown
    assert before[0] in shown


@pytest.mark.parametrize("seat", ["1", "1-9", "9-1", "甲-1"])
def test_a_seat_that_is_none_is_named(client, seated, seat):
    batch = seated(2)

    answer = client("exam_office").post(
        f"/candidates/seating/swap?batch_id={batch.id}", data={"one": seat, "other": "1-1"}
    )

    assert answer.status_code == 422
    assert "座位" in answer.text


def test_the_day_is_recorded_by_keys(client, seated, db):
    batch = seated(3)
    with unit_of_work(audited=False):
        batch.state = BatchState.SITTING
    rows = queries.approved(batch.id)
    browser, here = client("examiner"), f"?batch_id={batch.id}&component=skill&room=1"

    wrong = browser.post(f"/candidates/exam-day/record{here}", data={f"state-{rows[0].id}": "9"})
    cells = {
        f"state-{rows[0].id}": "１",
        f"state-{rows[1].id}": "缺考",
        f"state-{rows[2].id}": "3",
        f"note-{rows[2].id}": "携带手机",
    }
    done = browser.post(f"/candidates/exam-day/record{here}", data=cells)

    assert wrong.status_code == 422
    assert "不是到考情况" in wrong.text
    assert done.status_code == 303
    db.session.rollback()
    assert [(row.state, row.note) for row in queries.attendance(batch.id, Component.SKILL)] == [
        (Attendance.PRESENT, ""),
        (Attendance.ABSENT, ""),
        (Attendance.VIOLATION, "携带手机"),
    ]


def test_all_present_by_one_press(client, seated, db):
    batch = seated(2)
    with unit_of_work(audited=False):
        batch.state = BatchState.SITTING

    client("exam_office").post(
        f"/candidates/exam-day/all-present?batch_id={batch.id}&component=theory&room=1"
    )

    db.session.rollback()
    states = [row.state for row in queries.attendance(batch.id, Component.THEORY)]
    assert states == [Attendance.PRESENT] * 2


def statements(browser, address: str) -> int:
    seen = []
    browser.get(address)  # the frame of a page is read once after each event
    listen = lambda *args: seen.append(args[2])  # noqa: E731 -- one listener, named to be removed
    event.listen(database.engine, "before_cursor_execute", listen)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(database.engine, "before_cursor_execute", listen)
    return len(seen)


@pytest.mark.parametrize(
    ("page", "state", "batch_state"),
    [
        ("", RegistrationState.DRAFT, BatchState.REGISTERING),
        ("export", RegistrationState.DRAFT, BatchState.REGISTERING),
        ("queue", RegistrationState.SUBMITTED, BatchState.REVIEWING),
        ("seating", RegistrationState.APPROVED, BatchState.REVIEWING),
        ("exam-day", RegistrationState.APPROVED, BatchState.REVIEWING),
    ],
)
def test_pages_issue_the_same_statements_for_one_and_for_thirty(client, page, state, batch_state):
    batch = make_batch(state=batch_state)
    report = {"verdict": "pass", "path": "L3-1", "paths": [], "findings": []}
    address = f"/candidates/{page}?batch_id={batch.id}"

    def add() -> None:
        made = make_registration(batch, state=state)
        with unit_of_work(audited=False):
            made.report, made.submitted_at = report, NOON

    add()
    browser = client("exam_office", "reviewer")
    browser.get(address)
    one = statements(browser, address)
    for _ in range(29):
        add()

    assert statements(browser, address) == one
