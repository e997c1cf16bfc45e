"""资格查询: everybody's verdict, why, and what would help; the same answer as one by one."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest

from examsys.audit.models import AuditEvent
from examsys.personnel import facts, queries, wholeregister
from examsys.personnel.models import Agreement, Person, Title, Violation, WorkPeriod
from tests.make import make_appointment, make_held_certificate, make_person
from tests.personnel.test_views import counted

TODAY = date(2026, 11, 21)
SINCE = date(2023, 3, 12)


def title(**over) -> Title:
    values = {"name": "经济师", "rank": "intermediate", "major": "法学", "granted_on": SINCE}
    return Title(**{**values, **over})


def titled(name: str, *titles: Title, **over) -> Person:
    """Somebody on the way to 二级 by a title."""
    work = WorkPeriod(kind="this", employer="甲公司", started_on=SINCE, ended_on=None)
    values = {"certificates": [], "titles": list(titles) or [title()], "work_periods": [work]}
    return make_person(name=name, **{**values, **over})


@pytest.fixture
def register(db):
    """One of every verdict, and two whom the notice prefers."""
    people = [
        make_person(name="甲甲", certificates=[make_held_certificate(2)]),
        titled("乙乙"),
        titled("丙丙", certificates_known=False),
        titled("丁丁", title(major="会计", equivalence={"accepted": True, "reason": "近",
                                                       "on": "2024-01-01", "by": "fz"})),
        make_person(name="戊戊", expert_pools="省级专家库",
                    certificates=[make_held_certificate(1)],
                    agreements=[Agreement(signed_on=TODAY, until=date(2027, 1, 1))]),
        make_person(name="己己", political_declaration=None,
                    violations=[Violation(committed_on=SINCE, kind="处分", overturned=False)]),
    ]  # fmt: skip
    make_appointment(people[0], level=2)
    db.session.expire_all()
    return people


@pytest.mark.parametrize("role", ["examiner", "item_writer"])
@pytest.mark.parametrize("level", [2, 3])
def test_the_whole_register_is_judged_as_each_person_alone(register, role, level):
    asked = wholeregister.question(role=role, level=level, on=TODAY)
    alone = {
        person.name: facts.report_on(
            queries.whole_person(person.id), role=role, level=level, on=TODAY, readings=facts.OWN
        )
        for person in register
    }

    judged = {one.entry.name: one for one in wholeregister.judge(asked)}

    assert {name: one.verdict for name, one in judged.items()} == {
        name: report.verdict for name, report in alone.items()
    }
    assert {name: asked.report(one.entry) for name, one in judged.items()} == alone


def test_who_may_and_who_may_not_and_from_which_day(register, client):
    text = client("personnel_office").get("/personnel/qualified?level=2").text

    assert "通过 <strong>2</strong> 人" in text
    assert "待补证明 <strong>1</strong> 人" in text
    assert "不通过 <strong>3</strong> 人" in text
    assert text.count("现有工作持续的，自 2028-03-12 起符合。") == 3
    assert "一（二）1（3）</a>" in text
    assert "补交职业技能等级证书或职业资格证书原件（职业、等级、发证日期、是否有效）的" in text


def test_the_day_named_is_the_first_on_which_the_page_lets_them_act(register, client):
    office = client("personnel_office")
    address = "/personnel/qualified?level=2&q=乙乙&verdict=pass&on={}"

    assert "乙乙" not in rows_of(office.get(address.format("2028-03-11")).text)
    assert "乙乙" in rows_of(office.get(address.format("2028-03-12")).text)


def test_filter_search_and_order(register, client):
    office = client("personnel_office")

    assert names(office.get("/personnel/qualified?level=2&verdict=fail").text) == [
        "丁丁", "己己", "乙乙",
    ]  # fmt: skip
    assert names(office.get("/personnel/qualified?level=2&q=丁").text) == ["丁丁"]
    assert names(office.get("/personnel/qualified?level=2&sort=-name&verdict=pass").text) == [
        "戊戊", "甲甲",
    ]  # fmt: skip


def test_the_expert_pools_come_first_among_item_writers(register, client):
    make_person(
        name="阿一",
        certificates=[make_held_certificate(2)],
        agreements=[Agreement(signed_on=TODAY, until=date(2027, 1, 1))],
    )

    text = client("personnel_office").get("/personnel/qualified?role=item_writer").text

    assert names(text)[:2] == ["戊戊", "阿一"]


def test_the_answer_leaves_as_a_table_and_the_log_says_so(register, client, db):
    answer = client("personnel_office").get("/personnel/qualified.xlsx?level=2&verdict=fail")

    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "姓名"
    assert [row[0] for row in rows[1:]] == ["丁丁", "己己", "乙乙"]
    assert rows[3][6] == "现有工作持续的，自 2028-03-12 起符合。"
    assert db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first().action == (
        "personnel.qualification.exported"
    )


def test_statements_do_not_grow_with_the_register(register, client, db):
    office = client("personnel_office")
    address = "/personnel/qualified?level=2"
    counted(db, lambda: office.get(address))
    few = counted(db, lambda: office.get(address))
    for number in range(60):
        titled(f"某{number}", title(granted_on=SINCE + timedelta(days=number)))

    assert counted(db, lambda: office.get(address)) == few
    assert names(office.get(f"{address}&page=2").text) != []


def rows_of(text: str) -> str:
    return text.partition("<tbody>")[2].partition("</tbody>")[0]


def names(text: str) -> list[str]:
    cells = rows_of(text).split('<th scope="row" class="text-nowrap">')[1:]
    return [cell.partition('">')[2].partition("</a>")[0] for cell in cells]
