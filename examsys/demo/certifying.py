"""From the end of publicity to certificates in people's hands."""

from datetime import date, timedelta

from flask import current_app

from examsys.batches import queries as batches
from examsys.batches import service as batch_service
from examsys.certificates import queries, service
from examsys.demo.cast import Almanac, actor
from examsys.demo.timeline import Story
from examsys.jobs import queries as jobs
from examsys.jobs import service as job_service
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState
from examsys.scoring import queries as scoring

REASON = "持证人以他人代考取得成绩，经复核属实。"


def certified(batch_id: int, exam_on: date, almanac: Almanac) -> Story:
    """Accepted by the authority, issued by two people, uploaded and confirmed."""
    at = yield almanac.at(exam_on + timedelta(days=23), 9)
    with unit_of_work():
        batch_service.move(
            batches.batch(batch_id), BatchState.CERTIFYING, actor=actor("kaowu"), at=at
        )
    at = yield almanac.at(exam_on + timedelta(days=24), 10)
    with unit_of_work():
        service.record_acceptance(
            batches.batch(batch_id),
            receipt_no=f"浙认果〔{at.year}〕{batch_id:03d} 号",
            accepted_on=at.date(),
            actor=actor("zhengshu"),
            at=at,
        )
    at = yield almanac.at(exam_on + timedelta(days=25), 10)
    passed = [one.registration_id for one in scoring.outcomes(batch_id) if one.passed]
    with unit_of_work():
        request = service.request_issue(
            batches.batch(batch_id), passed, actor=actor("zhengshu"), at=at
        )
    at = yield almanac.at(exam_on + timedelta(days=26), 15)
    with unit_of_work():
        service.approve_issue(
            request,
            verify_base=verify_base(),
            version=request.version,
            actor=actor("fuzeren"),
            at=at,
        )
    job_service.run_now(jobs.job(str(request.job_uuid), actor=actor("fuzeren")))
    at = yield almanac.at(exam_on + timedelta(days=28), 9)
    with unit_of_work():
        upload = service.make_sheet(batches.batch(batch_id), actor=actor("zhengshu"), at=at)
    at = yield almanac.at(exam_on + timedelta(days=32), 9)
    with unit_of_work():
        service.confirm_upload(
            upload,
            receipt_no=f"浙传〔{at.year}〕{batch_id:03d}",
            confirmed_on=at.date(),
            actor=actor("zhengshu"),
            at=at,
        )


def revoked(batch_id: int, exam_on: date, almanac: Almanac, *, place: int) -> Story:
    """One certificate is revoked weeks later. place: which of the batch's list."""
    at = yield almanac.at(exam_on + timedelta(days=60), 11)
    certificate = queries.of_batch(batch_id)[place]
    with unit_of_work():
        service.revoke(
            certificate,
            reason=REASON,
            version=certificate.version,
            actor=actor("fuzeren"),
            at=at,
        )


def verify_base() -> str:
    """The public check as the sample year's QR codes name it."""
    settings = current_app.config["SETTINGS"]
    return (settings.public_url or f"http://{settings.host}:{settings.port}") + "/verify/"
