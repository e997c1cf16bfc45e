"""People from a workbook: preview, every row's errors, confirm, and the same file twice."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.kernel import pii
from examsys.kernel.sheetread import read_grid
from examsys.kernel.sheets import export_xlsx
from examsys.personnel.models import Person
from examsys.personnel.workbook import COLUMNS
from tests.make import fictional_id_number, make_person

HEADINGS = [column.heading for column in COLUMNS]
KEYS = [column.key for column in COLUMNS]
GOOD = {
    "name": "阿依努尔•买买提",
    "id_number": fictional_id_number(801),
    "employer": "江城大学",
    "education": "大学本科",
    "full_time": "专职",
    "occupation": "劳动关系协调员",
    "certificate_kind": "职业资格证书",
    "certificate_level": "二级",
    "issued_on": "2015-06-01",
    "title": "经济师",
    "rank": "中级职称",
    "major": "人力资源管理",
    "granted_on": "2018年11月1日",
    "work_kind": "协调劳动关系相关工作",
    "work_employer": "江城大学",
    "started_on": "2018/11/1",
    "complete": "是",
}
PLAIN = {"name": "周衡", "id_number": fictional_id_number(802)}


def book(*rows: dict) -> bytes:
    return export_xlsx("人员导入", HEADINGS, [[row.get(key) for key in KEYS] for row in rows])


def send(browser, content: bytes, name: str = "人员.xlsx"):
    return browser.post("/personnel/import", data={"workbook": (BytesIO(content), name)})


def staged(browser, content: bytes) -> str:
    answer = send(browser, content)
    assert answer.status_code == 303
    return answer.location


def people(db) -> int:
    return db.session.scalar(select(func.count(Person.id)))


def test_good_rows_are_shown_and_written_only_when_confirmed(client, db):
    browser = client("personnel_office")
    place = staged(browser, book(GOOD, PLAIN))
    shown = browser.get(place).text
    assert "阿依努尔•买买提" in shown
    assert GOOD["id_number"] not in shown
    assert people(db) == 0
    answer = browser.post(f"{place}confirm")
    assert (answer.status_code, answer.location) == (303, "/personnel/")
    first, second = db.session.scalars(select(Person).order_by(Person.id)).all()
    assert (first.name, first.full_time, first.employer) == ("阿依努尔·买买提", True, "江城大学")
    assert pii.get(first, "id_number") == GOOD["id_number"]
    assert [(c.occupation, c.kind, c.level) for c in first.certificates] == [
        ("劳动关系协调员", "qualification", 2)
    ]
    assert [(t.rank, t.major, t.granted_on) for t in first.titles] == [
        ("intermediate", "人力资源管理", date(2018, 11, 1))
    ]
    assert [(w.kind, w.started_on, w.ended_on) for w in first.work_periods] == [
        ("this", date(2018, 11, 1), None)
    ]
    known = [first.certificates_known, first.titles_known, first.work_known]
    assert (known, first.violations_known) == ([True, True, True], False)
    assert (second.name, second.certificates, second.work_known) == ("周衡", [], False)
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, db.session.get(AuditDetail, event.id).detail) == (
        "personnel.people.imported", {"added": 2, "changed": 0},
    )  # fmt: skip


def test_the_same_file_twice_changes_nothing(client, db):
    browser, content = client("personnel_office"), book(GOOD, PLAIN)
    browser.post(f"{staged(browser, content)}confirm")
    place = staged(browser, content)
    assert "导入后没有任何变化" in browser.get(place).text
    assert browser.post(f"{place}confirm").status_code == 409
    assert people(db) == 2
    assert db.session.scalar(select(func.count(AuditEvent.id))) == 1


def test_a_known_person_is_completed_and_empty_cells_change_nothing(client, db):
    person = make_person(name="周衡", id_number=PLAIN["id_number"], full_time=True)
    browser = client("personnel_office")
    row = {**PLAIN, "post": "主任", "title": "教授", "rank": "正高级职称", "major": "法学",
           "granted_on": "2019-01-01"}  # fmt: skip
    browser.post(f"{staged(browser, book(row))}confirm")
    db.session.expire_all()
    assert (person.post, person.full_time, person.education) == ("主任", True, "大学本科")
    assert [(t.name, t.rank) for t in person.titles] == [("教授", "senior")]
    assert len(person.certificates) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id_number": "110101199001011230"}, "校验位应为"),
        ({"id_number": 110101199001011230}, "数字格式"),
        ({"id_number": ""}, "必填项为空"),
        ({"name": ""}, "必填项为空"),
        ({"issued_on": ""}, "证书职业、证书种类、证书等级、发证日期须同时填写"),
        ({"rank": ""}, "职称名称、职称级别、职称专业、职称取得日期须同时填写"),
        ({"started_on": None}, "工作性质、工作单位、工作开始日须同时填写"),
        ({"granted_on": "2030-01-01"}, "2030-01-01 晚于今天"),
        ({"ended_on": "2018-10-31"}, "早于工作开始日"),
        ({"certificate_kind": "结业证"}, "不在可选范围内"),
        ({"education": "博士后"}, "不在可选范围内"),
    ],
)
def test_a_bad_row_stops_the_file_and_is_marked(client, db, change: dict, words: str):
    browser = client("personnel_office")
    place = staged(browser, book({**GOOD, **change}, PLAIN))
    assert words in browser.get(place).text
    assert browser.post(f"{place}confirm").status_code == 409
    assert people(db) == 0
    marked = read_grid(browser.get(f"{place}errors").data, name="a.xlsx")
    assert words in str(marked.rows[1][1][-1])


def test_lower_case_and_full_width_numbers_are_read(client, db):
    number = next(n for i in range(1000) if (n := fictional_id_number(i)).endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number.lower())
    browser = client("personnel_office")
    browser.post(f"{staged(browser, book({**PLAIN, 'id_number': wide}))}confirm")
    assert pii.get(db.session.scalars(select(Person)).one(), "id_number") == number


def test_a_number_of_another_name_is_refused(client, db):
    make_person(name="陆明", id_number=PLAIN["id_number"])
    browser = client("personnel_office")
    place = staged(browser, book(PLAIN))
    assert "该身份证号已登记为陆明" in browser.get(place).text
    assert browser.post(f"{place}confirm").status_code == 409


def test_the_same_person_twice_in_a_file_is_refused(client):
    browser = client("personnel_office")
    place = staged(browser, book(PLAIN, PLAIN))
    assert "与第 2 行重复" in browser.get(place).text


def test_what_is_no_workbook_is_refused_as_a_whole(client):
    browser = client("personnel_office")
    answer = send(browser, b"PK\x03\x04 broken")
    assert answer.status_code == 422
    assert "工作簿已损坏，无法读取" in answer.text


def test_the_template_is_read_back_without_its_example(client):
    browser = client("personnel_office")
    template = browser.get("/personnel/import/template").data
    rows = read_grid(template, name="a.xlsx").rows
    assert rows[1][1][: len(HEADINGS)] == HEADINGS
    answer = send(browser, template)
    assert answer.status_code == 422
    assert "没有数据行" in answer.text
