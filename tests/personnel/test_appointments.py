"""The life of an appointment: four eyes, legal steps only, records, a further term."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries, service
from examsys.personnel.models import Appointment, Person
from examsys.personnel.service import NoteInput
from examsys.rules.appointing import NoteKind, Result
from examsys.rules.lives import APPOINTMENT_LIFE
from examsys.rules.states import AppointmentState as A
from tests.conftest import NOON
from tests.make import make_appointment, make_person

OFFICE, HEAD = Actor(name="office"), Actor(name="head")
TODAY = date(2026, 11, 21)
BY_HEAD = {"actor": HEAD, "at": NOON}
ACTS = {
    "approve": (lambda held: service.approve_appointment(held, **BY_HEAD), A.ACTIVE),
    "decline": (lambda held: service.decline_appointment(held, reason="x", **BY_HEAD), A.ENDED),
    "suspend": (lambda held: service.suspend_appointment(held, reason="x", **BY_HEAD), A.SUSPENDED),
    "resume": (lambda held: service.resume_appointment(held, reason="x", **BY_HEAD), A.ACTIVE),
    "end": (lambda held: service.end_appointment(held, reason="x", **BY_HEAD), A.ENDED),
}
ALLOWED = {
    A.PROPOSED: {"approve", "decline"},
    A.ACTIVE: {"suspend", "end"},
    A.SUSPENDED: {"resume", "end"},
    A.ENDED: set(),
}


def propose(person, *, role="examiner", level=3, since=TODAY):
    with unit_of_work():
        return service.propose(person, role=role, level=level, since=since, actor=OFFICE, at=NOON)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=7))
def test_any_sequence_of_acts_takes_legal_steps_only(db, acts):
    person = make_person()
    held, expected = propose(person), A.PROPOSED
    for name in acts:
        act, to = ACTS[name]
        legal = name in ALLOWED[expected]
        assert legal <= (to in APPOINTMENT_LIFE[expected])
        with suppress(Conflict), unit_of_work():
            act(held)
            assert legal
            expected = to
        assert held.state is expected
        in_office = [one.id for one in queries.appointed("examiner", level=3, on=TODAY)]
        assert (held.id in in_office) is (expected is A.ACTIVE)


def test_whoever_proposes_does_not_approve(db):
    held = propose(make_person())
    with pytest.raises(NotAllowed, match="另一人批准"), unit_of_work():
        service.approve_appointment(held, actor=OFFICE, at=NOON)
    assert (held.state, held.decided_at) == (A.PROPOSED, None)


def test_the_rulebook_is_asked_again_at_the_approval_and_at_the_return(db):
    person = make_person()
    held = propose(person)
    with unit_of_work(audited=False):
        person.political_declaration = None
    with pytest.raises(Conflict, match="待补证明"), unit_of_work():
        service.approve_appointment(held, **BY_HEAD)
    assert held.state is A.PROPOSED
    with unit_of_work(audited=False):
        person.political_declaration = True
    for name in ("approve", "suspend"):
        with unit_of_work():
            ACTS[name][0](held)
    with unit_of_work(audited=False):
        person.ethics_declaration = False
    with pytest.raises(Conflict, match="不通过"), unit_of_work():
        ACTS["resume"][0](held)
    assert held.state is A.SUSPENDED


def test_a_proposal_that_waits_is_in_the_way_of_another(db):
    person = make_person()
    propose(person)
    with pytest.raises(Conflict, match="待批准"):
        propose(person)


def note(held, kind, on=date(2026, 6, 1), **over):
    with unit_of_work():
        service.note_term(held, NoteInput(kind, on, **over), actor=OFFICE, at=NOON)


def test_a_further_term_refers_to_the_old_and_needs_its_records(db):
    person = make_person()
    old = make_appointment(person, since=date(2023, 11, 21), until=date(2026, 11, 20))
    with pytest.raises(Conflict, match="没有培训记录；上一聘期内没有年度考核记录"):
        propose(person)
    note(old, NoteKind.TRAINING, hours=8)
    note(old, NoteKind.ASSESSMENT, result=Result.PASSED)

    fresh = propose(person)
    assert (fresh.previous_id, fresh.until) == (old.id, date(2029, 11, 20))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (NoteInput(NoteKind.TRAINING, date(2026, 6, 1)), "学时"),
        (NoteInput(NoteKind.ASSESSMENT, date(2026, 6, 1)), "考核结果"),
        (NoteInput(NoteKind.SANCTION, date(2026, 6, 1)), "处理决定"),
        (NoteInput(NoteKind.SANCTION, date(2026, 1, 9), words="警告"), "2026-01-10 至 2026-11-21"),
        (NoteInput(NoteKind.SANCTION, date(2026, 11, 22), words="警告"), "日期应在聘期内"),
    ],
)
def test_notes_that_lack_a_part_or_lie_outside_the_term(db, said, words):
    held = make_appointment(make_person())
    with pytest.raises(Invalid, match=words), unit_of_work():
        service.note_term(held, said, actor=OFFICE, at=NOON)


def test_proposing_approving_suspending_and_noting_by_hand(client, db):
    person = make_person()
    here = f"/personnel/{person.id}"
    office, head = client("personnel_office"), client("head")
    asked = {"role": "examiner", "level": "3", "since": "2026-11-21"}
    assert head.post(f"{here}/appoint", data=asked).status_code == 403
    assert office.post(f"{here}/appoint", data=asked).status_code == 303
    held = db.session.scalars(select(Appointment)).one()
    row = f"{here}/appointments/{held.id}"
    assert person.name in head.get("/personnel/?state=proposed").text
    assert "批准提名的聘任" in head.get("/").text
    assert office.post(f"{row}/approve").status_code == 403
    assert head.post(f"{row}/approve").status_code == 303
    for act in ("suspend", "resume"):
        assert head.get(f"{row}/{act}").status_code == 200
        assert head.post(f"{row}/{act}", data={"reason": "调查"}).status_code == 303
    said = {"kind": "training", "happened_on": "2026-11-21", "hours": "", "result": "", "words": ""}
    assert office.post(f"{row}/note", data=said).status_code == 422
    assert office.post(f"{row}/note", data={**said, "hours": "8"}).status_code == 303
    assert "8 学时" in head.get(f"{here}/").text
    assert db.session.get(Person, person.id).appointments[0].state is A.ACTIVE


def test_the_board_reminds_at_ninety_and_at_thirty_days(client):
    make_appointment(make_person(), until=date(2026, 12, 22))
    assert "聘任将到期的人员" in client("head").get("/").text
    office = client("personnel_office")
    assert "尽快办理续聘" not in office.get("/").text
    make_appointment(make_person(), until=date(2026, 12, 21))
    assert "尽快办理续聘" in client("personnel_office").get("/").text
