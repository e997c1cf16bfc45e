"""Registering, changing, submitting, withdrawing: results, events, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from examsys.audit.models import AuditEvent
from examsys.candidates import facts, intake, queries, service
from examsys.candidates.models import Candidate, Registration
from examsys.kernel import clock, pii
from examsys.kernel.errors import Conflict, Invalid, Stale
from examsys.kernel.work import unit_of_work
from examsys.rules.identity import BadIdentity
from examsys.rules.states import BatchState, RegistrationState
from tests.conftest import NOON
from tests.make import (
    ACTOR,
    fictional_id_number,
    make_batch,
    make_candidate_facts,
    make_registration,
)

LATE = clock.instant(date(2026, 12, 5))


def wanted(**over) -> intake.CandidateIntake:
    values = {
        "name": "欧阳静",
        "id_number": fictional_id_number(900),
        "phone": "13800001234",
        "employer": "江城机械厂",
        "facts": make_candidate_facts(),
        **over,
    }
    return intake.intake(**values, on=date(2026, 11, 21))


def registered(db) -> int:
    return db.session.scalar(select(func.count(Registration.id)))


def test_registering_keeps_the_person_sealed_and_records_it(db):
    batch = make_batch(state=BatchState.REGISTERING)

    with unit_of_work():
        made = service.register(batch, wanted(), actor=ACTOR, at=NOON)

    who = made.candidate
    assert (made.state, made.source) == (RegistrationState.DRAFT, "form")
    assert (who.sex, who.province, who.birth_on) == ("女", "11", date(1970, 1, 1))
    assert (who.id_number_last4, pii.get(who, "id_number")) == (
        fictional_id_number(900)[-4:],
        fictional_id_number(900),
    )
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.object) == (
        "candidates.registration.entered",
        f"registration:{made.id}",
    )


def test_the_same_person_cannot_register_twice_in_a_batch(db):
    batch = make_batch(state=BatchState.REGISTERING)
    with unit_of_work():
        service.register(batch, wanted(), actor=ACTOR, at=NOON)

    with pytest.raises(Conflict, match="在本批次已有报名（草稿）"), unit_of_work():
        service.register(batch, wanted(phone="13900001234"), actor=ACTOR, at=NOON)

    assert registered(db) == 1


def test_a_known_person_registers_in_the_next_batch_under_one_row(db):
    for batch in (make_batch(state=BatchState.REGISTERING) for _ in range(2)):
        with unit_of_work():
            service.register(batch, wanted(), actor=ACTOR, at=NOON)

    assert registered(db) == 2
    assert db.session.scalar(select(func.count(Candidate.id))) == 1


def test_an_id_number_under_another_name_is_refused(db):
    first, second = (make_batch(state=BatchState.REGISTERING) for _ in range(2))
    with unit_of_work():
        service.register(first, wanted(), actor=ACTOR, at=NOON)

    with pytest.raises(Conflict, match="已登记在“欧阳静”名下"), unit_of_work():
        service.register(second, wanted(name="欧阳京"), actor=ACTOR, at=NOON)


@pytest.mark.parametrize(
    ("state", "at", "words"),
    [
        (BatchState.ANNOUNCED, NOON, "只有报名中的批次可以登记报名"),
        (BatchState.REVIEWING, NOON, "只有报名中的批次可以登记报名"),
        (BatchState.REGISTERING, LATE, "报名已于 2026-12-04 截止"),
    ],
)
def test_nobody_registers_outside_the_period(db, state, at, words):
    batch = make_batch(state=state)

    with pytest.raises(Conflict, match=words), unit_of_work():
        service.register(batch, wanted(), actor=ACTOR, at=at)

    assert registered(db) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": "12345"}, "手机号码应为 11 位数字"),
        ({"name": " "}, "姓名是空的"),
        (
            {
                "facts": make_candidate_facts(
                    work=[{"kind": "this", "from": "2020-01-02", "to": "2020-01-01"}]
                )
            },
            "截止日早于起始日",
        ),
    ],
)
def test_an_intake_that_contradicts_itself_is_refused(db, change, words):
    batch = make_batch(state=BatchState.REGISTERING)

    with pytest.raises(Invalid, match=words), unit_of_work():
        service.register(batch, wanted(**change), actor=ACTOR, at=NOON)


def test_a_wrong_check_digit_names_the_right_one():
    number = fictional_id_number(900)
    wrong = number[:17] + ("1" if number[17] != "1" else "2")

    with pytest.raises(BadIdentity, match=f"校验位应为 {number[17]}"):
        wanted(id_number=wrong)


def test_submitting_keeps_the_report_judged_for_the_deadline(db):
    registration = make_registration()

    with unit_of_work():
        service.submit(registration, actor=ACTOR, at=NOON)

    assert registration.state is RegistrationState.SUBMITTED
    assert (registration.report["verdict"], registration.alternative) == ("pass", "L3-1")
    assert registration.submitted_at == NOON


def test_years_are_counted_to_the_deadline_and_not_a_day_more(db):
    """Certificate of 2024-12-04 plus two years of a college graduate: just met on 2026-12-04."""
    on_time = _college_graduate("2024-12-04")
    late = _college_graduate("2024-12-05")

    reports = [facts.judge(row).as_json() for row in (on_time, late)]

    assert [report["verdict"] for report in reports] == ["pass", "fail"]


def _college_graduate(issued_on: str) -> Registration:
    said = make_candidate_facts()
    said["certificates"][0]["issued_on"] = issued_on
    said["education"][0]["kind"] = "junior_college"
    return make_registration(facts=said)


def test_what_was_not_said_asks_for_evidence_instead_of_failing(db):
    registration = make_registration(facts=make_candidate_facts(certificates=None))

    with unit_of_work():
        service.submit(registration, actor=ACTOR, at=NOON)

    assert registration.report["verdict"] == "needs_evidence"
    assert registration.alternative is None


def test_a_submitted_registration_cannot_be_changed(db):
    registration = make_registration(state=RegistrationState.SUBMITTED)

    with pytest.raises(Conflict, match="需要修改时请由审核员退回"), unit_of_work():
        service.change_registration(
            registration, wanted(), version=registration.version, actor=ACTOR, at=NOON
        )


def test_changing_only_the_phone_makes_older_pages_stale(db):
    registration = make_registration(name="欧阳静", id_number=fictional_id_number(900))
    shown = registration.version
    with unit_of_work():
        service.change_registration(
            registration, wanted(phone="13911112222"), version=shown, actor=ACTOR, at=NOON
        )

    with pytest.raises(Stale), unit_of_work():
        service.change_registration(
            registration, wanted(phone="13933334444"), version=shown, actor=ACTOR, at=NOON
        )

    assert registration.candidate.phone_last4 == "2222"


def test_another_persons_id_number_cannot_be_taken_over(db):
    mine, other = make_registration(), make_registration()
    theirs = wanted(id_number=pii.get(other.candidate, "id_number"))

    with pytest.raises(Conflict, match="已登记在"), unit_of_work():
        service.change_registration(mine, theirs, version=mine.version, actor=ACTOR, at=NOON)


def test_withdrawing_is_final_and_keeps_the_reason(db):
    registration = make_registration()
    with unit_of_work():
        service.withdraw(registration, reason="本人申请", actor=ACTOR, at=NOON)

    assert (registration.state, registration.reason) == (RegistrationState.WITHDRAWN, "本人申请")
    with pytest.raises(Conflict, match="处于“已撤回”"), unit_of_work():
        service.submit(registration, actor=ACTOR, at=NOON)


def test_all_drafts_are_submitted_at_once(db):
    batch = make_batch(state=BatchState.REGISTERING)
    for _ in range(3):
        make_registration(batch)

    with unit_of_work():
        assert service.submit_drafts(batch, actor=ACTOR, at=NOON) == 3

    assert queries.counts(batch.id)[RegistrationState.SUBMITTED] == 3
    with pytest.raises(Conflict, match="没有草稿"), unit_of_work():
        service.submit_drafts(batch, actor=ACTOR, at=NOON)


def test_a_young_candidate_from_elsewhere_is_an_alert_and_no_refusal(db):
    born = "330106201101010017"
    number = born[:17] + _check(born[:17])
    registration = make_registration(id_number=number)
    elsewhere = make_registration()

    assert facts.alerts(registration) == ["出生于 2011-01-01，报名截止日未满 16 周岁，请核对。"]
    assert facts.alerts(elsewhere) == ["身份证号不属于考点所在省份，请核对报名资格。"]


def _check(first17: str) -> str:
    from examsys.rules.identity import check_character

    return check_character(first17)


@pytest.mark.parametrize(("outside", "said"), [(2, False), (3, True)])
def test_the_share_from_elsewhere_alerts_above_a_fifth(db, outside, said):
    batch = make_batch()
    codes = ["11"] * outside + ["33"] * (10 - outside)

    assert bool(facts.crowd_alert(batch, codes)) is said


def test_differs_sees_every_part_of_an_intake(db):
    one = wanted()
    batch = make_batch(state=BatchState.REGISTERING)
    with unit_of_work():
        made = service.register(batch, one, actor=ACTOR, at=NOON)
    changed = [
        replace(one, name="欧阳晶"),
        replace(one, phone="13900000000"),
        replace(one, employer="别处"),
        replace(one, facts={**one.facts, "titles": None}),
    ]

    seen = [service.registrations.differs(made, other) for other in (one, *changed)]

    assert seen == [False, True, True, True, True]
