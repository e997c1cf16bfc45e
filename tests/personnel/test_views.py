"""Screens of the register: who may open what, what they show, and what a refusal leaves behind."""

from datetime import date

import pytest
from sqlalchemy import event, func, select

from examsys.kernel import pii
from examsys.personnel.models import (
    Agreement,
    Appointment,
    Person,
    PersonCertificate,
    Title,
    Violation,
    WorkPeriod,
)
from examsys.rules.permissions import TABLE, Role
from tests.make import (
    fictional_id_number,
    make_appointment,
    make_person,
)

CHOSEN = {"education": "", "full_time": ""}  # a browser always sends what is selected


def counted(db, fetch) -> int:
    """How many statements a request issues."""
    seen = []

    def note(*args):
        seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert fetch().status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def addresses(person: Person) -> dict[str, list[str]]:
    """Operation → addresses that a GET opens."""
    here = f"/personnel/{person.id}"
    return {
        "personnel.read": ["/personnel/", f"{here}/", "/personnel/qualified"],
        "personnel.change": [
            "/personnel/new",
            f"{here}/edit",
            f"{here}/declarations",
            f"{here}/certificates/new",
            f"{here}/titles/new",
            f"{here}/work/new",
            f"{here}/agreements/new",
            f"{here}/violations/new",
            f"{here}/certificates/{person.certificates[0].id}/remove",
            f"{here}/certificates/{person.certificates[0].id}/scan",
            f"{here}/titles/{person.titles[0].id}/proposal",
            f"{here}/violations/{person.violations[0].id}/overturn",
            "/personnel/import",
            "/personnel/import/template",
        ],
        "personnel.propose": [
            f"{here}/appoint",
        ],
        "personnel.appoint": [
            f"{here}/titles/{person.titles[0].id}/equivalence",
            f"{here}/appointments/{person.appointments[0].id}/end",
        ],
        "personnel.export": [
            "/personnel/export.xlsx",
            "/personnel/export.csv",
            "/personnel/annex2",
            "/personnel/cards.pdf",
            "/personnel/qualified.xlsx",
        ],
        "personnel.reveal": [f"{here}/reveal"],
    }


def full_person(**over) -> Person:
    """Somebody with a row in every table."""
    person = make_person(
        titles=[
            Title(name="会计师", rank="intermediate", major="会计", granted_on=date(2019, 1, 1))
        ],
        work_periods=[
            WorkPeriod(kind="this", employer="甲公司", started_on=date(2019, 1, 1), ended_on=None)
        ],
        agreements=[Agreement(signed_on=date(2026, 1, 1), until=date(2026, 12, 31))],
        violations=[Violation(committed_on=date(2020, 1, 1), kind="处分", overturned=True)],
        **over,
    )
    make_appointment(person)
    return person


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_each_role_opens_exactly_what_the_table_says(client, role: Role):
    person = full_person()
    browser = client(role.value)
    for operation, paths in addresses(person).items():
        expected = 200 if role in TABLE[operation] else 403
        assert {path: browser.get(path).status_code for path in paths} == dict.fromkeys(
            paths, expected
        )


def test_nobody_signed_in_is_sent_to_the_door(client):
    answer = client().get("/personnel/")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/personnel/")


def test_a_person_is_registered_and_shown_without_the_full_number(client, db):
    number = fictional_id_number(55)
    browser = client("personnel_office")
    form = {"name": "欧阳·𠮷", "id_number": number, "phone": "13912345678", **CHOSEN}
    answer = browser.post("/personnel/new", data=form)
    person = db.session.scalars(select(Person)).one()
    assert (answer.status_code, answer.location) == (303, f"/personnel/{person.id}/")
    shown = browser.get(answer.location).text
    assert "欧阳·𠮷" in shown
    assert f"…{number[-4:]}" in shown
    assert number not in shown
    assert "13912345678" not in shown
    listed = browser.get("/personnel/").text
    assert "欧阳·𠮷" in listed
    assert number[-4:] not in listed


def test_a_wrong_number_keeps_the_answers_and_changes_nothing(client, db):
    browser = client("personnel_office")
    form = {"name": "周衡", "id_number": "110101199001011230", "employer": "江城大学", **CHOSEN}
    answer = browser.post("/personnel/new", data=form)
    assert answer.status_code == 422
    assert "校验位应为" in answer.text
    assert 'value="江城大学"' in answer.text
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_a_stale_page_is_refused(client, db):
    person = make_person(name="周衡")
    browser = client("personnel_office")
    form = {"name": "周蘅", "version": "1", **CHOSEN}
    path = f"/personnel/{person.id}/edit"
    assert browser.post(path, data=form).status_code == 303
    assert browser.post(path, data={**form, "name": "周恒"}).status_code == 409
    db.session.expire_all()
    assert db.session.get(Person, person.id).name == "周蘅"


def test_editing_without_a_number_keeps_the_number(client, db):
    person = make_person(id_number=fictional_id_number(66))
    browser = client("personnel_office")
    form = {"name": "周蘅", "version": "1", **CHOSEN}
    assert browser.post(f"/personnel/{person.id}/edit", data=form).status_code == 303
    db.session.expire_all()
    assert pii.get(person, "id_number") == fictional_id_number(66)
    assert pii.get(person, "phone") == "13900001234"


PAPERS = {
    "certificates": {
        "occupation": "劳动关系协调员", "kind": "qualification", "level": "2",
        "issued_on": "2015-01-01", "status": "valid",
    },
    "titles": {
        "name": "会计师", "rank": "intermediate", "major": "其他", "major_other": "会计",
        "granted_on": "2020-01-01",
    },
    "work": {"kind": "this", "employer": "甲公司", "started_on": "2020-01-01"},
    "agreements": {"signed_on": "2026-01-01", "until": "2027-12-31"},
    "violations": {"committed_on": "2020-01-01", "kind": "处分"},
}  # fmt: skip


@pytest.mark.parametrize("kind", PAPERS)
def test_papers_are_added_on_their_own_page(client, db, kind: str):
    person = make_person(certificates=[])
    browser = client("personnel_office")
    path = f"/personnel/{person.id}/{kind}/new"
    answer = browser.post(path, data=PAPERS[kind])
    assert (answer.status_code, answer.location) == (303, f"/personnel/{person.id}/#{kind}")
    again = browser.post(path, data=PAPERS[kind])
    assert again.status_code == 422
    assert "相同的内容已经登记" in again.text


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("certificates", {"level": ""}, "请选择证书等级"),
        ("certificates", {"occupation": "其他"}, "请填写职业名称"),
        ("certificates", {"issued_on": "2030-01-01"}, "晚于今天"),
        ("titles", {"major_other": ""}, "请填写职称专业"),
        ("titles", {"granted_on": ""}, "请填写取得日期"),
        ("work", {"ended_on": "2019-12-31"}, "早于开始日"),
        ("agreements", {"until": "2025-12-31"}, "早于签订日"),
        ("violations", {"kind": ""}, "请填写纪录种类"),
        ("violations", {"sneaky": "1"}, "表单含有未知字段"),
    ],
)
def test_a_wrong_paper_is_shown_again(client, db, kind: str, change: dict, words: str):
    person = make_person(certificates=[])
    answer = client("personnel_office").post(
        f"/personnel/{person.id}/{kind}/new", data={**PAPERS[kind], **change}
    )
    assert answer.status_code == 422
    assert words in answer.text
    for table in (PersonCertificate, Title, WorkPeriod, Agreement, Violation):
        assert db.session.scalar(select(func.count(table.id))) == 0


def test_strange_kinds_and_rows_are_missing(client):
    person, other = make_person(), make_person()
    browser = client("personnel_office")
    row = person.certificates[0].id
    assert browser.get(f"/personnel/{person.id}/spoons/new").status_code == 404
    assert browser.get(f"/personnel/{other.id}/certificates/{row}/remove").status_code == 404
    assert browser.get("/personnel/999/").status_code == 404


def test_a_paper_is_removed_with_a_reason(client, db):
    person = make_person()
    path = f"/personnel/{person.id}/certificates/{person.certificates[0].id}/remove"
    browser = client("personnel_office")
    assert browser.post(path, data={}).status_code == 422
    assert db.session.scalar(select(func.count(PersonCertificate.id))) == 1
    assert browser.post(path, data={"reason": "误登"}).status_code == 303
    assert db.session.scalar(select(func.count(PersonCertificate.id))) == 0


def test_equivalence_is_proposed_by_one_and_decided_by_another(client, db):
    person = full_person()
    title = person.titles[0]
    office, head = client("personnel_office"), client("head")
    path = f"/personnel/{person.id}/titles/{title.id}"
    said = {"reason": "课程相同", "conclusion": "yes"}
    early = head.post(f"{path}/equivalence", data=said)
    assert (early.status_code, "还没有人提出认定意见" in early.text) == (422, True)
    assert office.post(f"{path}/proposal", data={"reason": "课程相同"}).status_code == 422
    assert office.post(f"{path}/proposal", data=said).status_code == 303
    assert "等待批准" in head.get(f"/personnel/{person.id}/").text
    assert "理由：课程相同" in head.get(f"{path}/equivalence").text
    assert head.post(f"{path}/equivalence", data=said).status_code == 303
    db.session.expire_all()
    assert title.equivalence["accepted"] is True


def test_declarations_are_recorded_and_refused_without_a_day(client, db):
    person = make_person(political_declaration=None, declared_on=None)
    browser, path = client("personnel_office"), f"/personnel/{person.id}/declarations"
    said = {"political": "yes", "ethics": "no", "assessment": "", "version": "1"}
    answer = browser.post(path, data=said)
    assert answer.status_code == 422
    assert "请填写声明和评价的日期" in answer.text
    said |= {"declared_on": "2026-11-20", "violations_known": "y"}
    assert browser.post(path, data=said).status_code == 303
    db.session.expire_all()
    answers = (person.political_declaration, person.ethics_declaration)
    assert answers == (True, False)
    assert person.professional_assessment is None
    assert (person.violations_known, person.work_known) == (True, False)


def test_the_part_of_the_findings_is_the_part_of_the_page(client):
    person = make_person()
    browser = client("head")
    path = f"/personnel/{person.id}/?role=item_writer&level=2&on=2026-12-01"
    whole = browser.get(path).text
    part = browser.get(path, headers={"HX-Request": "true"})
    assert part.headers["Vary"].count("HX-Request") == 1
    assert part.text.strip().startswith('<section id="report"')
    assert "保密协议" in part.text
    assert part.text.strip() in whole


@pytest.mark.parametrize("args", ["role=cook", "level=9", "on=tomorrow", "level=x&on="])
def test_strange_arguments_mean_the_default(client, args: str):
    person = make_person()
    browser = client("personnel_office")
    assert browser.get(f"/personnel/{person.id}/?{args}").status_code == 200
    assert browser.get(f"/personnel/{person.id}/appoint?{args}").status_code == 200
    assert browser.get(f"/personnel/qualified?{args}").status_code == 200


def test_the_button_stands_only_under_a_report_that_passes(client, db):
    person = make_person(name="周衡")
    browser, path = client("personnel_office"), f"/personnel/{person.id}/appoint"
    assert "提名周衡为三级考评员" in browser.get(path).text
    refused = browser.get(f"{path}?role=examiner&level=2&since=2026-11-21").text
    assert "提名周衡为二级考评员" not in refused
    assert "不能聘任为二级考评员" in refused
    form = {"role": "examiner", "level": "2", "since": "2026-11-21"}
    assert browser.post(path, data=form).status_code == 422
    assert db.session.scalar(select(func.count(Appointment.id))) == 0
    assert browser.post(path, data={**form, "level": "3"}).status_code == 303
    held = db.session.scalars(select(Appointment)).one()
    assert (held.role, held.level, held.report["verdict"]) == ("examiner", 3, "pass")


def test_an_appointment_is_ended_with_a_reason(client, db):
    person = make_person()
    held = make_appointment(person)
    browser, path = client("head"), f"/personnel/{person.id}/appointments/{held.id}/end"
    assert browser.post(path, data={}).status_code == 422
    assert browser.post(path, data={"reason": "调离"}).status_code == 303
    assert browser.post(path, data={"reason": "调离"}).status_code == 409


def test_the_list_filters_by_role_level_state_and_words(client):
    examiner, plain = make_person(name="甲一"), make_person(name="乙二", employer="江城大学")
    ending = make_person(
        name="丙三", agreements=[Agreement(signed_on=date(2026, 1, 1), until=date(2026, 11, 21))]
    )
    make_appointment(examiner)
    make_appointment(ending, role="item_writer", level=4, until=date(2027, 1, 1))
    browser = client("exam_office")

    def names(args: str) -> list[str]:
        text = browser.get(f"/personnel/?{args}").text
        return [name for name in ("甲一", "乙二", "丙三") if f">{name}</a>" in text]

    assert names("") == ["甲一", "乙二", "丙三"]
    assert names("role=examiner") == ["甲一"]
    assert names("role=examiner&level=4") == []
    assert names("level=4") == ["丙三"]
    assert names("state=active") == ["甲一", "丙三"]
    assert names("state=none") == ["乙二"]
    assert names("state=expiring") == ["丙三"]
    assert names("q=江城大学") == ["乙二"]
    assert names(f"q={plain.id_number_last4}") == ["乙二"]


def test_an_item_writer_without_an_agreement_in_force_is_not_in_office(client):
    lapsed = make_person(
        name="甲一", agreements=[Agreement(signed_on=date(2025, 1, 1), until=date(2026, 11, 20))]
    )
    make_appointment(lapsed, role="item_writer", level=4)
    browser = client("exam_office")
    assert ">甲一</a>" in browser.get("/personnel/?state=none").text
    assert ">甲一</a>" not in browser.get("/personnel/?role=item_writer").text
    shown = browser.get(f"/personnel/{lapsed.id}/").text
    assert "保密协议已到期" in shown
    assert "未在聘" in shown


def test_the_register_is_judged_at_once(client):
    make_person(name="甲一")
    make_person(name="乙二", certificates=[])
    make_person(name="丙三", certificates=[], certificates_known=False)
    text = client("head").get("/personnel/qualified?role=examiner&level=3&on=2026-12-01").text
    for words in ("甲一", "证书条件", "乙二", "未持有证书", "丙三", "持证情况未知"):
        assert words in text
    assert (
        "通过 <strong>1</strong> 人，待补证明 <strong>1</strong> 人，不通过 <strong>1</strong>"
        in text
    )
    failing = client("head").get("/personnel/qualified?verdict=fail").text
    assert "乙二" in failing
    assert "甲一" not in failing


def test_statements_do_not_grow_with_the_rows(client, db):
    browser = client("head")
    full_person()
    paths = ["/personnel/", "/personnel/qualified", "/personnel/annex2", "/personnel/export.csv"]
    for path in paths:
        browser.get(path)
    before = {path: counted(db, lambda p=path: browser.get(p)) for path in paths}
    for _ in range(29):
        full_person()
    after = {path: counted(db, lambda p=path: browser.get(p)) for path in paths}
    assert after == before
