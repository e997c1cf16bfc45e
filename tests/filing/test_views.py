"""Pages of filings: an empty agency, the checklist, answers with papers."""

from io import BytesIO

from sqlalchemy import event, select

from examsys.filing import queries
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.rules.states import ItemStatus
from tests.filing.samples import answered, opened, with_samples
from tests.make import make_agency, make_appointment, make_item, make_person, make_spec
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


def test_a_dossier_goes_from_making_to_the_answer(db, client):
    case = opened()
    with_samples()
    office, head = client("exam_office", login="kaowu"), client("head", login="boss")
    place = f"/filing/{case.id}/"
    answer = office.post(f"{place}dossier")
    assert answer.status_code == 303
    job = db.session.scalars(select(Job)).one()
    jobs.run_now(job)
    db.session.rollback()
    assert office.get(f"/jobs/{job.uuid}/result").status_code == 409
    row = queries.case(case.id).dossiers[0]
    page = f"/filing/dossiers/{row.id}/"
    assert "03-样题.pdf" in head.get(page).text
    assert office.get(f"{page}package").status_code == 403
    assert head.post(f"{page}package", data={}).status_code == 422
    got = head.post(f"{page}package", data={"reason": "报送"})
    assert (got.status_code, got.mimetype) == (200, "application/zip")
    sent = {"version": row.version, "submitted_on": "2026-11-21"}
    assert "待补证明" in head.post(f"{page}submit", data=sent).text
    sent |= {"despite": "其余当面递交", "receipt_no": "收1号"}
    assert head.post(f"{page}submit", data=sent).status_code == 303
    assert "已报送待答复" in office.get(place).text
    reply = {"version": row.version, "outcome": "accepted", "replied_on": "2026-11-21",
             "category_code": "S"}  # fmt: skip
    assert "请填写答复内容" in head.post(f"{page}reply", data=reply).text
    reply |= {"reply": "准予备案"}
    assert "回执或批复文号" in head.post(f"{page}reply", data=reply).text
    assert head.post(f"{page}reply", data={**reply, "receipt_no": "浙备9号"}).status_code == 303
    assert "2029-11-20" in head.get(place).text
    matter = {"kind": "rectification", "title": "补录监控", "due_on": "2026-12-20"}
    assert office.post(f"{place}matters/new", data={**matter, "title": ""}).status_code == 422
    assert office.post(f"{place}matters/new", data=matter).status_code == 303
    own = "/filing/matters/1/"
    assert "补录监控" in office.get(own).text
    first = {"version": 1, "state": "closed", "result": "已整改"}
    assert "整改须先上报" in office.post(own, data=first).text
    assert office.post(own, data={**first, "state": "reported"}).status_code == 303
    assert "已上报待答复" in office.get(place).text


def test_samples_are_marked_by_one_and_confirmed_by_another(db, client):
    make_agency()
    make_spec()
    item = make_item(status=ItemStatus.IN_USE)
    office, head = client("item_office", login="tiku"), client("head", login="boss")
    page = office.get("/filing/samples/?level=3&component=theory").text
    assert str(item) in page
    sent = {"level": "3", "component": "theory"}
    assert office.post("/filing/samples/mark", data=sent).status_code == 422
    assert office.post("/filing/samples/mark", data={**sent, "row": "x"}).status_code == 422
    assert office.post("/filing/samples/mark", data={**sent, "row": str(item)}).status_code == 303
    assert "待确认" in head.get("/filing/samples/").text
    decided = {"row": "1", "decision": "confirm"}
    assert office.post("/filing/samples/decide", data=decided).status_code == 403
    assert head.post("/filing/samples/decide", data=decided).status_code == 303
    assert head.post("/filing/samples/decide", data=decided).status_code == 422
    assert head.post("/filing/samples/print").data.startswith(b"%PDF-")
