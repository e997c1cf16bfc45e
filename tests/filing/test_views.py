"""Pages of filings: an empty agency, the checklist, answers with papers."""

from io import BytesIO

from sqlalchemy import event

from examsys.filing import queries
from tests.filing.samples import answered, opened
from tests.make import make_agency, make_appointment, make_person
from tests.regimes.samples import PDF_BYTES, approved


def test_an_empty_agency_is_told_what_to_do_first(client):
    assert "机构信息尚未填写" in client("head").get("/filing/").text


def test_a_filing_is_opened_and_answered(db, client):
    make_agency()
    office = client("exam_office")
    assert "还没有备案申报" in office.get("/filing/").text
    sent = {"scope": "provincial", "province_code": "33", "authority": "浙江省人社厅"}
    assert office.post("/filing/new", data=sent).status_code == 422

    answer = office.post("/filing/new", data={**sent, "levels": ["3", "4"]})

    assert answer.status_code == 303
    page = office.get(answer.location).text
    for words in ("申报条件", "考评人员", "命题专家", "管理制度", "提交材料", "已脱钩"):
        assert words in page
    assert page.count("尚无现行版本。") >= 17
    place = f"{answer.location}facts/decoupled"
    assert "与行政机关脱钩的批复或证明" in office.get(place).text
    assert office.post(place, data={"answer": "yes"}).status_code == 303
    paper = {"title": "脱钩批复", "document": (BytesIO(PDF_BYTES), "批复.pdf")}
    assert office.post(f"{place}/papers", data=paper).status_code == 303
    (row,) = queries.papers(1)
    got = office.get(f"{answer.location}papers/{row.id}")
    assert (got.data, got.mimetype) == (PDF_BYTES, "application/pdf")
    assert office.post(f"{place}/papers", data={"title": "无文件"}).status_code == 422
    wrong = {"title": "假文件", "document": (BytesIO(b"x"), "批复.pdf")}
    assert "不是完整的 PDF" in office.post(f"{place}/papers", data=wrong).text
    gone = office.post(f"{answer.location}papers/{row.id}/withdraw")
    assert gone.status_code == 303
    assert office.get(f"{answer.location}facts/nothing").status_code == 404


def test_the_checklist_names_who_and_when_and_goes_to_paper(db, client):
    case = opened()
    office = client("exam_office")
    place = f"/filing/{case.id}/"
    duty = f"{place}duties/base_credit"
    assert office.post(duty, data={"owner": "", "due_on": ""}).status_code == 422
    assert office.post(duty, data={"owner": "傅明", "due_on": "2026-11-20"}).status_code == 303
    assert office.get(f"{place}duties/none").status_code == 404
    assert office.post(f"{place}keep").status_code == 303

    page = office.get(place).text

    assert "傅明 2026-11-20" in page
    assert "已逾期" in page
    assert "各日检查结果" in page
    assert office.get(f"{place}checklist.pdf").data.startswith(b"%PDF-")


def test_sites_have_their_page(db, client):
    make_agency()
    office = client("exam_office")
    assert "杭州考点" in office.get("/filing/sites/").text
    sent = {
        "own": "no",
        "lease_from": "2026-01-01",
        "lease_until": "2027-12-31",
        "monitored": "yes",
        "document": (BytesIO(PDF_BYTES), "租赁合同.pdf"),
    }
    assert office.get("/filing/sites/1/file").status_code == 404
    assert office.post("/filing/sites/1", data=sent).status_code == 303
    assert "租赁合同.pdf" in office.get("/filing/sites/").text
    assert office.get("/filing/sites/1/file").data == PDF_BYTES
    wrong = {"own": "no", "lease_from": "2026-01-02", "lease_until": "2026-01-01"}
    assert "早于租赁期起" in office.post("/filing/sites/1", data=wrong).text


def test_only_the_head_gives_up_a_filing(db, client):
    case = opened()
    place = f"/filing/{case.id}/drop"
    assert client("exam_office").post(place, data={"reason": "暂缓"}).status_code == 403
    head = client("head")
    assert head.post(place, data={}).status_code == 422
    assert head.post(place, data={"reason": "暂缓"}).status_code == 303
    assert "已撤回" in head.get(f"/filing/{case.id}/").text


def test_the_checklist_needs_as_many_statements_for_many_people(db, client, app):
    case = opened()
    approved(9)
    answered(case, "credit", answer=True)
    browser, counts = client("head"), []
    for people in (1, 6):
        for _ in range(people):
            make_appointment(make_person())
        counts.append(_statements(db, lambda: browser.get(f"/filing/{case.id}/")))
    assert counts[1] <= counts[0]


def _statements(db, act):
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    assert act().status_code == 200
    return len(seen)
