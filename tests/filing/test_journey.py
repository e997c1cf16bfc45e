"""From an empty agency to a dossier that was handed in, through the pages alone."""

from io import BytesIO

from sqlalchemy import select

from examsys.filing import queries
from examsys.filing.models import FilingCase
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.rules.applying import Applicant
from examsys.rules.filing import asked_of
from examsys.rules.filinglife import CaseState
from tests.regimes.samples import PDF_BYTES

PROFILE = {
    "name": "之江劳动关系评价中心",
    "kind": "company",
    "uscc": "51330000MJ8700023T",
    "legal_person": "林静远",
    "address": "杭州市西湖区文三路 1 号",
    "phone": "0571-88880000",
    "filing_authority": "浙江省人力资源和社会保障厅",
    "category_code": "S",
    "agency_code": "0000",
    "province_code": "33",
}
PLAIN = ("legal_person", "credit", "finance", "influence", "unit", "staff", "funds", "quality",
         "supervision", "general", "others")  # fmt: skip


def paper():
    return BytesIO(PDF_BYTES), "证明.pdf"


def sent(browser, address, data, *, status=303):
    answer = browser.post(address, data=data)
    assert answer.status_code == status, (address, answer.text)
    return answer.location


def test_from_an_empty_agency_to_a_dossier_handed_in(db, client):
    head, office = client("head", login="boss"), client("exam_office", login="kaowu")
    sent(head, "/agency/edit", PROFILE)
    site = {"name": "杭州考点", "address": "西湖区", "province_code": "33", "serial": "000123"}
    sent(head, "/agency/sites/new", {**site, "capacity": "60"})
    asked = {"scope": "provincial", "province_code": "33", "authority": "浙江省人社厅"}
    place = sent(office, "/filing/new", {**asked, "levels": ["4"]})
    assert asked_of(Applicant.COMPANY) == ("scope",)
    for key in PLAIN:
        sent(office, f"{place}facts/{key}", {"answer": "yes"})
        sent(office, f"{place}facts/{key}/papers", {"title": "证明", "document": paper()})
    sent(office, f"{place}facts/scope", {"terms": ["劳动法律服务"]})
    sent(office, f"{place}facts/scope/papers", {"title": "营业执照", "document": paper()})
    sent(office, "/filing/sites/1", {"own": "yes", "monitored": "yes", "document": paper()})
    page = office.get(place).text
    assert page.count("is-pass") > len(PLAIN)
    sent(office, f"{place}keep", {})
    sent(office, f"{place}dossier", {})
    jobs.run_now(db.session.scalars(select(Job)).one())
    db.session.rollback()
    (row,) = queries.case(1).dossiers
    reason = {"despite": "其余材料当面递交", "submitted_on": "2026-11-21", "version": "1"}
    sent(office, f"/filing/dossiers/{row.id}/submit", reason, status=403)

    sent(head, f"/filing/dossiers/{row.id}/submit", reason)

    assert db.session.scalars(select(FilingCase)).one().state is CaseState.SUBMITTED
    assert "已报送待答复" in office.get("/filing/").text
