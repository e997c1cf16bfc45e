"""The pages of the bank: what they show, what they keep sealed, who may enter."""

import re
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import event, select

from examsys.audit.models import AuditEvent
from examsys.bank import queries
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.rules.permissions import TABLE, Role
from examsys.rules.states import Component, ItemStatus
from question_bank import Kind
from tests import make

SECRET = "紫藤花架下签订的劳动合同"
pytestmark = pytest.mark.usefixtures("app")


def text_of(response):
    return response.get_data(as_text=True)


def actions():
    query = select(AuditEvent.action).where(AuditEvent.action.startswith("bank."))
    return database.session.scalars(query.order_by(AuditEvent.id)).all()


def secret_item(**over):
    question = make.make_question(1, stem=f"{SECRET}（ ）。")
    return make.make_item(question=question, **over)


def test_the_list_shows_metadata_and_never_text(client):
    make.make_spec()
    item = secret_item(status=ItemStatus.IN_USE)
    before = actions()
    shown = text_of(client("item_office").get("/bank/"))
    assert "B-A-001</span> 劳动合同的订立" in shown
    assert f"/bank/{item}/" in shown
    assert SECRET not in shown
    assert "题库已封存" in shown
    assert actions() == before


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"B-A-001", "B-A-002", "A-A-001"}),
        ("?q=试用", {"B-A-002"}),
        ("?q=a-a", {"A-A-001"}),
        ("?under=B-A", {"B-A-001", "B-A-002"}),
        ("?status=in_use", {"B-A-002"}),
        ("?difficulty=5", {"A-A-001"}),
        ("?kind=multiple", set()),
        ("?component=skill", set()),
        ("?level=4", set()),
        ("?writer=zhao", {"A-A-001"}),
    ],
)
def test_filters_narrow_by_metadata(client, asked, found):
    make.make_spec()
    make.make_item()
    make.make_item(point_code="B-A-002", status=ItemStatus.IN_USE)
    zhao = Actor(name="zhao", roles=("item_writer",))
    make.make_item(point_code="A-A-001", difficulty=5, actor=zhao)
    shown = text_of(client("item_office").get(f"/bank/{asked}"))
    assert set(re.findall(r'<span class="code">([A-Z]-[A-Z]-[0-9]+)</span>', shown)) == found


def test_a_writer_sees_own_items_only(client):
    make.make_spec()
    mine = make.make_item(actor=Actor(name="li", roles=("item_writer",)))
    theirs = make.make_item(point_code="B-A-002")
    browser = client("item_writer", login="li")
    shown = text_of(browser.get("/bank/"))
    assert (f"/bank/{mine}/" in shown, f"/bank/{theirs}/" in shown) == (True, False)
    assert browser.get(f"/bank/{theirs}/").status_code == 404
    assert browser.post(f"/bank/{theirs}/open", data={"reason": "看看"}).status_code == 404


def test_opening_needs_a_reason_and_shows_who_and_when(client):
    make.make_spec()
    item = secret_item()
    browser = client("item_office", login="office")
    assert SECRET not in text_of(browser.get(f"/bank/{item}/"))
    refused = browser.post(f"/bank/{item}/open", data={"version": "1", "reason": " "})
    assert (refused.status_code, SECRET in text_of(refused)) == (422, False)
    assert "bank.item.opened" not in actions()
    opened = browser.post(f"/bank/{item}/open", data={"version": "1", "reason": "核对依据"})
    shown = text_of(opened)
    assert opened.status_code == 200
    assert SECRET in shown
    assert re.search(r"（office）\s+2026-11-21 12:00\s+核对依据", shown)
    assert actions()[-1] == "bank.item.opened"


def test_a_reviewer_opens_only_what_waits_or_was_decided_by_them(client):
    make.make_spec()
    item = secret_item(status=ItemStatus.IN_USE)
    stranger = client("item_reviewer", login="stranger")
    refused = stranger.post(f"/bank/{item}/open", data={"version": "1", "reason": "看看"})
    assert (refused.status_code, SECRET in text_of(refused)) == (403, False)
    reviewer = client("item_reviewer", login="item-reviewer")
    opened = reviewer.post(f"/bank/{item}/open", data={"version": "1", "reason": "复核"})
    assert SECRET in text_of(opened)


FORMS = {
    "single": {
        "options-0": "一周",
        "options-1": "一个月",
        "options-2": "三个月",
        "options-3": "半年",
        "letter": "B",
    },
    "multiple": {
        "options-0": "工作内容",
        "options-1": "试用期",
        "options-2": "劳动报酬",
        "options-3": "社会保险",
        "options-4": "服务期",
        "letters": ["A", "C", "D"],
    },
    "true_false": {"truth": "×"},
    "case": {
        "answer": "约定违法。",
        "marks": "15",
        "rubric-0-text": "指出违法",
        "rubric-0-marks": "5",
        "rubric-1-text": "说明依据",
        "rubric-1-marks": "10",
    },
}


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_an_item_of_each_kind_is_written_by_hand(client, kind):
    make.make_spec()
    browser = client("item_writer", login="li")
    address = f"/bank/new?level=3&component=theory&kind={kind}"
    assert browser.get(address).status_code == 200
    values = {"point_code": "B-A-001", "difficulty": "3", "stem": "题干（ ）。", **FORMS[kind]}
    sent = browser.post(address, data=values)
    assert sent.status_code == 303
    record = queries.record(sent.location.rstrip("/").split("/")[-1])
    assert (record.card.kind.value, record.written_by) == (kind, "li")


def test_what_is_wrong_comes_back_on_the_same_page_with_the_answers(client):
    make.make_spec()
    browser = client("item_writer")
    address = "/bank/new?level=3&component=theory&kind=case"
    values = {"point_code": "B-A-001", "difficulty": "3", "stem": "我写的题干", **FORMS["case"]}
    sent = browser.post(address, data={**values, "rubric-1-marks": "4"})
    shown = text_of(sent)
    assert sent.status_code == 422
    assert "评分标准合计 9 分，与配分 15 分不符" in shown
    assert "我写的题干" in shown
    assert "说明依据" in shown
    assert database.session.execute(select(queries.ITEM.c.uuid)).all() == []


def test_a_marking_of_national_secrets_is_refused_with_the_sentence(client):
    make.make_spec()
    values = {"point_code": "B-A-001", "difficulty": "3", "stem": "机密★启用前", "truth": "√"}
    sent = client("item_writer").post(
        "/bank/new?level=3&component=theory&kind=true_false", data=values
    )
    assert sent.status_code == 422
    assert "本系统不得存储国家秘密" in text_of(sent)


def test_editing_opens_with_a_reason_and_saves_a_new_version(client):
    make.make_spec()
    item = secret_item(actor=Actor(name="li", roles=("item_writer",)))
    browser = client("item_writer", login="li")
    assert SECRET not in text_of(browser.get(f"/bank/{item}/edit"))
    opened = browser.post(f"/bank/{item}/edit/open", data={"version": "1", "reason": "改选项"})
    assert SECRET in text_of(opened)
    assert actions()[-1] == "bank.item.opened"
    values = {
        "point_code": "B-A-002",
        "difficulty": "4",
        "stem": "新题干（ ）。",
        **FORMS["single"],
    }
    saved = browser.post(f"/bank/{item}/edit", data={"version": "1", **values})
    assert saved.status_code == 303
    card = queries.record(item).card
    assert (card.ref.version, card.point_code, card.difficulty) == (2, "B-A-002", 4)
    stale = browser.post(f"/bank/{item}/edit", data={"version": "1", **values})
    assert stale.status_code == 422
    assert "已有新版本" in text_of(stale)
    assert queries.record(item).card.ref.version == 2


def test_the_queue_opens_decides_and_goes_on_to_the_next(client, clock):
    make.make_spec()
    first, second = secret_item(status=ItemStatus.REVIEWING), None
    clock.at = clock.at.replace(minute=5)
    second = make.make_item(point_code="B-A-002", status=ItemStatus.REVIEWING)
    browser = client("item_reviewer", login="wang")
    shown = text_of(browser.get("/bank/queue"))
    assert shown.index(str(first)) < shown.index(str(second))
    assert SECRET not in text_of(browser.get(f"/bank/{first}/review"))
    assert SECRET in text_of(browser.post(f"/bank/{first}/review/open"))
    silent = browser.post(
        f"/bank/{first}/review", data={"version": "1", "comment": "", "decision": "return"}
    )
    assert silent.status_code == 422
    assert "退回修改须写明意见" in text_of(silent)
    passed = browser.post(
        f"/bank/{first}/review", data={"version": "1", "comment": "", "decision": "pass"}
    )
    assert (passed.status_code, passed.location) == (303, f"/bank/{second}/review")
    back = browser.post(
        f"/bank/{second}/review",
        data={"version": "1", "comment": "选项过长", "decision": "return"},
    )
    assert back.location == "/bank/queue"
    states = [queries.record(item).status.value for item in (first, second)]
    assert states == ["in_use", "returned"]


def test_own_items_are_not_in_the_queue_and_cannot_be_reviewed(client):
    make.make_spec()
    li = Actor(name="li", roles=("item_writer",))
    item = make.make_item(actor=li, status=ItemStatus.REVIEWING)
    browser = client("item_reviewer", "item_writer", login="li")
    assert str(item) not in text_of(browser.get("/bank/queue"))
    refused = browser.post(f"/bank/{item}/review/open")
    assert (refused.status_code, "命题人不能审定" in text_of(refused)) == (403, True)
    assert "bank.item.opened" not in actions()


def test_ticked_items_are_sent_together(client):
    make.make_spec()
    items = [make.make_item(), make.make_item()]
    browser = client("item_office")
    sent = browser.post("/bank/send", data={"item": [str(item) for item in items]})
    assert (sent.status_code, sent.location) == (303, "/bank/?status=reviewing")
    assert [queries.record(item).status.value for item in items] == ["reviewing"] * 2
    assert browser.post("/bank/send", data={"item": "x"}).status_code == 422
    assert browser.post("/bank/send").status_code == 422


def test_retiring_needs_a_reason(client):
    make.make_spec()
    item = make.make_item(status=ItemStatus.IN_USE)
    browser = client("item_office")
    assert browser.post(f"/bank/{item}/retire", data={"reason": ""}).status_code == 422
    assert queries.record(item).status.value == "in_use"
    assert browser.post(f"/bank/{item}/retire", data={"reason": "条款已修改"}).status_code == 303
    assert queries.record(item).status.value == "retired"
    assert "条款已修改" in text_of(browser.get(f"/bank/{item}/"))


def test_the_export_is_metadata_and_logged(client):
    make.make_spec()
    secret_item(status=ItemStatus.IN_USE)
    answer = client("item_office").get("/bank/export.xlsx?level=3")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"B-A-001", "劳动合同的订立", "单选", "在用"} <= set(cells)
    assert not any(SECRET in str(cell) for cell in cells)
    assert actions()[-1] == "bank.items.exported"


def test_an_unknown_item_is_missing(client):
    browser = client("item_office")
    unknown = "00000000-0000-0000-0000-000000000001"
    assert browser.get(f"/bank/{unknown}/").status_code == 404


PAGES = {
    "/bank/": "bank.read",
    "/bank/specs": "bank.read",
    "/bank/new": "bank.write",
    "/bank/import": "bank.import",
    "/bank/import/template": "bank.import",
    "/bank/queue": "bank.review",
    "/bank/export.xlsx": "bank.export",
    "/bank/specs/3/import": "bank.spec",
    "/bank/specs/template": "bank.spec",
}


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_enters_what_the_table_grants(client, role):
    browser = client(role)
    seen = {address: browser.get(address).status_code for address in PAGES}
    wanted = {address: 200 if role in TABLE[op] else 403 for address, op in PAGES.items()}
    assert seen == wanted


def test_a_stranger_is_sent_to_sign_in(client):
    assert [client().get(address).status_code for address in PAGES] == [303] * len(PAGES)


def test_lists_take_as_many_statements_for_sixty_rows_as_for_three(client):
    make.make_spec()
    for _ in range(3):
        make.make_item(status=ItemStatus.REVIEWING)
    office, reviewer = client("item_office"), client("item_reviewer")
    counted = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: counted.append(a[2]))

    def statements(browser, address):
        counted.clear()
        assert browser.get(address).status_code == 200
        return len(counted)

    def all_pages():
        return [
            statements(office, "/bank/?sort=point"),
            statements(office, "/bank/specs?level=3"),
            statements(reviewer, "/bank/queue"),
        ]

    few = all_pages()
    for n in range(57):
        kind = Kind.SINGLE if n % 2 else Kind.TRUE_FALSE
        over = {} if n % 2 else {"options": (), "answer": "√"}
        make.make_item(
            kind=kind,
            component=Component.THEORY,
            point_code=f"B-A-00{1 + n % 3}",
            question=make.make_question(1000 + n, **over),
            status=ItemStatus.REVIEWING,
        )
    assert all_pages() == few
