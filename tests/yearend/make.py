"""A small year by hand: one 三级 batch of four people, whose numbers one can count."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from examsys.batches.models import Batch
from examsys.candidates.models import AttendanceRecord, Registration
from examsys.certificates.models import Certificate
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.rules.states import (
    Attendance,
    BatchState,
    CertificateState,
    Component,
    FilingState,
    RegistrationState,
    ResultState,
)
from examsys.scoring.models import Outcome, Result, ScoreBook, Script
from tests.make import make_batch, make_registration
from tests.scoring.make import confirm_as_they_stand

PARTS = (Component.THEORY, Component.SKILL)
A, R = Attendance, ResultState


@dataclass(frozen=True)
class Year:
    """passed holds a certificate; late passed too, its certificate is made by the test."""

    batch: Batch
    passed: Registration
    late: Registration
    violator: Registration
    absent: Registration


def make_year(*, exam_on: date = date(2026, 12, 19)) -> Year:
    """Two pass, one breaks the rules in the second component, one never comes."""
    batch = make_batch(state=BatchState.CERTIFYING, exam_on=exam_on)
    people = [make_registration(batch, state=RegistrationState.APPROVED) for _ in range(4)]
    year = Year(batch, *people)
    came = {
        year.passed: (A.PRESENT, A.PRESENT),
        year.late: (A.PRESENT, A.PRESENT),
        year.violator: (A.PRESENT, A.VIOLATION),
        year.absent: (A.ABSENT, A.ABSENT),
    }
    ended = {
        year.passed: (R.PASS, R.PASS),
        year.late: (R.PASS, R.PASS),
        year.violator: (R.PASS, R.VIOLATION),
        year.absent: (R.ABSENT, R.ABSENT),
    }
    at = clock.instant(exam_on + timedelta(days=3))
    with unit_of_work(audited=False):
        db.session.add(
            ScoreBook(
                batch_id=batch.id, coded_by="a", coded_at=at, published_by="b", published_at=at
            )
        )
        for row, states in came.items():
            _sat(row, states, ended[row], at)
    confirm_as_they_stand(batch.id)
    give(year.passed, exam_on + timedelta(days=5))
    return year


def give(row: Registration, on: date) -> Certificate:
    """An issued certificate."""
    made = Certificate(
        batch_id=row.batch_id,
        registration_id=row.id,
        candidate_id=row.candidate_id,
        occupation_id=row.batch.occupation_id,
        level=row.batch.level,
        number=f"S000033000123263{row.id:06d}",
        check_code="x",
        name=row.candidate.name,
        printed_sealed=b"",
        printed_sha256="",
        issued_on=on,
        state=CertificateState.ISSUED,
        filing=FilingState.NOT_UPLOADED,
        issued_by="a",
        approved_by="b",
        issued_at=clock.instant(on),
    )
    with unit_of_work(audited=False):
        db.session.add(made)
    return made


def _sat(row: Registration, came: tuple[A, A], ended: tuple[R, R], at: datetime) -> None:
    for part, state, result in zip(PARTS, came, ended, strict=True):
        db.session.add(
            AttendanceRecord(
                registration_id=row.id,
                component=part,
                state=state,
                recorded_by="a",
                recorded_at=at,
            )
        )
        script = Script(
            batch_id=row.batch_id,
            registration_id=row.id,
            component=part,
            blind_code=f"{part.value}{row.id}",
        )
        script.result = Result(state=result, decided_by="a", decided_at=at)
        db.session.add(script)
    passed = ended == (R.PASS, R.PASS)
    db.session.add(
        Outcome(batch_id=row.batch_id, registration_id=row.id, passed=passed, decided_at=at)
    )
