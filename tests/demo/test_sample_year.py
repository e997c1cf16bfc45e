"""The sample year is what the manual promises: correct, believable, and made by ordinary verbs."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from examsys import config, serving
from examsys.audit import export, verify
from examsys.audit.models import AuditEvent
from examsys.bank import queries as bank
from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.certificates.models import Certificate
from examsys.demo import load
from examsys.demo.applicants import applicants
from examsys.demo.cast import PLAYERS, data
from examsys.kernel import clock
from examsys.kernel.db import db as database
from examsys.papers.models import PaperSet
from examsys.personnel.models import Appointment, Person
from examsys.rules.permissions import Role
from examsys.rules.states import BatchState, CertificateState, Component
from examsys.scoring.models import Result, Script
from examsys.yearend.models import YearReport

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    """The sample year on an instance of its own."""
    folder: Path = tmp_path_factory.mktemp("sample")
    app = serving.prepare(config.from_environment({"EXAMSYS_INSTANCE": str(folder)}))
    with app.app_context():
        assert load.sample_year() is True
        yield app
        database.session.remove()
        database.engine.dispose()


def test_it_is_made_once(sample):
    assert load.sample_year() is False


def test_every_role_has_an_account(sample):
    assert {player.role for player in PLAYERS} == set(Role)


def test_batches_stand_in_every_part_of_their_life(sample):
    states = database.session.scalars(select(Batch.state).order_by(Batch.exam_on)).all()

    assert states == [
        BatchState.ARCHIVED,
        BatchState.ARCHIVED,
        BatchState.REVIEWING,
        BatchState.REGISTERING,
        BatchState.PLANNED,
    ]


def test_registrations_of_the_open_batch_stand_in_different_states(sample):
    batch = database.session.scalars(
        select(Batch).where(Batch.state == BatchState.REGISTERING)
    ).one()
    states = database.session.scalars(
        select(Registration.state).where(Registration.batch_id == batch.id)
    ).all()

    assert Counter(state.value for state in states) == {
        "submitted": 4,
        "first_passed": 2,
        "returned": 1,
        "draft": 1,
    }


def test_sixty_sat_and_every_ending_is_there(sample):
    batch = database.session.scalars(select(Batch).order_by(Batch.exam_on)).all()[1]
    count = database.session.scalars(
        select(Registration.id).where(Registration.batch_id == batch.id)
    ).all()
    states = database.session.scalars(
        select(Result.state).join(Script).where(Script.batch_id == batch.id)
    ).all()

    assert len(count) == 60
    assert set(Counter(state.value for state in states)) == {"pass", "fail", "absent", "violation"}


def test_certificates_are_numbered_without_gaps_and_one_is_revoked(sample):
    rows = database.session.scalars(select(Certificate).order_by(Certificate.number)).all()
    by_head: dict[str, list[int]] = {}
    for row in rows:
        by_head.setdefault(row.number[:16], []).append(int(row.number[16:]))

    assert all(serials == list(range(1, len(serials) + 1)) for serials in by_head.values())
    assert Counter(row.state for row in rows)[CertificateState.REVOKED] == 1
    assert all(row.pdf_uuid for row in rows)


def test_the_bank_is_large_and_reviewed_by_another(sample):
    assert len(bank.cards(3, Component.THEORY)) >= 240
    assert len(bank.cards(4, Component.THEORY)) >= 200
    for level in (3, 4):
        assert len(bank.cards(level, Component.SKILL)) >= 12


def test_people_on_both_paths_and_some_for_good_reasons_not(sample):
    people = database.session.scalars(select(Person)).all()
    paths = {
        row.report["path"]
        for row in database.session.scalars(select(Appointment))
        if row.role in {"examiner", "item_writer"}
    }
    appointed = {row.person_id for row in database.session.scalars(select(Appointment))}

    assert len(people) >= 20
    assert paths == {"certificate", "title"}
    assert len([person for person in people if person.id not in appointed]) >= 5


def test_papers_were_drawn_by_one_and_approved_by_another(sample):
    sets = database.session.scalars(select(PaperSet)).all()

    assert len(sets) == 4
    assert all(row.approved_by and row.approved_by != row.drawn_by for row in sets)
    assert all({form.kind for form in row.forms} == {"main", "spare"} for row in sets)


def test_last_years_report_is_signed(sample):
    report = database.session.scalars(select(YearReport)).one()

    assert report.sealed_at is not None
    assert report.built_by != report.sealed_by


def test_the_log_runs_forward_and_is_whole(sample):
    times = database.session.scalars(select(AuditEvent.at).order_by(AuditEvent.id)).all()
    # Jobs and openings of the bank happen when the story is told; the clock is never moved.
    made_on = clock.now().isoformat()[:10]
    told = [at for at in times if at[:10] < made_on]

    assert len(told) > 1000
    assert told == sorted(told)
    assert verify.check(export.lines(clock.now())).ok


def test_the_number_of_a_woman_says_so():
    names = data("names.toml")
    people = applicants(3, -60, 60, serial=1, on=date(2026, 9, 5))

    assert set(names["women"]) <= set(names["names"])
    assert all((one.identity.sex == "女") is (one.name in names["women"]) for one in people)


def test_names_hold_rare_characters():
    people = applicants(3, -60, 60, serial=1, on=date(2026, 9, 5))
    text = "".join(person.name for person in people)

    assert {"·", "𬭎", "㛃", "𠅤", "䶮"} <= set(text)
