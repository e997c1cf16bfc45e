"""Bad entries are refused with the reason; work that overlaps is shown and counted once."""

from datetime import date

import pytest

from examsys.personnel.models import WorkPeriod
from examsys.personnel.overlaps import overlapping
from tests.make import fictional_id_number, make_person

CERTIFICATE = {
    "occupation": "劳动关系协调师",
    "kind": "skill_level",
    "level": "3",
    "status": "valid",
    "issued_on": "2026-11-22",
}
TITLE = {"name": "经济师", "rank": "intermediate", "major": "法学", "granted_on": ""}
WORK = {
    "kind": "this",
    "employer": "甲公司",
    "started_on": "2020-05-02",
    "ended_on": "2020-05-01",
}


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("certificates", CERTIFICATE, "发证日期 2026-11-22 晚于今天，请核对。"),
        ("titles", TITLE, "请填写取得日期"),
        ("titles", {**TITLE, "granted_on": "2026-11-22"}, "职称取得日期 2026-11-22 晚于今天"),
        ("work", WORK, "工作最后日早于开始日，请核对。"),
        ("work", {**WORK, "started_on": "2026-11-22", "ended_on": ""}, "晚于今天"),
    ],
)
def test_a_form_with_an_impossible_day_is_refused(client, kind, sent, words):
    person = make_person()
    answer = client("personnel_office").post(f"/personnel/{person.id}/{kind}/new", data=sent)
    assert (answer.status_code, words in answer.text) == (422, True)


def test_a_second_person_with_the_number_is_refused_by_name(client):
    number = fictional_id_number(81)
    make_person(name="甲甲", id_number=number)
    sent = {"name": "乙乙", "id_number": number, "education": "", "full_time": ""}
    answer = client("personnel_office").post("/personnel/new", data=sent)
    assert (answer.status_code, "这个身份证号已登记为甲甲" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("first_end", "second_start", "shared"),
    [
        (date(2020, 5, 1), date(2020, 5, 1), True),
        (date(2020, 4, 30), date(2020, 5, 1), False),
        (None, date(2024, 1, 1), True),
        (None, None, False),
    ],
)
def test_periods_share_a_day_or_not(first_end, second_start, shared):
    one = WorkPeriod(id=1, employer="甲", started_on=date(2019, 1, 1), ended_on=first_end)
    two = WorkPeriod(id=2, employer="乙", started_on=second_start, ended_on=None)
    assert overlapping([one, two]) == ({1: [two], 2: [one]} if shared else {})


def test_overlapping_work_is_shown_on_the_page(client):
    first = WorkPeriod(
        kind="this", employer="甲公司", started_on=date(2019, 1, 1), ended_on=date(2021, 1, 1)
    )
    second = WorkPeriod(kind="this", employer="乙公司", started_on=date(2020, 1, 1), ended_on=None)
    person = make_person(work_periods=[first, second])
    text = client("personnel_office").get(f"/personnel/{person.id}/").text
    assert "与乙公司的一段重叠，重叠的日子只计一次" in text
    assert "与甲公司的一段重叠，重叠的日子只计一次" in text
