"""Issuing, making, revoking, withholding, uploading: what is done, and what is refused."""

from datetime import date

import pytest
from sqlalchemy import select, update

from examsys.audit.models import AuditEvent
from examsys.batches import gates
from examsys.certificates import facts, ledger, printed, queries, service
from examsys.certificates.models import Certificate, SerialCounter
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.kernel import clock, files, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.kernel.pdfsign import verify_pdf
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, CertificateState, FilingState, IssueState
from examsys.scoring.models import Result
from tests.certificates.make import (
    APPROVER,
    PREPARER,
    VERIFY,
    approve,
    make_certificates,
    make_certifying,
    make_passed,
    make_request,
)

pytestmark = pytest.mark.usefixtures("app")
HEAD = "S000033000123263"


def actions(subject):
    query = select(AuditEvent.action).where(AuditEvent.object == subject)
    return list(database.session.scalars(query.order_by(AuditEvent.id)))


def lines(batch):
    return facts.issue_lines(batch, on=clock.today())


def test_approval_gives_consecutive_numbers_and_the_job_signs_the_papers():
    made = make_certificates(make_certifying(3))
    assert [one.number for one in made] == [f"{HEAD}{n:06d}" for n in (1, 2, 3)]
    assert {one.state for one in made} == {CertificateState.ISSUED}
    for one in made:
        kept = files.kept_file(one.pdf_uuid, purpose="certificate")
        assert kept.sealed is True
        assert verify_pdf(files.read(kept), certificate=pii.keys().certificate).passed
        assert actions(f"certificate:{one.id}") == ["certificates.certificate.issued"]


def test_what_is_printed_is_stored_with_the_number_and_cannot_be_edited_unseen(db):
    (one,) = make_certificates()
    says = printed.open_row(one)
    assert says.verify_url == f"{VERIFY}{one.number}/{one.check_code}"
    assert (says.trade, says.level_words, says.id_type) == ("--", "三级/高级工", "居民身份证")
    assert says.id_number == pii.get(one.candidate, "id_number")
    assert says.issued_on == one.issued_on == date(2026, 11, 21)
    assert says.agency == "之江劳动关系评价中心"
    assert printed.sound(one, says)
    assert says.id_number.encode() not in one.printed_sealed
    one.name = "别人"
    assert not printed.sound(one, says)
    db.session.rollback()


def test_only_those_who_passed_every_component_are_listed():
    batch = make_certifying(1)
    make_passed(batch, passed=False)
    assert [line.ready for line in lines(batch)] == [True]


def test_the_one_who_prepared_cannot_approve():
    request = make_request(make_certifying())
    with pytest.raises(NotAllowed, match="须由另一人批准"), unit_of_work():
        service.approve_issue(
            request,
            verify_base=VERIFY,
            version=request.version,
            actor=PREPARER,
            at=clock.now(),
        )
    assert queries.of_batch(request.batch_id) == []


def test_a_second_approval_is_refused():
    request = make_request(make_certifying())
    shown = request.version
    approve(request)
    with pytest.raises(Stale), unit_of_work():
        service.approve_issue(
            request, verify_base=VERIFY, version=shown, actor=APPROVER, at=clock.now()
        )
    assert len(queries.of_batch(request.batch_id)) == 1


def test_one_open_request_per_batch():
    batch = make_certifying(2)
    make_request(batch)
    with pytest.raises(Conflict, match="已有一份发证申请待批准"):
        make_request(batch)


@pytest.mark.parametrize("accepted", [True, False])
def test_acceptance_by_the_authority_gates_the_issue(accepted):
    batch = make_certifying(accepted=accepted)
    (line,) = lines(batch)
    assert line.ready is accepted
    assert bool(line.reasons) is not accepted


def test_acceptance_is_recorded_once_with_a_possible_day():
    batch = make_certifying(accepted=False)
    given = {"receipt_no": "回执1", "actor": PREPARER, "at": clock.now()}
    for day in (date(2026, 11, 22), date(2026, 11, 6)):
        with pytest.raises(Invalid), unit_of_work():
            service.record_acceptance(batch, accepted_on=day, **given)
    with unit_of_work():
        service.record_acceptance(batch, accepted_on=date(2026, 11, 21), **given)
    assert lines(batch)[0].ready
    with pytest.raises(Conflict, match="已登记"), unit_of_work():
        service.record_acceptance(batch, accepted_on=date(2026, 11, 21), **given)


def test_publicity_must_be_over_before_the_day_of_issue():
    batch = make_certifying()
    for day, ready in ((date(2026, 11, 18), False), (date(2026, 11, 19), True)):
        assert [line.ready for line in facts.issue_lines(batch, on=day)] == [ready]


def test_a_missing_photo_and_a_missing_glyph_name_the_person():
    batch = make_certifying(0)
    make_passed(batch, photo=False, name="林木")
    make_passed(batch, name="王\U000323af")
    without, rare = sorted(lines(batch), key=lambda line: line.registration.id)
    assert without.reasons == ["林木没有照片，证书上须有照片，请在报名信息中补充。"]
    assert rare.reasons[0].startswith("王\U000323af姓名中的“\U000323af”（U+323AF）缺少字形")
    ids = [line.registration.id for line in (without, rare)]
    with pytest.raises(Conflict, match="林木没有照片"), unit_of_work():
        service.request_issue(batch, ids, actor=PREPARER, at=clock.now())


def test_one_live_certificate_per_person_and_level():
    batch = make_certifying(0)
    who = {"name": "石泉", "id_number": "11010119900307889X"}
    make_passed(batch, **who)
    (held,) = make_certificates(batch)
    again = make_certifying(0)
    make_passed(again, **who)
    assert lines(again)[0].reasons == [
        f"石泉已持有本机构同一职业同一等级的有效证书 {held.number}。"
    ]
    revoke(held)
    assert lines(again)[0].ready


def test_a_batch_in_another_state_issues_nothing():
    batch = make_certifying()
    with unit_of_work(audited=False):
        batch.state = BatchState.PUBLICITY
    with pytest.raises(Conflict, match="成绩公示中"):
        make_request(batch)


def test_a_returned_request_can_be_made_again():
    request = make_request(make_certifying())
    with unit_of_work():
        service.return_issue(
            request, reason="姓名待核", version=request.version, actor=APPROVER, at=clock.now()
        )
    assert (request.state, request.reason) == (IssueState.RETURNED, "姓名待核")
    assert make_request(request.batch).state is IssueState.PENDING


def revoke(one, *, reason="信息有误"):
    with unit_of_work():
        service.revoke(one, reason=reason, version=one.version, actor=APPROVER, at=clock.now())


def test_a_revoked_number_is_never_used_again():
    (first,) = make_certificates()
    revoke(first)
    assert (first.state, first.revoke_reason) == (CertificateState.REVOKED, "信息有误")
    (second,) = make_certificates()
    assert second.number == f"{HEAD}000002"
    with pytest.raises(Conflict, match="已撤销"):
        revoke(first)


def test_the_ledger_has_a_line_per_number_before_the_papers():
    made = approve(make_request(make_certifying(2)))
    assert {one.state for one in made} == {CertificateState.RESERVED}
    written = ledger.path().read_text().splitlines()
    assert [line.split()[:3] for line in written] == [
        [one.number, "2026-11-21", one.printed_sha256] for one in made
    ]
    assert service.enter_ledger(made[0].batch_id, at=clock.now()) == 0


def test_a_restored_older_database_goes_on_after_the_ledger(db):
    make_certificates(make_certifying(2))
    with unit_of_work(audited=False):
        db.session.scalars(select(SerialCounter)).one().last = 0
    (third,) = make_certificates()
    assert third.number == f"{HEAD}000003"


def test_an_unwritable_ledger_stops_the_issue(settings):
    settings.ledger.mkdir()
    request = make_request(make_certifying())
    with pytest.raises(Conflict, match="台账"):
        approve(request)
    assert queries.of_batch(request.batch_id) == []


def test_the_job_makes_only_what_is_missing(db):
    first = make_certificates(make_certifying(1))[0]
    before = first.pdf_uuid
    for _ in range(2):
        make_passed(first.batch)
    request = make_request(first.batch)
    approve(request)
    job = db.session.scalars(select(Job).where(Job.uuid == request.job_uuid)).one()
    with pytest.raises(Conflict, match="正在制作"), unit_of_work():
        service.make_missing(first.batch, actor=PREPARER, at=clock.now())
    jobs.run_now(job)
    assert (job.done, job.total, job.message) == (2, 2, "已制作证书 2 本。")
    assert queries.certificate(first.id).pdf_uuid == before
    with pytest.raises(Conflict, match="没有待制作"), unit_of_work():
        service.make_missing(first.batch, actor=PREPARER, at=clock.now())


def test_the_archive_gate_asks_for_a_certificate_or_a_reason():
    batch = make_certifying(0)
    kept, other = make_passed(batch), make_passed(batch)

    def ask():
        reasons = gates.reasons(batch, BatchState.ARCHIVED, on=clock.today())
        return [one for one in reasons if "名合格" in one or "本证书" in one]

    assert ask() == ["还有 2 名合格人员既没有证书，也没有登记暂不发证的原因。"]
    with unit_of_work():
        service.withhold(other, reason="本人申请缓办", actor=PREPARER, at=clock.now())
    assert ask() == ["还有 1 名合格人员既没有证书，也没有登记暂不发证的原因。"]
    request = make_request(batch)
    assert request.registration_ids == [kept.id]
    approve(request)
    assert ask() == ["还有 1 本证书没有制作完成。"]


def test_withholding_is_for_those_who_passed_and_can_be_lifted():
    batch = make_certifying(0)
    failed, passed = make_passed(batch, passed=False), make_passed(batch)
    given = {"actor": PREPARER, "at": clock.now()}
    with pytest.raises(Conflict, match="不在本批次的合格名单内"), unit_of_work():
        service.withhold(failed, reason="x", **given)
    with unit_of_work():
        service.withhold(passed, reason="待核", **given)
    assert not lines(batch)[0].ready
    with unit_of_work():
        service.lift_withholding(passed, **given)
    assert lines(batch)[0].ready


def test_upload_then_confirmation():
    made = make_certificates(make_certifying(2))
    batch = made[0].batch
    with unit_of_work():
        sheet = service.make_sheet(batch, actor=PREPARER, at=clock.now())
    assert (sheet.count, {one.filing for one in made}) == (2, {FilingState.UPLOADED})
    with pytest.raises(Conflict, match="没有尚未上传"), unit_of_work():
        service.make_sheet(batch, actor=PREPARER, at=clock.now())
    given = {"receipt_no": "备1", "actor": Actor(name="clerk"), "at": clock.now()}
    with pytest.raises(Invalid), unit_of_work():
        service.confirm_upload(sheet, confirmed_on=date(2026, 11, 22), **given)
    with unit_of_work():
        service.confirm_upload(sheet, confirmed_on=date(2026, 11, 21), **given)
    assert {one.filing for one in queries.of_upload(sheet.id)} == {FilingState.CONFIRMED}


def test_numbers_of_the_database_are_gap_free(db):
    make_certificates(make_certifying(2))
    make_certificates(make_certifying(3))
    numbers = db.session.scalars(select(Certificate.number).order_by(Certificate.number)).all()
    assert [int(number[16:]) for number in numbers] == [1, 2, 3, 4, 5]


def test_changed_scores_get_no_certificate(db):
    batch = make_certifying()
    request = make_request(batch)
    with unit_of_work(audited=False):
        db.session.execute(update(Result).values(value=99))
        db.session().info["changed"] = False
    with pytest.raises(Conflict, match=f"批次 {batch.number} 的成绩与确认时不一致。不能发证"):
        approve(request)
    assert queries.of_batch(batch.id) == []


def test_the_wording_is_the_one_the_batch_froze():
    batch = make_certifying()
    with unit_of_work(audited=False):
        batch.parameters = {"certificate.text": "{姓名}经{机构}认定，达到{职业}{等级}水平。"}
        database.session().info["changed"] = False
    says = printed.open_row(approve(make_request(batch))[0])
    assert says.text == (
        f"{says.name}经之江劳动关系评价中心认定，达到劳动关系协调师三级/高级工水平。"
    )


@pytest.mark.parametrize(("name", "fits"), [("林" * 15, True), ("林" * 16, False)])
def test_a_wording_too_long_for_the_paper_stops_the_issue(name, fits):
    batch = make_certifying(0)
    make_passed(batch, name=name)
    with unit_of_work(audited=False):
        batch.parameters = {"certificate.text": "字" * 95 + "{姓名}"}
        database.session().info["changed"] = False
    request = make_request(batch)
    if fits:
        assert len(printed.open_row(approve(request)[0]).text) == 110
    else:
        with pytest.raises(Conflict, match="版面最多容纳 110 字"):
            approve(request)
