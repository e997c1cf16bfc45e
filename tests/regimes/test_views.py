"""Pages of the regimes: what they show, what they do, and to whom."""

from io import BytesIO

import pytest
from sqlalchemy import event, select

from examsys.regimes import queries
from examsys.regimes.models import RegimeVersion
from examsys.rules.regimes import REGIMES
from tests.regimes.samples import PDF_BYTES, approved, drafted

POINTS = queries.regime(8).points


def sent(name="成绩管理办法.pdf", content=PDF_BYTES, **over):
    places = {f"places-{at}": f"第{at + 2}条" for at in range(len(POINTS))}
    file = {"document": (BytesIO(content), name)} if name else {}
    return {
        "title": "成绩管理办法",
        "effective_from": "2026-11-21",
        "owner": "傅明",
        "review_on": "2027-11-21",
        **places,
        **file,
        **over,
    }


def test_the_list_shows_all_17_with_their_groups(client):
    text = client("head").get("/regimes/").text

    assert [one.name for one in REGIMES if one.name not in text] == []
    assert text.count("尚无现行版本") == 17
    assert text.count('class="group"') == 7


def test_a_version_is_drafted_and_approved_by_two_people(db, client):
    office, head = client("exam_office", login="kaowu"), client("head", login="boss")

    answer = office.post("/regimes/8/new", data=sent())

    assert answer.status_code == 303
    row = db.session.scalars(select(RegimeVersion)).one()
    assert row.places == {"阅卷": "第2条", "录分": "第3条", "成绩复核": "第4条"}
    place = f"/regimes/versions/{row.id}/"
    assert answer.location == place
    assert "批准" in head.get(place).text
    assert office.post(f"{place}approve", data={"version": row.version}).status_code == 403
    assert head.post(f"{place}approve", data={"version": row.version}).status_code == 303
    assert "现行有效" in head.get(place).text
    got = office.get(f"{place}file")
    assert (got.data, got.mimetype) == (PDF_BYTES, "application/pdf")


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"name": ""}, "请选择制度文件"),
        ({"name": "办法.doc"}, "PDF 或 DOCX"),
        ({"content": b"MZ"}, "不是完整的 PDF"),
        ({"title": " "}, "请填写文件名称"),
        ({"review_on": "2026-11-21"}, "下次复核日期应在施行日期以后"),
    ],
)
def test_a_bad_draft_keeps_what_was_typed_and_stores_nothing(db, client, over, words):
    answer = client("exam_office").post("/regimes/8/new", data=sent(**over))

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="第2条"' in answer.text
    assert db.session.scalars(select(RegimeVersion)).all() == []


def test_a_draft_keeps_its_file_when_none_is_chosen(db, client):
    row = drafted(8)
    before = row.file_sha256
    office = client("exam_office")
    assert 'value="第2条"' in office.get(f"/regimes/versions/{row.id}/edit").text

    data = sent(name="", title="成绩管理办法（修订）", version=str(row.version))
    answer = office.post(f"/regimes/versions/{row.id}/edit", data=data)

    assert answer.status_code == 303
    assert (row.title, row.file_sha256) == ("成绩管理办法（修订）", before)


def test_missing_points_are_named_and_the_button_is_not_there(client):
    row = drafted(8, places={"阅卷": "第二条"})

    text = client("head").get(f"/regimes/versions/{row.id}/").text

    assert text.count("缺少") == 2
    assert f"/regimes/versions/{row.id}/approve" not in text


def test_an_end_and_a_review_are_recorded(client):
    row = approved(8)
    place = f"/regimes/versions/{row.id}"
    head, office = client("head"), client("exam_office")

    late = {"version": row.version, "next_on": "2026-11-21"}
    assert office.post(f"{place}/review", data=late).status_code == 422
    sound = {"version": row.version, "next_on": "2027-11-22"}
    assert office.post(f"{place}/review", data=sound).status_code == 303
    end = {"version": row.version, "on": "2026-11-30", "reason": "并入其他制度"}
    assert head.post(f"{place}/withdraw", data=end).status_code == 303
    assert "并入其他制度" in head.get(f"{place}/").text


def test_what_waits_stands_on_the_desk(client):
    drafted(8)

    assert "批准制度版本" in client("head", login="boss").get("/").text
    assert "批准制度版本" not in client("exam_office").get("/").text


def statements(db, browser, address):
    seen = []

    def note(_conn, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_list_takes_as_many_statements_with_17_as_with_1(db, client):
    browser = client("head")
    approved(1)
    browser.get("/regimes/")
    few = statements(db, browser, "/regimes/")
    for number in range(2, 18):
        approved(number)
    browser.get("/regimes/")

    assert statements(db, browser, "/regimes/") == few
