"""Annex 2 as a document of Word, and the cards of examiners."""

from datetime import date
from io import BytesIO

import docx

from examsys.audit.models import AuditEvent
from examsys.personnel import queries
from examsys.personnel.cards import Card, cards_of
from tests.make import fictional_id_number, make_appointment, make_person

TODAY = date(2026, 11, 21)


def test_annex_two_as_docx_has_both_tables_and_the_full_numbers(client):
    number = fictional_id_number(71)
    make_appointment(make_person(name="古丽娜尔·买买提", id_number=number, note="外聘"))
    form = {"form": "docx", "on": "2026-11-21", "reason": "年度备案"}

    book = docx.Document(
        BytesIO(client("personnel_office").post("/personnel/annex2", data=form).data)
    )

    assert [p.text for p in book.paragraphs if p.text] == [
        "人员情况表", "一、考评人员情况", "二、命题专家情况",
    ]  # fmt: skip
    first, second = book.tables
    head = ["序号", "姓名", "身份证号", "所在单位", "学历", "职务/职称/技能等级", "备注"]
    assert [[cell.text for cell in row.cells] for row in second.rows] == [head]
    assert [[cell.text for cell in row.cells] for row in first.rows] == [
        head,
        ["1", "古丽娜尔·买买提", number, "江城市劳动人事争议调解中心", "大学本科",
         "调解员、劳动关系协调师三级", "三级；兼职；外聘"],
    ]  # fmt: skip


def test_a_card_names_grade_levels_and_the_first_end_and_no_id_number(db):
    person = make_person(name="江衡")
    first = make_appointment(person)
    make_appointment(person, level=2, until=date(2028, 1, 1))
    other = make_appointment(make_person(name="林原"), level=4)

    made = cards_of(queries.appointed("examiner", on=TODAY))

    assert made == [
        Card(f"KP2026{first.id:06d}", "江衡", "高级考评员", "三级、二级", person.employer,
             date(2028, 1, 1)),
        Card(f"KP2026{other.id:06d}", "林原", "考评员", "四级", person.employer,
             date(2029, 1, 9)),
    ]  # fmt: skip


def test_cards_are_printed_and_the_log_says_so(client, db):
    make_appointment(make_person())
    answer = client("personnel_office").get("/personnel/cards.pdf")
    assert answer.data.startswith(b"%PDF")
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert last.action == "personnel.cards.printed"
