"""Pages of parameters: everybody reads, the head changes, wrong input stays on the page."""

from datetime import date

import pytest

from examsys.kernel.work import unit_of_work
from examsys.parameters import queries, service
from examsys.parameters.words import GROUPS
from examsys.rules.parameters import PARAMETERS
from tests.make import ACTOR

TODAY = date(2026, 11, 21)
GOOD = {"value": "25", "valid_from": "2026-11-21", "source_note": "内部决定"}


@pytest.fixture
def seeded(app, clock):
    with unit_of_work():
        service.seed_calendar(actor=ACTOR, at=clock.at)


def test_every_group_of_the_catalogue_has_a_name():
    assert {known.group for known in PARAMETERS} == set(GROUPS)


def test_the_list_shows_every_parameter_with_its_value(client):
    html = client("entry_clerk").get("/parameters/").get_data(as_text=True)
    assert [known.title for known in PARAMETERS if known.title not in html] == []
    assert "请按当地规定确认" in html


@pytest.mark.parametrize("key", [known.key for known in PARAMETERS])
def test_every_default_can_be_shown_and_saved_as_it_stands(client, key):
    browser = client("head")
    known = queries.parameter(key)
    assert browser.get(f"/parameters/{key}/edit").status_code == 200
    form = {**GOOD, "value": known.write(known.default)}
    assert browser.post(f"/parameters/{key}/edit", data=form).status_code == 303
    assert queries.value(key, on=TODAY) == known.default


def test_a_change_is_shown_with_its_origin(client):
    browser = client("head", login="chen")
    answer = browser.post("/parameters/room.capacity/edit", data=GOOD)
    assert answer.headers["Location"] == "/parameters/room.capacity/"
    html = browser.get("/parameters/room.capacity/").get_data(as_text=True)
    assert ("内部决定" in html, "chen" in html, "25 座" in html) == (True, True, True)


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"value": "许多"}, "应为"),
        ({"valid_from": "2026-11-20"}, "不能早于今天"),
        ({"source_note": " "}, "请填写依据"),
    ],
)
def test_wrong_input_stays_on_the_page(client, over, sentence):
    answer = client("head").post("/parameters/room.capacity/edit", data={**GOOD, **over})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert queries.value("room.capacity", on=TODAY) == 30


def test_others_may_not_change(client):
    answer = client("exam_office").post("/parameters/room.capacity/edit", data=GOOD)
    assert (answer.status_code, queries.history("room.capacity")) == (403, [])


def test_an_unknown_parameter_is_not_found(client):
    assert client("head").get("/parameters/no.such/").status_code == 404


def test_the_calendar_of_a_covered_year(client, seeded):
    html = client("examiner").get("/parameters/calendar/?year=2026").get_data(as_text=True)
    assert '10<span class="visually-hidden">日，工作日，国庆节调休</span>' in html
    assert "按周一至周五暂算" not in html
    assert "/parameters/calendar/2026-10-10" not in html


def test_the_calendar_of_next_year_says_that_it_is_provisional(client, seeded):
    html = client("head").get("/parameters/calendar/?year=2027").get_data(as_text=True)
    assert "2027年放假安排尚未录入，按周一至周五暂算" in html
    assert "确认2027年已录入完整" not in html


def test_a_year_is_entered_day_by_day_and_then_covered(client, seeded):
    browser = client("head")
    day = {"working": "rest", "note": "元旦", "source": "通知"}
    assert browser.post("/parameters/calendar/2027-01-01", data=day).status_code == 303
    html = browser.get("/parameters/calendar/?year=2027").get_data(as_text=True)
    assert "确认2027年已录入完整" in html
    assert browser.post("/parameters/calendar/2027/cover", data={}).status_code == 422
    cover = {"source": "国办发明电〔2026〕1号"}
    assert browser.post("/parameters/calendar/2027/cover", data=cover).status_code == 303
    assert [row.year for row in queries.covered_years()] == [2024, 2025, 2026, 2027]


def test_a_day_shows_what_is_on_record(client, seeded):
    html = client("head").get("/parameters/calendar/2026-10-10").get_data(as_text=True)
    assert 'value="国庆节调休"' in html


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "1999-01-01", "x"])
def test_no_such_day(client, day):
    assert client("head").get(f"/parameters/calendar/{day}").status_code == 404


def test_the_wording_of_certificates_is_typed_with_its_places(client):
    browser, path = client("head"), "/parameters/certificate.text/edit"
    assert "{等级}填入职业技能等级。" in browser.get(path).text
    answer = browser.post(path, data={**GOOD, "value": "{姓名}，{出生日期}"})
    assert answer.status_code == 422
    assert "不能使用{出生日期}" in answer.text
    assert browser.post(path, data={**GOOD, "value": "{姓名}合格。"}).status_code == 303
    assert queries.value("certificate.text", on=TODAY) == "{姓名}合格。"
