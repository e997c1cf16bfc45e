"""Screens of papers: who may, what is shown, what is refused, what changes."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import event, func, select

from examsys.audit import queries as log
from examsys.audit.models import AuditEvent
from examsys.kernel.db import db
from examsys.papers import queries
from examsys.papers.models import Blueprint, PaperSet
from examsys.rules.permissions import TABLE, Role
from examsys.rules.states import Component, PaperState
from tests.make import make_batch
from tests.papers.make import make_blueprint, make_paper_bank, make_paper_set

SOUND = {
    "title": "三级理论常规方案",
    "minutes": "90",
    "sections-0-kind": "single",
    "sections-0-count": "60",
    "sections-0-marks": "1",
    "sections-1-kind": "multiple",
    "sections-1-count": "10",
    "sections-1-marks": "2",
    "sections-2-kind": "true_false",
    "sections-2-count": "20",
    "sections-2-marks": "1",
    "tolerance": "10",
}


def text(answer):
    return unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


PLACES = (
    ("GET", "/papers/", "papers.read"),
    ("GET", "/papers/blueprints/", "papers.read"),
    ("GET", "/papers/blueprints/new", "papers.blueprint"),
    ("GET", "/papers/blueprints/1/", "papers.read"),
    ("GET", "/papers/blueprints/1/edit", "papers.blueprint"),
    ("POST", "/papers/blueprints/1/active", "papers.blueprint"),
    ("GET", "/papers/draw/1/theory", "papers.draw"),
    ("GET", "/papers/1/", "papers.read"),
    ("POST", "/papers/1/approve", "papers.approve"),
    ("GET", "/papers/1/withdraw", "papers.withdraw"),
    ("GET", "/papers/1/verify", "papers.verify"),
    ("GET", "/papers/forms/1/paper", "papers.open"),
)


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_role_meets_what_the_table_says(client, role):
    make_paper_set()
    browser = client(role.value)
    for method, address, operation in PLACES:
        status = browser.open(address, method=method).status_code
        assert (status == 403) is (role not in TABLE[operation]), (address, status)


def test_a_new_blueprint_starts_from_the_published_composition(client):
    page = client("item_office").get("/papers/blueprints/new?level=4&component=theory")

    body = page.get_data(as_text=True)
    assert re.findall(r'name="sections-\d-count"[^>]*value="(\d+)"', body) == ["80", "20"]
    assert re.findall(r'name="sections-\d-marks"[^>]*value="([^"]+)"', body) == ["1", "1"]


def test_a_skill_blueprint_starts_with_six_cases(client):
    page = client("item_office").get("/papers/blueprints/new?level=3&component=skill")

    body = page.get_data(as_text=True)
    assert re.findall(r'name="sections-\d-count"[^>]*value="(\d+)"', body) == ["4", "2"]
    assert re.findall(r'name="sections-\d-marks"[^>]*value="([^"]+)"', body) == ["15", "20"]


def test_writing_a_blueprint(client):
    answer = client("item_office").post("/papers/blueprints/new?level=3", data=SOUND)

    assert (answer.status_code, answer.location) == (303, "/papers/blueprints/1/")
    found = queries.blueprint(1)
    assert (found.level, found.component, found.minutes) == (3, Component.THEORY, 90)
    assert found.spec["sections"] == [
        ["single", 60, "1"],
        ["multiple", 10, "2"],
        ["true_false", 20, "1"],
    ]


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"sections-0-count": "61"}, "各题分值合计 101 分，要求 100 分。"),
        ({"d3": "90"}, "各级难度比例合计为 90，应为 100。"),
        ({"sections-3-kind": "case"}, "第 4 行题型：请填写题量和每题分值"),
        ({"sections-3-count": "2"}, "第 4 行题型：请选择题型，或清空题量和分值"),
        ({"title": ""}, "请填写方案名称"),
    ],
)
def test_a_wrong_blueprint_comes_back_with_the_reason(client, over, message):
    answer = client("item_office").post("/papers/blueprints/new?level=3", data={**SOUND, **over})

    assert answer.status_code == 422
    assert message in text(answer)
    assert 'value="三级理论常规方案"' in answer.get_data(as_text=True) or "title" in over
    assert count(Blueprint) == 0


def test_a_blueprint_says_what_the_bank_lacks(client):
    make_paper_bank(per_point=1)
    make_blueprint()
    page = text(client("item_office").get("/papers/blueprints/1/"))

    assert "题库不能满足，以下各项请补充试题或调整方案：" in page
    assert "需 18，可用 10，缺 8" in page


def test_a_blueprint_without_a_table_says_where_to_begin(client):
    make_blueprint()
    page = text(client("item_office").get("/papers/blueprints/1/"))

    assert "三级理论知识考试还没有生效的鉴定要素细目表" in page


def test_drawing_from_the_page(client):
    make_paper_bank()
    make_blueprint()
    batch = make_batch()
    browser = client("item_office")
    page = browser.get(f"/papers/draw/{batch.id}/theory")
    assert "题库能够满足：可用试题 20 道" in text(page)

    answer = browser.post(f"/papers/draw/{batch.id}/theory", data={"blueprint_id": "1"})
    assert (answer.status_code, answer.location) == (303, "/papers/1/")
    assert count(PaperSet) == 1
    again = browser.post(f"/papers/draw/{batch.id}/theory", data={"blueprint_id": "1"})
    assert again.status_code == 409
    assert "本批次已有理论知识考试试卷" in text(again)


def test_a_draw_that_cannot_be_made_changes_nothing(client):
    make_paper_bank(per_point=1)
    make_blueprint()
    batch = make_batch()
    before = count(AuditEvent)
    answer = client("item_office").post(
        f"/papers/draw/{batch.id}/theory", data={"blueprint_id": "1"}
    )

    assert answer.status_code == 409
    assert "题库不能满足组卷方案，没有组卷：" in text(answer)
    assert (count(PaperSet), count(AuditEvent) - before) == (0, 0)


def test_approval_by_another_person_and_a_second_one_refused(client):
    paper_set = make_paper_set()
    browser, address = client("head"), f"/papers/{paper_set.id}/approve"
    version = paper_set.version
    answer = browser.post(address, data={"version": version})

    assert (answer.status_code, answer.location) == (303, f"/papers/{paper_set.id}/")
    db.session.expire_all()
    assert paper_set.state is PaperState.APPROVED
    assert browser.post(address, data={"version": version}).status_code == 409


def test_the_page_shows_metadata_and_no_text(client):
    paper_set = make_paper_set()
    page = client("head").get(f"/papers/{paper_set.id}/")

    body = text(page)
    assert "2026-01-3T1-A" in body
    assert paper_set.forms[0].digest in body
    assert "B-A-001 鉴定点B-A-001" in body
    assert "订立书面劳动合同" not in body


def test_the_exam_office_does_not_see_which_points_are_asked(client):
    paper_set = make_paper_set()
    body = text(client("exam_office").get(f"/papers/{paper_set.id}/"))

    assert "主卷双向细目表" in body
    assert "鉴定点B-A-001" not in body


def test_withdrawing_and_proving_from_the_page(client):
    paper_set = make_paper_set()
    browser = client("head")
    proved = browser.post("/papers/1/verify", data={"reason": "年度抽查"}, follow_redirects=True)
    assert "复核一致" in text(proved)

    short = browser.post("/papers/1/withdraw", data={"reason": "", "version": "1"})
    assert (short.status_code, "请写明作废原因" in text(short)) == (422, True)
    answer = browser.post("/papers/1/withdraw", data={"reason": "泄密", "version": "1"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert (paper_set.state, paper_set.withdrawn_reason) == (PaperState.WITHDRAWN, "泄密")


def test_a_print_needs_a_reason_and_is_on_record(client):
    form = make_paper_set(approved=True).forms[0]
    browser, address = client("item_office", login="keeper"), f"/papers/forms/{form.id}/paper"
    empty = browser.post(address, data={"reason": ""})
    assert (empty.status_code, log.about(f"paper:{form.number}")) == (422, [])

    answer = browser.post(address, data={"reason": "制卷"})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    opened = log.about(f"paper:{form.number}")[0]
    assert (opened.action, opened.actor) == ("papers.paper.opened", "keeper")


def test_an_answer_sheet_opens_nothing(client):
    form = make_paper_set(approved=True).forms[0]
    address = f"/papers/forms/{form.id}/sheet"
    answer = client("item_office").post(address, data={"reason": "制卷"})

    assert answer.mimetype == "application/pdf"
    actions = [entry.action for entry in log.about(f"paper:{form.number}")]
    assert actions == ["papers.sheet.printed"]


@pytest.mark.parametrize(
    "address",
    ["/papers/99/", "/papers/blueprints/99/", "/papers/forms/99/paper", "/papers/forms/1/record"],
)
def test_what_is_not_there_is_said_so(client, address):
    make_paper_set()
    assert client("item_office").get(address).status_code == 404


def statements(app, browser, address):
    seen = []
    listener = lambda *args: seen.append(args[2])  # noqa: E731 -- removed by identity below
    event.listen(db.engine, "before_cursor_execute", listener)
    assert browser.get(address).status_code == 200
    event.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)


def test_the_list_asks_as_much_for_three_sets_as_for_one(app, client):
    make_paper_bank(per_point=6)
    make_paper_set()
    browser = client("item_office")
    browser.get("/papers/")
    one = statements(app, browser, "/papers/?state=drawn")
    for number in (1, 2):
        make_paper_set(make_batch(exam_on=date(2026, 12, 19 + number)))
    browser.get("/papers/")

    assert statements(app, browser, "/papers/?state=drawn") == one
