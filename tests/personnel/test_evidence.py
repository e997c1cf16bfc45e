"""Scans of papers and who compared them: kept, replaced, verified by another, and asked for."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from examsys.audit.models import AuditEvent
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.work import unit_of_work
from examsys.personnel import facts, queries, scans, service
from examsys.personnel.models import PersonCertificate, Title, WorkPeriod
from examsys.personnel.service.qualifications import require_verified
from examsys.rules.verifying import Verification
from tests.conftest import NOON
from tests.make import ACTOR, make_held_certificate, make_person
from tests.personnel.test_service import last_event

WHO = {"actor": ACTOR, "at": NOON}
OTHER = {"actor": Actor(name="other", roles=("head",)), "at": NOON}
TODAY = date(2026, 11, 21)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def picture(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, kind)
    return out.getvalue()


@pytest.fixture
def held(db) -> PersonCertificate:
    """A certificate entered by the tests' actor, not yet scanned."""
    person = make_person(certificates=[])
    with unit_of_work():
        return service.add_paper(
            queries.person(person.id),
            service.CertificateInput("劳动关系协调师", "skill_level", 3, "S1", date(2020, 5, 20)),
            **WHO,
        )


def scanned(row: PersonCertificate, content: bytes = PDF, **who) -> None:
    with unit_of_work():
        service.attach_scan(row, scans.read("证书.pdf", content), **(who or WHO))


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", picture(), "image/png"),
        ("a.jpeg", picture("JPEG"), "image/jpeg"),
    ],
)
def test_a_scan_is_what_its_name_says(name, content, media):
    assert scans.read(name, content).media_type == media


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "不能是空的"),
        ("a.pdf", picture(), "不是完整的 PDF"),
        ("a.pdf", PDF + b"x" * scans.LARGEST, "超过 10 MB"),
        ("a.png", picture("JPEG"), "不是完整的 PNG"),
        ("a.jpg", picture("JPEG")[:40], "不是完整的 JPEG"),
        ("a.docx", b"PK", "应为 PDF、JPG 或 PNG"),
    ],
)
def test_what_is_no_scan_is_refused(name, content, words):
    with pytest.raises(Invalid, match=words):
        scans.read(name, content)


def test_a_replaced_scan_stays_on_file_and_is_verified_anew(held, db):
    scanned(held)
    first = held.evidence_uuid
    with unit_of_work():
        service.verify_paper(held, Verification.VERIFIED, note="", **OTHER)
    scanned(held, PDF + b"\n")

    assert held.evidence_uuid != first
    assert (held.verification, held.verified_by) == (Verification.UNVERIFIED, None)
    assert [row.file_uuid for row in held.person.files] == [first, held.evidence_uuid]
    assert files.read(files.kept_file(first, purpose=scans.PURPOSE)) == PDF
    assert last_event(db)[2]["replaced"] == first


def test_the_same_scan_again_is_refused(held):
    scanned(held)
    with pytest.raises(Conflict, match="完全相同"):
        scanned(held)


def test_another_person_verifies_and_only_with_a_scan(held):
    with pytest.raises(Conflict, match="还没有扫描件"), unit_of_work():
        service.verify_paper(held, Verification.VERIFIED, note="", **OTHER)
    scanned(held)
    with pytest.raises(NotAllowed, match="另一人"), unit_of_work():
        service.verify_paper(held, Verification.VERIFIED, note="", **WHO)
    with pytest.raises(Invalid, match="哪里不符"), unit_of_work():
        service.verify_paper(held, Verification.MISMATCH, note="", **OTHER)
    with pytest.raises(Invalid, match="核验结论"), unit_of_work():
        service.verify_paper(held, Verification.UNVERIFIED, note="", **OTHER)
    with unit_of_work():
        service.verify_paper(held, Verification.VERIFIED, note="", **OTHER)

    assert (held.verification, held.verified_by, held.verified_at) == (
        Verification.VERIFIED, "other", NOON,
    )  # fmt: skip


def test_who_scanned_does_not_verify_either(held):
    scanned(held, **OTHER)
    with pytest.raises(NotAllowed, match="另一人"), unit_of_work():
        service.verify_paper(held, Verification.VERIFIED, note="", **OTHER)


def test_a_paper_that_its_scan_contradicts_asks_for_evidence(held):
    person = held.person

    def verdict() -> str:
        return facts.report_on(
            person, role="examiner", level=3, on=TODAY, readings=facts.OWN
        ).verdict.value

    assert verdict() == "pass"
    scanned(held)
    with unit_of_work():
        service.verify_paper(held, Verification.MISMATCH, note="姓名不符", **OTHER)
    assert verdict() == "needs_evidence"


def test_appointing_asks_for_verified_papers_of_the_path(held, db):
    person = held.person
    with pytest.raises(Conflict, match="还没有核验"):
        require_verified(person, role="examiner", level=3, on=TODAY)
    scanned(held)
    with unit_of_work():
        service.verify_paper(held, Verification.VERIFIED, note="", **OTHER)
    require_verified(person, role="examiner", level=3, on=TODAY)


def test_every_paper_of_the_title_path_counts(db):
    verified = Verification.VERIFIED
    title = Title(
        name="经济师", rank="intermediate", major="法学", granted_on=date(2020, 1, 1),
        verification=verified,
    )  # fmt: skip
    work = WorkPeriod(kind="this", employer="甲公司", started_on=date(2020, 1, 1), ended_on=None)
    person = make_person(certificates=[], titles=[title], work_periods=[work])

    with pytest.raises(Conflict, match="还没有核验"):
        require_verified(person, role="examiner", level=3, on=TODAY)
    work.verification = verified
    require_verified(person, role="examiner", level=3, on=TODAY)


def test_upload_verify_and_open_in_the_browser(client, db):
    held = make_held_certificate(verification=Verification.UNVERIFIED)
    person = make_person(certificates=[held])
    page = f"/personnel/{person.id}/"
    address = f"{page}certificates/{held.id}"
    office, head = client("personnel_office"), client("head")

    assert "没有扫描件" in office.get(page).text
    empty = office.post(f"{address}/scan", data={})
    assert (empty.status_code, "请选择扫描件" in empty.text) == (422, True)
    sent = {"scan": (BytesIO(PDF), "证书.pdf")}
    assert office.post(f"{address}/scan", data=sent).status_code == 303
    assert office.post(f"{address}/verify", data={"result": "verified"}).status_code == 422
    form = head.get(f"{address}/verify").text
    scan = form.partition('href="')[2]
    link = next(part for part in form.split('"') if "/scans/" in part)
    assert "证书.pdf" in scan
    assert head.get(link).data == PDF
    assert db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first().action == (
        "personnel.scan.opened"
    )
    assert head.post(f"{address}/verify", data={"result": "verified"}).status_code == 303
    assert "已核验" in office.get(page).text
    assert office.get(f"{page}scans/nothing").status_code == 404
    assert client("exam_office").get(link).status_code == 403
    assert office.get(f"{page}agreements/1/scan").status_code == 404
