"""Recusal: who declares, who decides, and a duty that is refused for it."""

from datetime import date

import pytest

from examsys.batches import gates
from examsys.batches import service as batches
from examsys.dispatch import service
from examsys.dispatch.service import TieInput
from examsys.kernel import pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.work import unit_of_work
from examsys.rules.recusal import Ruling, Tie
from examsys.rules.states import BatchState
from tests.conftest import NOON
from tests.make import (
    fictional_id_number,
    make_account,
    make_appointment,
    make_batch,
    make_person,
    make_registration,
)

OFFICE, HEAD = Actor(name="office"), Actor(name="head")
SINCE = date(2020, 1, 1)


def assign(batch, person, role="examiner"):
    with unit_of_work():
        return batches.assign_duty(batch, person, role, actor=OFFICE, at=NOON)


def declare(person, tie=Tie.MASTER, other="徒弟", **over):
    with unit_of_work():
        said = TieInput(tie=tie, other=other, since=SINCE, **over)
        return service.declare_tie(person, said, actor=OFFICE, at=NOON)


def examiner(**over):
    person = make_person(**over)
    make_appointment(person)
    return person


def meeting(person, candidate_over=None):
    """A batch in which one candidate has registered."""
    batch = make_batch(state=BatchState.REGISTERING)
    make_registration(batch, **(candidate_over or {}))
    return batch


def test_a_duty_keeps_the_reports_that_allowed_it(db):
    duty = assign(meeting(None), examiner())

    names = [finding["rule"] for report in duty.meeting for finding in report["findings"]]
    assert [report["verdict"] for report in duty.meeting] == ["pass", "pass"]
    assert names == [
        "recusal.roles", "recusal.same_person", "recusal.close", "recusal.employer",
        "recusal.training", "dispatch.appointed", "dispatch.run", "dispatch.refusals",
    ]  # fmt: skip


def test_nobody_examines_their_own_batch(db):
    number = fictional_id_number(700)
    batch = meeting(None, {"id_number": number})

    with pytest.raises(Conflict, match="身份证号与本批次考生相同"):
        assign(batch, examiner(id_number=number))
    assert batch.duties == []


@pytest.mark.parametrize("tie", [Tie.RELATIVE, Tie.TEACHER, Tie.MASTER, Tie.TRAINEE])
@pytest.mark.parametrize("role", ["examiner", "invigilator", "supervisor", "duty_expert"])
def test_a_close_tie_by_number_is_refused_in_every_role(db, tie, role):
    number, person = fictional_id_number(701), examiner()
    declare(person, tie, "张三", id_number=number)

    with pytest.raises(Conflict, match=r"与张三（.*）有应当回避的关系"):
        assign(meeting(None, {"id_number": number, "name": "张三"}), person, role)


def test_a_name_alone_asks_and_another_number_of_that_name_is_free(db):
    person, other = examiner(), examiner()
    declare(person, other="张三")
    declare(other, other="张三", id_number=fictional_id_number(702))
    batch = meeting(None, {"name": "张三", "id_number": fictional_id_number(703)})

    with pytest.raises(Conflict, match=r"待补证明.*同名，须核对"):
        assign(batch, person)
    assert assign(batch, other).role == "examiner"


def test_a_tie_that_ended_before_the_examination_no_longer_holds(db):
    number, person = fictional_id_number(704), examiner()
    row = declare(person, id_number=number)
    with pytest.raises(Invalid, match="早于起始日"), unit_of_work():
        service.end_tie(row, until=date(2019, 1, 1), reason="误", actor=OFFICE, at=NOON)
    with unit_of_work():
        service.end_tie(row, until=date(2026, 12, 18), reason="出师", actor=OFFICE, at=NOON)

    assert assign(meeting(None, {"id_number": number}), person).role == "examiner"
    with pytest.raises(Conflict, match="已于 2026-12-18 终止"), unit_of_work():
        service.end_tie(row, until=date(2026, 12, 18), reason="再", actor=OFFICE, at=NOON)


def test_colleagues_are_disclosed_and_decided_by_somebody_else(db):
    person = examiner(employer="江城（东）机械厂")
    batch = meeting(None, {"employer": "江城(东) 机械厂"})
    with pytest.raises(Conflict, match="尚未由他人决定"):
        assign(batch, person)
    row = declare(person, Tie.EMPLOYER, "江城(东)机械厂")
    with pytest.raises(NotAllowed), unit_of_work():
        service.decide_tie(row, Ruling.ALLOWED, reason="x", actor=OFFICE, at=NOON)
    with pytest.raises(Invalid), unit_of_work():
        service.decide_tie(row, Ruling.ALLOWED, reason="", actor=HEAD, at=NOON)
    with unit_of_work():
        service.decide_tie(row, Ruling.ALLOWED, reason="不同部门", actor=HEAD, at=NOON)

    assert assign(batch, person).role == "examiner"
    with pytest.raises(Conflict, match="督导员应当回避"):
        assign(make_and_meet("江城(东)机械厂"), person, "supervisor")


def make_and_meet(employer):
    return meeting(None, {"employer": employer})


def test_the_person_concerned_decides_nothing(db):
    account = make_account(login="self", roles=("head",))
    person = examiner(id_number=pii.get(account, "id_number"))
    row = declare(person, Tie.EMPLOYER, person.employer)

    with pytest.raises(NotAllowed), unit_of_work():
        service.decide_tie(row, Ruling.ALLOWED, reason="x", actor=Actor("self"), at=NOON)


def test_close_ties_are_never_decided_case_by_case(db):
    row = declare(examiner())
    with pytest.raises(Conflict, match="一律回避"), unit_of_work():
        service.decide_tie(row, Ruling.ALLOWED, reason="x", actor=HEAD, at=NOON)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"since": date(2026, 11, 22)}, "晚于今天"),
        ({"until": date(2019, 12, 31)}, "终止日早于起始日"),
        ({"id_number": "123"}, "身份证号不正确"),
        ({"tie": Tie.EMPLOYER, "other": "别家"}, "与申报的单位不同"),
        ({"tie": Tie.EMPLOYER, "id_number": "1"}, "不填身份证号"),
    ],
)
def test_bad_declarations_change_nothing(db, over, words):
    person, values = examiner(), {"tie": Tie.MASTER, "other": "徒弟", "since": SINCE, **over}
    with pytest.raises(Invalid, match=words), unit_of_work():
        service.declare_tie(person, TieInput(**values), actor=OFFICE, at=NOON)


def course(teacher, organiser, *numbers):
    with unit_of_work():
        service.record_course(
            title="考前培训", organiser=organiser, teacher=teacher, ended_on=date(2026, 9, 1),
            trainees=[("学员", number) for number in numbers], actor=OFFICE, at=NOON,
        )  # fmt: skip


def test_who_trained_a_candidate_and_whose_house_did_stands_back(db):
    number = fictional_id_number(706)
    teacher, colleague = examiner(employer="江城培训学校"), examiner(employer="江城培训学校")
    course(teacher, "江城培训学校", number)
    batch = meeting(None, {"id_number": number})

    with pytest.raises(Conflict, match="本人培训过的考生 1 人"):
        assign(batch, teacher, "invigilator")
    with pytest.raises(Conflict, match="所在单位培训过的考生 1 人"):
        assign(batch, colleague)
    assert assign(batch, colleague, "invigilator").meeting[0]["verdict"] == "pass"
    assert assign(batch, examiner()).role == "examiner"


def test_a_course_names_its_wrong_line(db):
    with pytest.raises(Invalid, match="第 2 行"), unit_of_work():
        service.record_course(
            title="班", organiser="校", teacher=None, ended_on=date(2026, 9, 1),
            trainees=[("甲", fictional_id_number(1)), ("", "乙")], actor=OFFICE, at=NOON,
        )  # fmt: skip
    with pytest.raises(Invalid, match="晚于今天"), unit_of_work():
        service.record_course(
            title="班", organiser="校", teacher=None, ended_on=date(2026, 11, 22),
            trainees=[("甲", fictional_id_number(1))], actor=OFFICE, at=NOON,
        )  # fmt: skip


def test_whoever_registers_later_is_met_at_the_gate(db):
    number, person = fictional_id_number(707), examiner()
    declare(person, id_number=number)
    batch = meeting(None)
    assign(batch, person)
    assert not [
        r for r in gates.reasons(batch, BatchState.SITTING, on=batch.exam_on) if "回避" in r
    ]
    make_registration(batch, id_number=number)
    database.session.expire_all()

    (reason,) = [
        r for r in gates.reasons(batch, BatchState.SITTING, on=batch.exam_on) if "回避" in r
    ]
    assert reason.startswith(f"{person.name}：不通过（考务工作惯例 批次（回避））")


def test_an_examiner_without_office_gets_no_duty(db):
    with pytest.raises(Conflict, match="未聘任、已期满或者暂停"):
        assign(meeting(None), make_person())
