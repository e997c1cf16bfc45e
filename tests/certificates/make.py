"""Builders: people who passed, batches that certify, certificates made and signed."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import select

from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.certificates import queries, service
from examsys.certificates.facts import issue_lines
from examsys.certificates.models import Acceptance, Certificate, IssueRequest
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, new_uuid
from examsys.kernel.work import unit_of_work
from examsys.publicity.models import Notice
from examsys.rules.states import (
    BatchState,
    Component,
    NoticeState,
    RegistrationState,
    ResultState,
)
from examsys.scoring.models import Outcome, Result, Script
from tests.make import make_batch, make_registration
from tests.scoring.make import confirm_as_they_stand

_serial = count(1)
PREPARER, APPROVER = Actor(name="preparer"), Actor(name="approver")
VERIFY = "http://localhost/verify/"


def make_passed(batch: Batch, *, passed: bool = True, **over: Any) -> Registration:
    """An approved candidate with photo and both results: 80 and 75, or 80 and 50."""
    row = make_registration(batch, **{"state": RegistrationState.APPROVED, "photo": True, **over})
    marks = {Component.THEORY: Decimal(80), Component.SKILL: Decimal(75 if passed else 50)}
    with unit_of_work(audited=False):
        for part, value in marks.items():
            state = ResultState.PASS if value >= 60 else ResultState.FAIL
            code = f"B{next(_serial):07d}"
            script = Script(
                batch_id=batch.id, registration_id=row.id, component=part, blind_code=code
            )
            script.result = Result(
                state=state, value=value, decided_by="tester", decided_at=clock.now()
            )
            db.session.add(script)
        db.session.add(
            Outcome(
                batch_id=batch.id, registration_id=row.id, passed=passed, decided_at=clock.now()
            )
        )
    confirm_as_they_stand(batch.id)
    return row


def make_certifying(people: int = 1, *, accepted: bool = True, **over: Any) -> Batch:
    """A batch sat on 2026-11-07, its publicity over on 18 November, `people` passed."""
    dates = {
        "registration_from": date(2026, 10, 12),
        "registration_until": date(2026, 10, 23),
        "exam_on": date(2026, 11, 7),
    }
    batch = make_batch(state=BatchState.CERTIFYING, **{**dates, **over})
    with unit_of_work(audited=False):
        db.session.add(_notice(batch))
        if accepted:
            db.session.add(
                Acceptance(
                    batch_id=batch.id,
                    receipt_no="浙认〔2026〕12号",
                    accepted_on=date(2026, 11, 19),
                    recorded_by="tester",
                    recorded_at=clock.now(),
                )
            )
    for _ in range(people):
        make_passed(batch)
    return batch


def make_request(batch: Batch) -> IssueRequest:
    """A request for everybody of the batch who is ready, made by `preparer`."""
    ready = [line for line in issue_lines(batch, on=clock.today()) if line.ready]
    ids = [line.registration.id for line in ready]
    with unit_of_work():
        return service.request_issue(batch, ids, actor=PREPARER, at=clock.now())


def approve(request: IssueRequest) -> list[Certificate]:
    """The numbers given by `approver`, the ledger written, the job not run."""
    with unit_of_work():
        service.approve_issue(
            request,
            verify_base=VERIFY,
            version=request.version,
            actor=APPROVER,
            at=clock.now(),
        )
    service.enter_ledger(request.batch_id, at=clock.now())
    return list(queries.of_batch(request.batch_id))


def make_certificates(batch: Batch | None = None) -> list[Certificate]:
    """Certificates of everybody of the batch who is ready: approved, numbered and signed."""
    request = make_request(batch or make_certifying())
    approve(request)
    jobs.run_now(db.session.scalars(select(Job).where(Job.uuid == request.job_uuid)).one())
    return list(queries.of_batch(request.batch_id))


def _notice(batch: Batch) -> Notice:
    return Notice(
        uuid=new_uuid(),
        kind="results",
        title="成绩公示",
        body="合格人员名单",
        batch_id=batch.id,
        state=NoticeState.PUBLISHED,
        publicity_from=date(2026, 11, 11),
        publicity_until=date(2026, 11, 18),
        drafted_by="drafter",
        drafted_at=clock.now(),
    )
