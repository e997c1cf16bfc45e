"""Screens of certificates: the whole way through the browser, who may, what lists show."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from examsys.accounts import queries as accounts
from examsys.audit.models import AuditDetail, AuditEvent
from examsys.certificates import queries
from examsys.certificates.models import IssueRequest
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.kernel import pii
from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work
from examsys.rules.permissions import TABLE, Role
from examsys.rules.states import CertificateState
from tests.certificates.make import make_certificates, make_certifying, make_passed, make_request


@pytest.fixture
def clerk(client):
    return client("certificate_clerk", login="clerk")


@pytest.fixture
def head(client):
    return client("head", login="head")


def text_of(response):
    return response.get_data(as_text=True)


def test_from_acceptance_to_a_downloaded_certificate(clerk, head, db):
    batch = make_certifying(2, accepted=False)
    place = f"/certificates/batch/{batch.id}/"
    assert "不能发证" in text_of(clerk.get(place))
    given = {"receipt_no": "浙认1", "accepted_on": "2026-11-20"}
    assert clerk.post(f"{place}accept", data=given).status_code == 303
    page = text_of(clerk.get(place))
    assert "可以发证 2 人" in page
    ids = [line.split('"')[0] for line in page.split('name="registration" value="')[1:]]
    assert clerk.post(f"{place}request", data={"registration": ids}).status_code == 303
    request = db.session.scalars(select(IssueRequest)).one()
    asked = f"/certificates/requests/{request.id}/"
    assert clerk.post(f"{asked}approve", data={"version": "1"}).status_code == 403
    assert "批准发证" in text_of(head.get(asked))
    assert head.post(f"{asked}approve", data={"version": "1"}).status_code == 303
    assert "待制作 2 本" in text_of(clerk.get(place))
    jobs.run_now(db.session.scalars(select(Job)).one())
    one = queries.of_batch(batch.id)[0]
    got = clerk.post(f"/certificates/{one.id}/download", data={"reason": "打印发放"})
    assert (got.status_code, got.mimetype, got.data[:5]) == (200, "application/pdf", b"%PDF-")
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last.action == "certificates.certificate.downloaded"
    assert db.session.get(AuditDetail, last.id).detail["reason"] == "打印发放"


def test_nothing_is_handed_over_without_a_reason(clerk, app):
    (one,) = make_certificates()
    single = f"/certificates/{one.id}/download"
    whole = f"/certificates/batch/{one.batch_id}/download"
    for place, data in ((single, {}), (whole, {"part": "1"})):
        refused = clerk.post(place, data=data)
        assert refused.status_code == 422
        assert "请填写原因" in text_of(refused)
    got = clerk.post(whole, data={"part": "1", "reason": "归档"})
    assert (got.status_code, got.data[:2]) == (200, b"PK")


def test_the_requester_with_both_roles_cannot_approve(client, db):
    both = client("certificate_clerk", "head", login="both")
    batch = make_certifying()
    page = text_of(both.get(f"/certificates/batch/{batch.id}/"))
    row = page.split('name="registration" value="')[1].split('"')[0]
    both.post(f"/certificates/batch/{batch.id}/request", data={"registration": row})
    request = db.session.scalars(select(IssueRequest)).one()
    assert "须由另一人批准" in text_of(both.get(f"/certificates/requests/{request.id}/"))
    refused = both.post(f"/certificates/requests/{request.id}/approve", data={"version": "1"})
    assert (refused.status_code, queries.of_batch(batch.id)) == (403, [])


def test_a_stale_page_approves_nothing(head, app):
    request = make_request(make_certifying())
    refused = head.post(f"/certificates/requests/{request.id}/approve", data={"version": "7"})
    assert (refused.status_code, queries.of_batch(request.batch_id)) == (409, [])


def test_revoking_asks_to_type_the_number(head, app):
    (one,) = make_certificates()
    place = f"/certificates/{one.id}/revoke"
    given = {"reason": "信息有误", "version": str(one.version)}
    assert head.post(place, data={**given, "number": "S1"}).status_code == 422
    assert head.post(place, data={**given, "number": one.number}).status_code == 303
    page = text_of(head.get(f"/certificates/{one.id}/"))
    assert "已撤销：信息有误" in page
    assert queries.certificate(one.id).state is CertificateState.REVOKED


def test_sheet_summary_and_receipt(clerk, app):
    (one,) = make_certificates()
    place = f"/certificates/batch/{one.batch_id}/"
    assert clerk.post(f"{place}uploads/new").status_code == 303
    (upload,) = queries.uploads_of(one.batch_id)
    base = f"/certificates/uploads/{upload.id}"
    assert clerk.get(f"{base}/summary.pdf").data[:5] == b"%PDF-"
    assert clerk.post(f"{base}/download", data={"reason": "上传"}).data[:2] == b"PK"
    early = {"receipt_no": "备1", "confirmed_on": "2026-11-01"}
    assert clerk.post(f"{base}/confirm", data=early).status_code == 422
    on_time = {"receipt_no": "备1", "confirmed_on": "2026-11-21"}
    assert clerk.post(f"{base}/confirm", data=on_time).status_code == 303
    assert "回执号 备1" in text_of(clerk.get(place))


def test_withholding_in_the_browser(clerk, app):
    batch = make_certifying(0)
    row = make_passed(batch)
    place = f"/certificates/batch/{batch.id}/withhold/{row.id}"
    assert clerk.post(place, data={"reason": "材料待补"}).status_code == 303
    name = accounts.names(["clerk"])["clerk"]
    assert f"材料待补（{name}登记）" in text_of(clerk.get(f"/certificates/batch/{batch.id}/"))
    assert clerk.post(f"{place}/lift").status_code == 303
    other = make_certifying(0)
    stray = f"/certificates/batch/{other.id}/withhold/{row.id}"
    assert clerk.get(stray).status_code == 404


def test_a_stopped_job_is_asked_for_again(clerk, head, db):
    batch = make_certifying()
    request = make_request(batch)
    head.post(f"/certificates/requests/{request.id}/approve", data={"version": "1"})
    job = db.session.scalars(select(Job)).one()
    with unit_of_work():
        jobs.cancel_job(job, actor=Actor(name="head"), at=job.created_at)
    page = text_of(clerk.get(f"/certificates/batch/{batch.id}/"))
    assert "继续制作" in page
    assert clerk.post(f"/certificates/batch/{batch.id}/make").status_code == 303


def test_search_filter_and_export_without_id_numbers(clerk, app):
    made = make_certificates(make_certifying(2))
    numbers = [pii.get(one.candidate, "id_number") for one in made]
    page = text_of(clerk.get("/certificates/?q=" + made[0].number[-6:]))
    assert (made[0].number in page, made[1].number in page) == (True, False)
    assert made[1].name in text_of(clerk.get(f"/certificates/?q={made[1].name}&state=issued"))
    assert "没有符合条件的证书" in text_of(clerk.get("/certificates/?state=revoked"))
    table = clerk.get("/certificates/export.csv")
    assert table.data.startswith('\ufeff"证书编号"'.encode())
    assert clerk.get("/certificates/export.xlsx").data[:2] == b"PK"
    assert clerk.get("/certificates/export.pdf").status_code == 404
    shown = table.get_data(as_text=True) + page
    shown += text_of(clerk.get(f"/certificates/{made[0].id}/"))
    shown += text_of(clerk.get(f"/certificates/batch/{made[0].batch_id}/"))
    assert not any(number in shown for number in numbers)


@contextmanager
def counted(db):
    seen = []

    def note(_c, _cursor, statement, *_):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_statements_do_not_grow_with_the_rows(clerk, db):
    batch = make_certifying(1)
    request = make_request(batch)
    places = (
        "/certificates/",
        f"/certificates/batch/{batch.id}/",
        f"/certificates/requests/{request.id}/",
    )

    def tally():
        found = []
        for place in places:
            with counted(db) as seen:
                assert clerk.get(place).status_code == 200
            found.append(len(seen))
        return found

    tally()
    few = tally()
    for _ in range(4):
        make_passed(batch)
    tally()
    assert tally() == few


PLACES = {
    "/certificates/": "certificates.read",
    "/certificates/export.csv": "certificates.read",
    "/certificates/batch/{batch}/": "certificates.read",
    "/certificates/batch/{batch}/accept": "certificates.accept",
    "/certificates/batch/{batch}/download": "certificates.print",
    "/certificates/batch/{batch}/withhold/{row}": "certificates.issue",
    "/certificates/requests/{request}/": "certificates.read",
    "/certificates/requests/{request}/return": "certificates.approve",
    "/certificates/{one}/": "certificates.read",
    "/certificates/{one}/download": "certificates.print",
    "/certificates/{one}/revoke": "certificates.revoke",
}


def test_who_may_open_what(client, app):
    (one,) = make_certificates()
    names = {
        "batch": one.batch_id,
        "row": one.registration_id,
        "request": one.request_id,
        "one": one.id,
    }
    for role in Role:
        browser = client(role.value)
        for place, operation in PLACES.items():
            wanted = 200 if role in TABLE[operation] else 403
            assert browser.get(place.format(**names)).status_code == wanted, (role, place)


def test_signed_out_nobody_sees_anything(client, app):
    (one,) = make_certificates()
    nobody = client()
    for place in (f"/certificates/{one.id}/", "/certificates/", f"/certificates/{one.id}/download"):
        assert nobody.get(place).status_code == 303
