"""What leaves the register: exports, full ID numbers, annex 2 of the notice."""

from datetime import date

from sqlalchemy import func, select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.kernel.sheetread import read_grid
from examsys.personnel.models import Agreement, Title
from tests.make import fictional_id_number, make_appointment, make_held_certificate, make_person


def test_the_export_follows_the_filter_and_holds_no_full_number(client, db):
    number = fictional_id_number(66)
    make_person(name="=cmd·甲", id_number=number)
    make_person(name="乙二", employer="江城大学")
    browser = client("personnel_office")
    csv = browser.get("/personnel/export.csv?q=cmd").data.decode("utf-8-sig")
    assert '"\'=cmd·甲"' in csv
    assert number[-4:] in csv
    assert number not in csv
    assert "乙二" not in csv
    sheet = read_grid(browser.get("/personnel/export.xlsx?q=江城大学").data, name="a.xlsx")
    assert [cells[0] for _, cells in sheet.rows] == ["姓名", "乙二"]
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last.action == "personnel.register.exported"
    assert db.session.get(AuditDetail, last.id).detail == {"form": "xlsx", "people": 1}
    assert browser.get("/personnel/export.exe").status_code == 404


def test_the_full_number_is_shown_for_a_reason(client, db):
    number = fictional_id_number(66)
    person = make_person(id_number=number)
    browser, path = client("personnel_office"), f"/personnel/{person.id}/reveal"
    assert number not in browser.post(path, data={}).text
    assert db.session.scalar(select(func.count(AuditEvent.id))) == 0
    answer = browser.post(path, data={"reason": "核对证件"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert number in answer.text
    assert db.session.scalars(select(AuditEvent.action)).all() == ["personnel.id_number.revealed"]


def test_annex_two_is_the_notices_table(client, db):
    numbers = [fictional_id_number(n) for n in (701, 702)]
    examiner = make_person(name="古丽娜尔·买买提", id_number=numbers[0], note="外聘")
    writer = make_person(
        name="李四",
        id_number=numbers[1],
        certificates=[make_held_certificate(2)],
        titles=[Title(name="教授", rank="senior", major="法学", granted_on=date(2019, 1, 1))],
        agreements=[Agreement(signed_on=date(2026, 1, 1), until=date(2026, 12, 31))],
    )
    make_appointment(examiner)
    make_appointment(examiner, level=4)
    make_appointment(writer, role="item_writer", level=2)
    browser = client("personnel_office")
    form = {"form": "xlsx", "on": "2026-11-21", "reason": "年度备案"}
    assert browser.post("/personnel/annex2", data={**form, "reason": ""}).status_code == 422
    answer = browser.post("/personnel/annex2", data=form)
    rows = [cells for _, cells in read_grid(answer.data, name="a.xlsx").rows]
    assert rows == [
        ["序号", "姓名", "身份证号", "所在单位", "学历", "职务/职称/技能等级", "备注"],
        ["1", "古丽娜尔·买买提", numbers[0], "江城市劳动人事争议调解中心", "大学本科",
         "调解员、劳动关系协调师三级", "四级、三级；兼职；外聘"],
    ]  # fmt: skip
    second = browser.post("/personnel/annex2", data={**form, "form": "pdf", "on": "2027-01-01"})
    assert second.data.startswith(b"%PDF")
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [e.action for e in events] == ["personnel.annex2.downloaded"] * 2
    assert [db.session.get(AuditDetail, e.id).detail for e in events] == [
        {"form": "xlsx", "on": "2026-11-21", "people": [examiner.id, writer.id],
         "reason": "年度备案"},
        # The agreement has run out on that day, so the writer is not named.
        {"form": "pdf", "on": "2027-01-01", "people": [examiner.id], "reason": "年度备案"},
    ]  # fmt: skip
