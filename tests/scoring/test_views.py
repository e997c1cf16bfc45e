"""The screens: roles, grid, conflicts, secrecy before publication, constant statements, paper."""

import re
import subprocess
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from examsys.audit.models import AuditEvent
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.exports import XLSX
from examsys.kernel.work import unit_of_work
from examsys.publicity import queries as publicity
from examsys.rules.permissions import TABLE, Role
from examsys.rules.states import BatchState, Component
from examsys.scoring import queries, service
from examsys.scoring.models import Entry
from tests.conftest import NOON
from tests.make import enter_marks, make_marked, make_published, make_scoring

THEORY = Component.THEORY


def grid(batch, texts, *, pass_no=1, act="save", **over):
    scripts = queries.scripts(batch.id, THEORY)
    sent = {"act": act}
    for row, text in zip(scripts, texts, strict=True):
        sent |= {f"mark-{row.id}": text, f"seen-{row.id}": "0|"}
    return {**sent, **over}


def address(batch, pass_no=1):
    return f"/scoring/{batch.id}/theory/{pass_no}/"


def text_of(pdf: bytes) -> str:
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True)
    return made.stdout.decode()


def get_pages(batch) -> dict[str, str]:
    """Every page of scoring that GET opens, with the operation that guards it."""
    script = queries.results(batch.id, unpublished=True)[0]
    base = f"/scoring/{batch.id}"
    return {
        "/scoring/": "scoring.read",
        f"/scoring/?batch_id={batch.id}": "scoring.read",
        f"{base}/differences": "scoring.resolve",
        f"{base}/confirm": "scoring.resolve",
        f"{base}/results": "scoring.see",
        f"{base}/publish": "scoring.publish",
        f"{base}/reopen": "scoring.publish",
        f"/scoring/scripts/{script.id}/correct": "scoring.correct",
    }


@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_what_the_table_says(client, role):
    batch = make_marked()
    with unit_of_work():
        service.confirm_results(batch, note="", actor=Actor("approver"), at=NOON)
    browser = client(role.value)

    found = {page: browser.get(page).status_code for page in get_pages(batch)}

    assert found == {
        page: 200 if role in TABLE[operation] else 403
        for page, operation in get_pages(batch).items()
    }


@pytest.mark.parametrize("role", list(Role))
def test_every_role_does_what_the_table_says(client, role):
    batch = make_scoring(1, coded=False)
    browser, base = client(role.value), f"/scoring/{batch.id}"
    posts = {
        f"{base}/codes": "scoring.code",
        f"{base}/theory/1/take": "scoring.enter",
        f"{base}/theory/1/": "scoring.enter",
        f"{base}/codes/list.pdf": "scoring.code",
        f"{base}/book.xlsx": "scoring.see",
        f"{base}/theory/1/sheet.pdf": "scoring.read",
    }

    refused = {page for page in posts if browser.post(page).status_code == 403}

    assert {page for page, op in posts.items() if role not in TABLE[op]} <= refused
    if role is Role.SCORE_APPROVER:
        assert queries.find_book(batch.id) is not None


def test_a_clerk_takes_a_pass_saves_and_hands_it_in(client, db):
    batch = make_scoring(2)
    browser = client("entry_clerk", login="zhang")
    assert browser.get(address(batch)).status_code == 403
    assert browser.post(address(batch) + "take").location == address(batch)

    saved = browser.post(address(batch), data=grid(batch, ["80.5", ""]))
    page = browser.get(address(batch)).text
    rest = grid(batch, ["80.5", "缺"], act="submit")
    done = browser.post(address(batch), data=rest)

    assert (saved.status_code, done.status_code) == (303, 303)
    assert 'value="80.5"' in page
    assert "还有 <strong data-grid-left>1</strong> 份" in page
    row = queries.entry_pass(batch.id, THEORY, 1)
    assert (row.people, row.submitted_by) == (["zhang"], "zhang")
    assert "可以查看" not in browser.get(address(batch)).text


def test_the_grid_names_every_bad_cell_keeps_what_was_typed_and_saves_nothing(client, db):
    batch = make_scoring(4)
    browser = client("entry_clerk")
    browser.post(address(batch) + "take")
    codes = [row.blind_code for row in queries.scripts(batch.id, THEORY)]

    answer = browser.post(address(batch), data=grid(batch, ["105", "85.55", "八十", "70"]))

    assert answer.status_code == 422
    for code, words in zip(codes, ("超出范围", "多于一位小数", "不能识别"), strict=False):
        assert re.search(f"保密号 {code}：[^<]*{words}", answer.text)
    for typed in ("105", "85.55", "八十", "70"):
        assert f'value="{typed}"' in answer.text
    assert db.session.scalar(select(func.count(Entry.id))) == 0


def test_an_incomplete_submission_saves_nothing_and_says_what_is_missing(client, db):
    batch = make_scoring(2)
    browser = client("entry_clerk")
    browser.post(address(batch) + "take")

    answer = browser.post(address(batch), data=grid(batch, ["80", ""], act="submit"))

    assert answer.status_code == 409
    assert "还有 1 份没有录入" in answer.text
    assert 'value="80"' in answer.text
    assert db.session.scalar(select(func.count(Entry.id))) == 0


def test_a_stale_page_is_shown_both_values_and_may_then_be_saved(client, db):
    batch = make_scoring(1)
    mine, theirs = client("entry_clerk", login="me"), client("entry_clerk", login="you")
    for browser in (mine, theirs):
        browser.post(address(batch) + "take")
    theirs.post(address(batch), data=grid(batch, ["80"]))

    answer = mine.post(address(batch), data=grid(batch, ["81"]))

    assert answer.status_code == 409
    assert "保存 80.0 分，这里填的是 81" in answer.text
    script = queries.scripts(batch.id, THEORY)[0]
    assert f'name="seen-{script.id}" value="1|80"' in answer.text
    again = grid(batch, ["81"], **{f"seen-{script.id}": "1|80"})
    assert mine.post(address(batch), data=again).status_code == 303
    database.session.rollback()
    assert queries.scripts(batch.id, THEORY)[0].entry(1).as_mark.text == "81.0 分"


def test_the_second_clerk_never_sees_the_first_pass(client, db):
    batch = make_scoring(1)
    first, second = client("entry_clerk", login="one"), client("entry_clerk", login="two")
    first.post(address(batch) + "take")
    first.post(address(batch), data=grid(batch, ["77.3"], act="submit"))
    second.post(address(batch, 2) + "take")

    seen = "".join(
        second.get(page).text for page in (address(batch, 2), f"/scoring/?batch_id={batch.id}")
    )

    assert "77.3" not in seen
    assert second.get(address(batch, 1)).status_code == 403
    assert second.post(address(batch, 1) + "sheet.pdf").status_code == 403
    assert second.post(address(batch, 1) + "take").status_code == 409


def test_a_strange_field_and_a_strange_component_are_refused(client, db):
    batch = make_scoring(1)
    browser = client("entry_clerk")
    browser.post(address(batch) + "take")

    strange = browser.post(address(batch), data=grid(batch, ["80"], passed="yes"))

    assert strange.status_code == 422
    assert "未知字段" in strange.text
    assert browser.post(f"/scoring/{batch.id}/review/1/take").status_code == 404
    assert db.session.scalar(select(func.count(Entry.id))) == 0


def test_a_third_person_resolves_on_the_page(client, db):
    batch = make_scoring(1)
    enter_marks(batch, THEORY, 1, ["70"], by="first")
    enter_marks(batch, THEORY, 2, ["71"], by="second")
    browser = client("score_approver")
    script = queries.scripts(batch.id, THEORY)[0]
    name = script.registration.candidate.name
    page = browser.get(f"/scoring/{batch.id}/differences").text
    where = f"/scoring/differences/{script.id}/resolve"

    bad = browser.post(where, data={"mark": "101", "reason": ""})
    done = browser.post(where, data={"mark": "71", "reason": "原卷为 71 分"})

    assert script.blind_code in page
    assert name not in page + bad.text
    assert (bad.status_code, done.status_code) == (422, 303)
    assert "原卷为 71 分" in browser.get(f"/scoring/{batch.id}/differences").text


def test_results_by_name_wait_until_every_script_is_settled(client, db):
    batch = make_scoring(1)
    enter_marks(batch, THEORY, 1, ["77.7"], by="first")
    enter_marks(batch, THEORY, 2, ["77.7"], by="second")

    page = client("score_approver").get(f"/scoring/{batch.id}/results").text

    assert "成绩尚未全部确定" in page
    assert "77.7" not in page


def test_confirming_and_publishing_through_the_pages(client, db):
    batch = make_marked([("83.5", "75"), ("0", "75")])
    approver, head = client("score_approver", login="approver"), client("head", login="boss")
    base = f"/scoring/{batch.id}"

    refused = approver.post(f"{base}/confirm", data={"note": ""})
    confirmed = approver.post(f"{base}/confirm", data={"note": "零分卷已复核"})
    preview = head.get(f"{base}/publish").text
    published = head.post(f"{base}/publish")

    assert (refused.status_code, confirmed.status_code, published.status_code) == (422, 303, 303)
    assert "83.5" in preview
    notice = publicity.standing(batch.id, "results")
    assert "83.5" in client().get(f"/notices/{notice.uuid}/").text
    assert head.get(f"{base}/publish").status_code == 409
    assert head.post(f"{base}/reopen", data={"reason": "异议成立"}).status_code == 303
    assert client().get(f"/notices/{notice.uuid}/").status_code == 404


def test_a_correction_goes_through_two_pages(client, db):
    batch = make_marked([("58", "75")])
    script = queries.results(batch.id, unpublished=True)[0]
    approver, head = client("score_approver"), client("head")

    same = approver.post(
        f"/scoring/scripts/{script.id}/correct", data={"mark": "58", "reason": "x"}
    )
    asked = approver.post(
        f"/scoring/scripts/{script.id}/correct", data={"mark": "68", "reason": "誊写有误"}
    )
    found = queries.open_corrections(batch.id)[0]
    where = f"/scoring/corrections/{found.id}/decide"
    page = head.get(where).text
    sent = {"act": "accept", "decision": "核对原卷属实", "version": str(found.version)}
    done = head.post(where, data=sent)

    assert (same.status_code, asked.status_code, done.status_code) == (422, 303, 303)
    assert "58.0 分" in page
    assert "68.0 分" in page
    database.session.rollback()
    assert queries.script(script.id).result.as_mark.text == "68.0 分"


def every_page(app: Flask, batch) -> list[str]:
    """Every address of the whole system that GET opens with this batch or one of its people."""
    person = queries.results(batch.id, unpublished=True)[0].registration
    known = {"batch_id": batch.id, "registration_id": person.id}
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and set(rule.arguments) <= set(known):
            with app.test_request_context():
                values = {key: known[key] for key in rule.arguments}
                found.append(app.url_map.bind("localhost").build(rule.endpoint, values))
    return [page for page in found if not page.startswith("/static")]


@pytest.mark.parametrize("role", [role for role in Role if role not in TABLE["scoring.see"]])
def test_no_page_betrays_a_score_before_publication(app, client, role):
    batch = make_marked([("87.3", "86.1"), ("31.9", "33.7")])
    with unit_of_work():
        service.confirm_results(batch, note="已核", actor=Actor("approver"), at=NOON)
    browser = client(role.value)

    leaks = [
        page
        for page in every_page(app, batch)
        for text in [browser.get(page).get_data().decode("utf-8", "replace")]
        if any(mark in text for mark in ("87.3", "86.1", "31.9", "33.7"))
    ]

    assert leaks == []


def statements(app: Flask, browser, page: str) -> int:
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    database.session.remove()
    event.listen(database.engine, "before_cursor_execute", note)
    try:
        assert browser.get(page).status_code == 200
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return count


@pytest.mark.slow
def test_statements_stay_the_same_as_rows_grow(app, client, db):
    small = make_marked([("80", "75")] * 3).id
    large = make_marked([("80", "75")] * 60).id
    approver, clerk = client("score_approver", "head"), client("entry_clerk", login="first")
    pages = ("/scoring/?batch_id={}", "/scoring/{}/differences", "/scoring/{}/results",
             "/scoring/{}/confirm", "/scoring/{}/theory/1/")  # fmt: skip

    for page in pages:
        browser = clerk if "theory" in page else approver
        counts = [statements(app, browser, page.format(b)) for b in (small, large, small, large)]
        assert counts[2] == counts[3], page


def test_paper_and_tables(client, db):
    batch = make_marked([("80", "75"), ("缺", "59.5")])
    approver = client("score_approver", login="approver")
    base = f"/scoring/{batch.id}"
    rows = queries.results(batch.id, unpublished=True)
    tickets = [row.registration.ticket_no for row in rows]
    codes = [row.blind_code for row in rows]
    names = {row.registration.candidate.name for row in rows}

    early = approver.post(f"{base}/book.pdf")
    listed = text_of(approver.post(f"{base}/codes/list.pdf").data)
    labels = text_of(approver.post(f"{base}/codes/labels.pdf").data)
    sheet = text_of(approver.post(f"{base}/theory/2/sheet.pdf").data)
    approver.post(f"{base}/confirm", data={"note": "缺考已与考场核对"})
    book = text_of(approver.post(f"{base}/book.pdf").data)
    table = approver.post(f"{base}/book.xlsx")

    assert early.status_code == 409
    assert [word for word in (*tickets, *codes) if word not in listed] == []
    assert [code for code in codes if code not in labels] == []
    assert not [word for word in (*tickets, *names) if word in labels + sheet]
    assert re.search(rf"{codes[0]}\s+80\.0", sheet)
    assert "有成绩 1 份，缺考 1 份" in sheet
    assert [name for name in names if name not in book] == []
    assert "评价结果汇总表" in book
    assert table.mimetype == XLSX
    assert BytesIO(table.data).read(2) == b"PK"
    actions = database.session.scalars(select(AuditEvent.action)).all()
    assert actions.count("scoring.codes.printed") == 2
    assert actions.count("scoring.results.exported") == 2


def test_the_first_page_says_what_comes_next_in_each_state(client, db):
    browser = client("score_approver", login="approver")
    coded, marked = make_scoring(1), make_marked()
    out = make_published()
    early = make_scoring(1, coded=False)
    with unit_of_work(audited=False):
        early.state = BatchState.SITTING
        database.session().info["changed"] = False

    words = [
        browser.get(f"/scoring/?batch_id={batch.id}").text for batch in (early, coded, marked, out)
    ]

    assert "转入成绩登录后才能生成保密号" in words[0]
    assert "互不可见" in words[1]
    assert "核对异常并确认结果" in words[2]
    assert "成绩已公布" in words[3]
