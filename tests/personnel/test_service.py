"""Verbs of the register: what they change, what they refuse, and that refusals change nothing."""

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import func, select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.kernel import pii
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, Missing, NotAllowed, Stale, TooMany
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries, service
from examsys.personnel.models import Agreement, Appointment, Person, Title, Violation
from tests.conftest import NOON
from tests.make import (
    ACTOR,
    fictional_id_number,
    make_appointment,
    make_held_certificate,
    make_person,
)

WHO = {"actor": ACTOR, "at": NOON}
TODAY = date(2026, 11, 21)
HEAD = Actor(name="head")


def appoint(person: Person, **asked) -> Appointment:
    """Proposed by one, approved by another, in one go."""
    held = service.propose(person, **asked)
    service.approve_appointment(held, actor=HEAD, at=asked["at"])
    return held


@contextmanager
def refused(db, kind, words: str):
    """The verb is refused with these words, and neither rows nor events are added."""

    def rows() -> tuple[int, ...]:
        return tuple(
            db.session.scalar(select(func.count()).select_from(table))
            for table in (Person, Appointment, Title, Agreement, Violation, AuditEvent)
        )

    before = rows()
    db.session.rollback()
    with pytest.raises(kind) as error, unit_of_work():
        yield
    assert words in str(error.value)
    assert rows() == before


def last_event(db) -> tuple[str, str, dict]:
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    return event.action, event.object, db.session.get(AuditDetail, event.id).detail


def test_adding_a_person_seals_the_number_and_logs_none_of_it(db):
    number = fictional_id_number(7)
    with unit_of_work():
        person = service.add_person(
            service.PersonIntake(name=" 阿依努尔•买买提 ", id_number=number.lower(), phone="139"),
            **WHO,
        )
    assert person.name == "阿依努尔·买买提"
    assert (person.id_number_last4, pii.get(person, "id_number")) == (number[-4:], number)
    assert queries.person_by_index(pii.index_of("id_number", number)) is person
    assert last_event(db) == ("personnel.person.added", f"person:{person.id}", {})


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110101199001011230", "校验位应为"),
        ("11010119901301123X", "出生日期 1990-13-01 不存在"),
        ("110101900101123", "15 位旧号码"),
        ("", "身份证号是空的"),
    ],
)
def test_a_wrong_id_number_is_refused_with_its_reason(db, number: str, words: str):
    with refused(db, Invalid, words):
        service.add_person(service.PersonIntake(name="周衡", id_number=number), **WHO)


def test_a_name_with_a_private_character_is_refused(db):
    with refused(db, Invalid, "自造字（U+E000）"):
        intake = service.PersonIntake(name="周\ue000", id_number=fictional_id_number(7))
        service.add_person(intake, **WHO)


def test_the_same_id_number_twice_is_refused_however_it_is_written(db):
    number = fictional_id_number(7)
    make_person(id_number=number, name="周衡")
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)
    with refused(db, Conflict, "已登记为周衡"):
        service.add_person(service.PersonIntake(name="另一人", id_number=wide), **WHO)


def test_changing_a_person_names_the_fields_and_refuses_a_stale_page(db):
    person = make_person(name="周衡")
    intake = service.PersonIntake(
        name="周蘅", employer=person.employer, post="主任", education="大学本科"
    )
    with unit_of_work():
        service.change_person(person, intake, version=1, **WHO)
    assert (person.name, person.version, person.phone_last4) == ("周蘅", 2, "1234")
    assert last_event(db)[2] == {"fields": ["name", "post"]}
    with refused(db, Stale, "已被他人修改"):
        service.change_person(person, intake, version=1, **WHO)


def test_an_id_number_is_corrected_but_not_into_somebody_elses(db):
    person, other = make_person(), make_person(name="陆明")
    taken, fresh = pii.get(other, "id_number"), fictional_id_number(900)
    with refused(db, Conflict, "已登记为陆明"):
        intake = service.PersonIntake(name=person.name, id_number=taken)
        service.change_person(person, intake, version=1, **WHO)
    with unit_of_work():
        intake = service.PersonIntake(name=person.name, id_number=fresh)
        service.change_person(person, intake, version=1, **WHO)
    assert pii.get(person, "id_number") == fresh


def test_declarations_need_a_day_that_has_come(db):
    person = make_person()

    def said(day):
        return service.Declarations(political=True, ethics=None, assessment=None, declared_on=day)

    with refused(db, Invalid, "请填写声明和评价的日期"):
        service.record_declarations(person, said(None), version=1, **WHO)
    with refused(db, Invalid, "晚于今天"):
        service.record_declarations(person, said(date(2026, 11, 22)), version=1, **WHO)
    with unit_of_work():
        service.record_declarations(person, said(TODAY), version=1, **WHO)
    assert (person.political_declaration, person.ethics_declaration) == (True, None)
    assert person.certificates_known is False


PAPERS = [
    service.CertificateInput("劳动关系协调师", "skill_level", 2, "S1", date(2021, 1, 1)),
    service.TitleInput("经济师", "intermediate", "法学", date(2020, 1, 1)),
    service.WorkInput("this", "甲公司", "主管", date(2020, 1, 1), date(2020, 12, 31)),
    service.AgreementInput(date(2026, 1, 1), date(2026, 12, 31)),
]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: type(p).__name__)
def test_papers_are_added_once_and_removed_with_a_reason(db, paper):
    person = make_person(certificates=[])
    with unit_of_work():
        row = service.add_paper(person, paper, **WHO)
    assert last_event(db)[2] == {"row": row.id}
    with refused(db, Conflict, "相同的内容已经登记"):
        service.add_paper(person, paper, **WHO)
    with unit_of_work():
        service.remove_paper(row, reason="误登", **WHO)
    assert last_event(db)[2] == {"row": row.id, "reason": "误登"}
    with unit_of_work():
        service.add_paper(person, paper, **WHO)


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (
            service.CertificateInput("劳动关系协调师", "skill_level", 2, "", date(2026, 11, 22)),
            "发证日期 2026-11-22 晚于今天",
        ),
        (
            service.TitleInput("经济师", "intermediate", "法学", date(2026, 11, 22)),
            "职称取得日期 2026-11-22 晚于今天",
        ),
        (
            service.WorkInput("this", "甲", "", date(2026, 1, 2), date(2026, 1, 1)),
            "工作最后日早于开始日",
        ),
        (service.WorkInput("this", "甲", "", date(2026, 11, 22), None), "晚于今天"),
        (service.AgreementInput(date(2026, 1, 2), date(2026, 1, 1)), "早于签订日"),
        (service.ViolationInput(date(2026, 11, 22), "处分"), "晚于今天"),
    ],
)
def test_impossible_days_are_refused(db, paper, words: str):
    person = make_person()
    with refused(db, Invalid, words):
        service.add_paper(person, paper, **WHO)


def test_violations_stay_and_may_be_overturned_once(db):
    person = make_person()
    with unit_of_work():
        row = service.add_paper(person, service.ViolationInput(date(2025, 1, 1), "处分"), **WHO)
    with refused(db, Conflict, "不能删除"):
        service.remove_paper(row, reason="误登", **WHO)
    with unit_of_work():
        service.overturn_violation(row, reason="江城复〔2026〕3号", **WHO)
    assert (row.overturned, row.note) == (True, "撤销依据：江城复〔2026〕3号")
    with refused(db, Conflict, "已经登记为撤销"):
        service.overturn_violation(row, reason="再次", **WHO)


def test_equivalence_is_decided_only_outside_the_list(db):
    person = make_person(
        titles=[
            Title(name="经济师", rank="intermediate", major="法学", granted_on=date(2020, 1, 1)),
            Title(name="会计师", rank="intermediate", major="会计", granted_on=date(2021, 1, 1)),
        ]
    )
    law, accounts = person.titles
    with refused(db, Conflict, "就在通知所列的八个专业之内"):
        service.propose_equivalence(law, accepted=True, reason="相关", **WHO)
    with refused(db, Invalid, "请填写认定理由"):
        service.propose_equivalence(accounts, accepted=True, reason="", **WHO)
    with refused(db, Conflict, "还没有人提出认定意见"):
        service.decide_equivalence(accounts, approved=True, reason="同意", **WHO)
    with unit_of_work():
        service.propose_equivalence(accounts, accepted=False, reason="课程无关", **WHO)
    assert accounts.equivalence is None
    with refused(db, NotAllowed, "不能批准自己的意见"):
        service.decide_equivalence(accounts, approved=True, reason="同意", **WHO)
    other = {"actor": Actor(name="head1"), "at": NOON}
    with unit_of_work():
        service.decide_equivalence(accounts, approved=True, reason="同意", **other)
    assert accounts.proposal is None
    assert accounts.equivalence == {
        "accepted": False, "reason": "课程无关", "on": "2026-11-21", "proposed_by": "tester",
        "by": "head1",
    }  # fmt: skip


def test_a_proposal_turned_down_decides_nothing(db):
    person = make_person(
        titles=[Title(name="会计师", rank="junior", major="会计", granted_on=date(2021, 1, 1))]
    )
    with unit_of_work():
        service.propose_equivalence(person.titles[0], accepted=True, reason="课程相近", **WHO)
        service.decide_equivalence(
            person.titles[0], approved=False, reason="依据不足", actor=Actor(name="head1"), at=NOON
        )
    assert (person.titles[0].proposal, person.titles[0].equivalence) == (None, None)


def test_an_examiner_is_appointed_for_the_term_with_the_report(db):
    person = make_person()
    with unit_of_work():
        held = appoint(person, role="examiner", level=3, since=TODAY, **WHO)
    assert (held.since, held.until) == (TODAY, date(2029, 11, 20))
    assert held.report["verdict"] == "pass"
    assert held.report["findings"][0]["rule"] == "examiner.qualification"
    assert last_event(db)[0] == "personnel.appointment.made"
    assert [a.person_id for a in queries.appointed("examiner", level=3, on=TODAY)] == [person.id]
    assert queries.appointed("examiner", level=2, on=TODAY) == []
    with refused(db, Conflict, "已聘为三级考评员"):
        appoint(person, role="examiner", level=3, since=date(2029, 11, 20), **WHO)


def test_who_is_not_qualified_is_not_appointed(db):
    person = make_person(political_declaration=None)
    with refused(db, Conflict, "待补证明（人社厅函〔2023〕141号 一（二）1（1））"):
        appoint(person, role="examiner", level=3, since=TODAY, **WHO)
    with refused(db, Conflict, "不符合二级考评员条件"):
        appoint(person, role="examiner", level=2, since=TODAY, **WHO)


def test_item_writers_hold_only_while_an_agreement_is_in_force(db):
    person = make_person(
        certificates=[make_held_certificate(2)],
        agreements=[Agreement(signed_on=date(2026, 1, 1), until=date(2026, 12, 31))],
    )
    with unit_of_work():
        appoint(person, role="item_writer", level=1, since=TODAY, **WHO)
    inside, outside = date(2026, 12, 31), date(2027, 1, 1)
    assert [a.person_id for a in queries.appointed("item_writer", on=inside)] == [person.id]
    assert queries.appointed("item_writer", on=outside) == []
    with unit_of_work():
        renewal = service.AgreementInput(TODAY, date(2028, 12, 31))
        service.add_paper(person, renewal, **WHO)
    assert [a.level for a in queries.appointed("item_writer", level=1, on=outside)] == [1]


@pytest.mark.parametrize("role", ["supervisor", "duty_expert", "invigilator"])
def test_other_roles_are_appointed_without_a_rulebook(db, role: str):
    person = make_person(certificates=[], violations_known=False)
    with unit_of_work():
        held = appoint(person, role=role, level=None, since=TODAY, **WHO)
    assert (held.report, held.until) == ({}, date(2029, 11, 20))


@pytest.mark.parametrize(
    ("role", "level", "words"),
    [
        ("examiner", None, "须选择等级"),
        ("examiner", 5, "须选择等级"),
        ("supervisor", 3, "不分等级"),
        ("cook", None, "没有这个岗位"),
    ],
)
def test_strange_roles_and_levels_are_refused(db, role: str, level, words: str):
    person = make_person()
    with refused(db, Invalid, words):
        appoint(person, role=role, level=level, since=TODAY, **WHO)


def test_a_term_that_has_run_out_is_not_entered(db):
    person = make_person()
    with refused(db, Invalid, "已于 2026-11-20 届满"):
        appoint(person, role="supervisor", level=None, since=date(2023, 11, 21), **WHO)


def test_ending_an_appointment_needs_a_reason_and_happens_once(db):
    person = make_person()
    held = make_appointment(person)
    with refused(db, Invalid, "请填写解聘原因"):
        service.end_appointment(held, reason="", **WHO)
    with unit_of_work():
        service.end_appointment(held, reason="调离", **WHO)
    assert (held.state.value, held.ended_on, held.end_reason) == ("ended", TODAY, "调离")
    assert queries.appointed("examiner", on=TODAY) == []
    with refused(db, Conflict, "已经解除"):
        service.end_appointment(held, reason="再次", **WHO)


def test_require_qualified_returns_the_report_or_says_why_not(db):
    person = make_person()
    report = service.require_qualified(person, role="examiner", level=4, on=TODAY)
    assert (report["verdict"], report["path"]) == ("pass", "certificate")
    with pytest.raises(Conflict, match=r"不符合二级考评员条件.*二级及以上证书"):
        service.require_qualified(person, role="examiner", level=2, on=TODAY)


def test_a_full_number_is_logged_before_it_is_shown_and_counted(db):
    person = make_person(id_number=fictional_id_number(77))
    shown = service.reveal_id_number(person, reason="核对证件", **WHO)
    assert shown == fictional_id_number(77)
    expected = ("personnel.id_number.revealed", f"person:{person.id}", {"reason": "核对证件"})
    assert last_event(db) == expected
    for _ in range(19):
        service.reveal_id_number(person, reason="核对证件", **WHO)
    with pytest.raises(TooMany, match="查看完整身份证号次数过多"):
        service.reveal_id_number(person, reason="核对证件", **WHO)


def test_rows_of_another_person_are_missing(db):
    person, other = make_person(), make_person()
    with pytest.raises(Missing, match="没有这条登记"):
        queries.row_of(other.id, type(person.certificates[0]), person.certificates[0].id)
