"""Screens of recusal and dispatch: every form by hand, the list, the letter."""

from datetime import date

import pytest
from sqlalchemy import select

from examsys.dispatch.models import Course, DeclaredTie, Dispatch
from examsys.kernel.work import unit_of_work
from examsys.rules.states import DispatchState
from tests.conftest import NOON
from tests.make import fictional_id_number, make_appointment, make_batch, make_person
from tests.personnel.test_views import counted


@pytest.fixture
def ready(db):
    """A batch and four examiners."""
    people = [make_person() for _ in range(4)]
    for person in people:
        make_appointment(person)
    return make_batch(), people


def test_drawing_sending_and_answering_by_hand(client, db, ready):
    batch, _ = ready
    browser, here = client("personnel_office"), f"/dispatch/batches/{batch.id}"
    assert batch.number in browser.get("/dispatch/choose").text
    assert "还没有抽取考评小组" in browser.get(f"{here}/").text
    assert "可以抽取的考评员 4 人" in browser.get(f"{here}/draw").text
    refused = browser.post(f"{here}/draw", data={"size": "4", "seed": "abc"})
    assert (refused.status_code, "人数应为单数" in refused.text) == (422, True)
    assert browser.post(f"{here}/draw", data={"size": "3", "seed": ""}).status_code == 303

    rows = db.session.scalars(select(Dispatch).order_by(Dispatch.id)).all()
    assert "凭种子重做结果一致" in browser.get(f"{here}/").text
    assert browser.get(f"/dispatch/{rows[0].id}/letter.pdf").status_code == 409
    assert browser.post(f"/dispatch/{rows[0].id}/send").status_code == 303
    letter = browser.get(f"/dispatch/{rows[0].id}/letter.pdf")
    assert (letter.status_code, letter.data[:5]) == (200, b"%PDF-")

    path = f"/dispatch/{rows[0].id}/answer"
    assert browser.post(path, data={"answer": "no", "on": "2026-11-21"}).status_code == 422
    said = {"answer": "no", "on": "2026-11-21", "words": "出差", "without_cause": "y"}
    assert browser.post(path, data=said).status_code == 303
    db.session.expire_all()
    assert (rows[0].state, rows[0].without_cause) == (DispatchState.REFUSED, True)

    taken = {row.person_id for row in rows}
    (spare,) = [person.id for person in ready[1] if person.id not in taken]
    path = f"/dispatch/{rows[0].id}/replace"
    assert browser.get(path).status_code == 200
    said = {"person_id": str(spare), "reason": "原定人员出差"}
    assert browser.post(path, data=said).status_code == 303
    assert "更换：原定人员出差" in browser.get(f"{here}/").text

    listed = browser.get("/dispatch/?state=refused")
    assert (listed.status_code, "派〔2026〕001 号" in listed.text) == (200, True)
    assert browser.get("/dispatch/").text.count("<tr><td><a href") == 4
    assert browser.get("/dispatch/export.csv").status_code == 200


def test_declaring_deciding_and_ending_by_hand(client, db, ready):
    person = ready[1][0]
    office, head = client("personnel_office"), client("head")
    said = {
        "person_id": str(person.id), "tie": "employer", "other": person.employer,
        "since": "2020-01-01",
    }  # fmt: skip
    assert office.get("/dispatch/ties/new").status_code == 200
    wrong = office.post("/dispatch/ties/new", data={**said, "other": "别家"})
    assert (wrong.status_code, "与申报的单位不同" in wrong.text) == (422, True)
    assert office.post("/dispatch/ties/new", data=said).status_code == 303
    row = db.session.scalars(select(DeclaredTie)).one()
    path = f"/dispatch/ties/{row.id}"
    assert office.get(f"{path}/decide").status_code == 403
    assert head.get(f"{path}/decide").status_code == 200
    ruled = {"ruling": "allowed", "reason": "不同部门"}
    assert head.post(f"{path}/decide", data=ruled).status_code == 303
    assert "可以参加" in head.get("/dispatch/ties/?kind=employer&ruling=allowed").text
    assert head.get("/dispatch/ties/export.xlsx").status_code == 200
    gone = {"until": "2026-11-01", "reason": "调离"}
    assert office.post(f"{path}/end", data=gone).status_code == 303
    db.session.expire_all()
    assert row.until == date(2026, 11, 1)


def test_a_course_by_hand(client, db, ready):
    browser, person = client("exam_office"), ready[1][0]
    said = {
        "title": "考前班", "organiser": "江城培训学校", "person_id": str(person.id),
        "ended_on": "2026-09-01", "trainees": "张三",
    }  # fmt: skip
    assert "第 1 行" in browser.post("/dispatch/courses/new", data=said).text
    said["trainees"] = f"张三，{fictional_id_number(7)}\n\n李四,{fictional_id_number(8)}"
    assert browser.post("/dispatch/courses/new", data=said).status_code == 303
    assert len(db.session.scalars(select(Course)).one().trainees) == 2
    assert "2 人" in browser.get("/dispatch/courses/").text


def test_lists_need_the_same_statements_however_long(client, db, ready):
    browser = client("head")
    browser.get("/dispatch/ties/")
    few = counted(db, lambda: browser.get("/dispatch/ties/"))
    with unit_of_work(audited=False):
        for person in ready[1]:
            db.session.add(
                DeclaredTie(person_id=person.id, tie="master", other="某", ruling="refused",
                            since=date(2020, 1, 1), declared_by="x", declared_at=NOON)
            )  # fmt: skip
    assert counted(db, lambda: browser.get("/dispatch/ties/")) <= few + 1
