"""Pages of the registers: one list, one form, one export for all of them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from examsys.kernel.db import db as database
from examsys.regimes import queries
from examsys.regimes.models import DutyLog, FeeRate, SafetyCheck, Training
from examsys.regimes.registers import BY_SLUG, REGISTERS
from tests.make import make_agency, make_batch, make_person
from tests.regimes.entrysamples import entered
from tests.regimes.test_views import statements

FEE = {
    "item": "技能考核",
    "level": "4",
    "amount_fen": "180.5",
    "basis": "示例文件",
    "valid_from": "2026-01-01",
}


def test_the_registers_are_listed_with_their_regime_and_count(client):
    entered("fees")

    text = client("exam_office").get("/regimes/registers/").text

    assert [one.title for one in REGISTERS if one.title not in text] == []


def test_a_fee_is_entered_in_yuan_and_kept_in_fen(db, client):
    answer = client("exam_office").post("/regimes/registers/fees/new", data=FEE)

    assert answer.status_code == 303
    row = db.session.scalars(select(FeeRate)).one()
    assert (row.item, row.level, row.amount_fen) == ("技能考核", 4, 18_050)
    assert "180.50" in client("head").get("/regimes/registers/fees/").text


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"amount_fen": "180.555"}, "最多 2 位小数"),
        ({"amount_fen": "-1"}, "应为不超过"),
        ({"amount_fen": "abc"}, "field-errors"),
        ({"item": " "}, "请填写收费项目"),
        ({"level": "9"}, "field-errors"),
        ({"strange": "1"}, "未知字段"),
    ],
)
def test_a_bad_fee_is_refused_and_nothing_is_kept(db, client, over, words):
    answer = client("exam_office").post("/regimes/registers/fees/new", data={**FEE, **over})

    assert (answer.status_code, words in answer.text) == (422, True)
    assert db.session.scalars(select(FeeRate)).all() == []


def test_a_training_names_several_people(db, client):
    people = [make_person(), make_person()]
    data = {
        "topic": "评分标准培训",
        "held_on": "2026-11-20",
        "hours": "8",
        "trainer": "陈国梁",
        "people": [str(one.id) for one in people],
    }
    browser = client("personnel_office")

    assert browser.post("/regimes/registers/training/new", data=data).status_code == 303
    row = db.session.scalars(select(Training)).one()
    assert {one.id for one in row.people} == {one.id for one in people}
    text = browser.get(f"/regimes/registers/training/{row.id}/correct").text
    assert text.count(" selected") == 2
    without = {**data, "people": []}
    assert "请至少选择一人" in browser.post("/regimes/registers/training/new", data=without).text


def test_a_moment_is_the_agencys_time(db, client):
    batch, person = make_batch(), make_person()
    data = {
        "batch_id": str(batch.id),
        "person_id": str(person.id),
        "from_at": "2026-11-20T08:30",
        "until_at": "2026-11-20T12:00",
        "kind": "none",
    }
    browser = client("exam_office")

    assert browser.post("/regimes/registers/duty/new", data=data).status_code == 303
    row = db.session.scalars(select(DutyLog)).one()
    assert row.from_at.isoformat() == "2026-11-20T00:30:00+00:00"
    place = f"/regimes/registers/duty/{row.id}/"
    assert "2026-11-20 08:30" in browser.get(place).text
    assert 'value="2026-11-20T08:30"' in browser.get(f"{place}correct").text


def test_a_checklist_asks_for_every_line(db, client):
    make_agency()
    browser = client("exam_office")
    place = "/regimes/registers/safety/new"
    page = browser.get(place).text
    count = page.count('class="form-select"') - 2  # site and batch
    assert (count, "请按当地规定确认" in page) == (12, True)
    data = {"site_id": "1", "checked_on": "2026-11-20", "checked_by": "李慧"}
    answers = {f"lines-{at}-ok": "yes" for at in range(count)}

    left_out = browser.post(place, data={**data, **answers, "lines-3-ok": ""})
    assert (left_out.status_code, "请选择“监控录像运行正常”的检查结果" in left_out.text) == (
        422,
        True,
    )
    wrong = {"lines-1-ok": "no", "lines-1-note": "压力不足"}
    assert browser.post(place, data={**data, **answers, **wrong}).status_code == 303
    row = db.session.scalars(select(SafetyCheck)).one()
    assert (row.failed, row.lines[1]) == (
        1,
        {"line": "消防器材完好有效", "ok": False, "note": "压力不足"},
    )
    assert "压力不足" in browser.get(f"/regimes/registers/safety/{row.id}/").text


def test_the_seal_goes_from_one_to_another(client):
    row = entered("seal")
    place = f"/regimes/registers/seal/{row.id}/"
    office, head = client("exam_office"), client("head")
    assert "待批准" in office.get(place).text

    assert office.post(f"{place}approve", data={"version": row.version}).status_code == 403
    assert head.post(f"{place}approve", data={"version": row.version}).status_code == 303
    assert head.post(f"{place}approve", data={"version": row.version}).status_code == 409
    assert "待批准" not in office.get(place).text


def test_a_seal_that_waits_stands_on_the_desk_of_who_may_approve(client):
    entered("seal")

    assert "批准用印" in client("head", login="boss").get("/").text
    assert "批准用印" not in client("exam_office").get("/").text


def test_a_correction_needs_a_reason_and_shows_what_was(client):
    row = entered("fees")
    place = f"/regimes/registers/fees/{row.id}/"
    browser = client("exam_office")
    data = {**FEE, "version": str(row.version)}

    assert "请填写更正原因" in browser.post(f"{place}correct", data=data).text
    data["correction_reason"] = "金额抄错"
    assert browser.post(f"{place}correct", data=data).status_code == 303
    text = browser.get(place).text
    assert [words for words in ("金额抄错", "金额（元）原为：200.50") if words not in text] == []


def test_a_voided_row_leaves_the_list_and_stays_under_its_filter(client):
    row = entered("staff")
    browser = client("personnel_office")
    place = "/regimes/registers/staff/"
    data = {"version": str(row.version), "reason": "登记错人"}

    assert browser.post(f"{place}{row.id}/void", data=data).status_code == 303
    assert f'href="{place}{row.id}/"' not in browser.get(place).text
    assert f'href="{place}{row.id}/"' in browser.get(f"{place}?state=voided").text


def test_the_export_has_the_filter_and_typed_cells(db, client):
    entered("fees")
    entered("fees", item="证书工本")

    answer = client("auditor").get("/regimes/registers/fees/export.xlsx?q=工本")

    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][:5] == ("收费项目", "等级", "金额（元）", "依据文件", "执行日期")
    assert [row[:3] for row in rows[1:]] == [("证书工本", "三级", 200.5)]


def test_who_only_reads_gets_no_buttons(client):
    row = entered("fees")
    browser = client("auditor")

    assert "/new" not in browser.get("/regimes/registers/fees/").text
    assert "更正</a>" not in browser.get(f"/regimes/registers/fees/{row.id}/").text
    assert browser.get("/regimes/registers/fees/new").status_code == 403


@pytest.mark.parametrize("slug", ["duty", "training"])
def test_a_list_takes_as_many_statements_with_3_rows_as_with_1(client, slug):
    batch, people = make_batch(), [make_person() for _ in range(3)]
    named = {
        "duty": lambda n: {"batch_id": batch.id, "person_id": people[n].id},
        "training": lambda n: {"people": [people[n].id, people[0].id][: n + 1]},
    }[slug]
    browser, place = client("head"), f"/regimes/registers/{slug}/"
    entered(slug, **named(0))
    browser.get(place)
    few = statements(database, browser, place)
    entered(slug, **named(1))
    entered(slug, **named(2))
    browser.get(place)

    assert statements(database, browser, place) == few
    assert queries.counts()[BY_SLUG[slug].slug] == 3
