"""Registration by workbook: preview, every bad row, confirmation, and the same file twice."""

from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from examsys.candidates import queries
from examsys.candidates.models import Registration
from examsys.candidates.workbook import ROSTER, SPEC, facts_of
from examsys.kernel import pii, staging
from examsys.kernel.errors import Invalid
from examsys.kernel.sheetread import read_rows
from examsys.kernel.sheets import template_xlsx
from examsys.rules.states import BatchState, RegistrationState
from tests.conftest import NOON
from tests.kernel.sheetmake import repacked, workbook
from tests.make import (
    ACTOR,
    fictional_id_number,
    make_batch,
    make_candidate_facts,
    make_registration,
)

TITLES = [column.heading for column in SPEC.columns]
KEYS = [column.key for column in SPEC.columns]
GOOD = {
    "name": "李四",
    "id_number": fictional_id_number(700),
    "phone": "13800001234",
    "employer": "江城机械厂",
    "cert_kind": "职业技能等级证书",
    "cert_occupation": "劳动关系协调师",
    "cert_level": "四级",
    "cert_on": "2020-05-20",
    "edu_kind": "大学本科",
    "edu_major": "法学",
    "edu_relation": "相关专业",
    "edu_status": "已毕业",
    "edu_on": "2012-07-01",
    "work1_kind": "协调劳动关系相关工作",
    "work1_from": "2012-08-01",
    "title_rank": "无职称",
}


def row(**over) -> list[object]:
    values = {**GOOD, **over}
    return [values.get(key, "") for key in KEYS]


def sheet(*rows) -> bytes:
    return workbook(*rows, titles=TITLES)


def upload(browser, content: bytes, name: str = "名单.xlsx"):
    return browser.post(
        "/candidates/import?batch_id=1", data={"workbook": (BytesIO(content), name)}
    )


@pytest.fixture
def office(client):
    make_batch(state=BatchState.REGISTERING)
    return client("exam_office")


def count(db) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Registration.id)))


def test_a_row_says_the_same_as_the_form():
    read = read_rows(sheet(row()), SPEC, name="a.xlsx").rows[0][1]

    assert facts_of(read) == make_candidate_facts()


def test_the_last_day_of_work_is_included():
    read = read_rows(sheet(row(work1_last="2020-12-31")), SPEC, name="a.xlsx").rows[0][1]

    assert facts_of(read)["work"] == [{"kind": "this", "from": "2012-08-01", "to": "2021-01-01"}]


def test_nothing_declared_and_nothing_said_are_different():
    said = read_rows(
        sheet(
            row(cert_kind="无证书", cert_occupation="", cert_level="", cert_on="", title_rank="")
        ),
        SPEC,
        name="a.xlsx",
    ).rows[0][1]

    facts = facts_of(said)

    assert (facts["certificates"], facts["titles"]) == ([], None)


def test_the_template_is_readable_and_its_example_is_no_row():
    with pytest.raises(Invalid, match="没有数据行"):
        read_rows(template_xlsx(SPEC), SPEC, name="a.xlsx")


def test_a_sound_file_is_written_only_after_confirmation(office, db):
    preview = upload(office, sheet(row(), row(name="王五", id_number=fictional_id_number(701))))
    shown = office.get(preview.location)
    assert count(db) == 0
    assert "确认导入" in shown.text
    assert fictional_id_number(700) not in shown.text

    done = office.post(f"{preview.location}confirm")

    assert (done.status_code, count(db)) == (303, 2)
    drafts = queries.drafts(1)
    assert [(d.candidate.name, d.source) for d in drafts] == [
        ("李四", "workbook"),
        ("王五", "workbook"),
    ]


def test_the_same_file_twice_changes_nothing(office, db):
    content = sheet(row())
    first = upload(office, content)
    office.post(f"{first.location}confirm")
    version = queries.drafts(1)[0].version

    again = upload(office, content)
    refused = office.post(f"{again.location}confirm")

    assert "没有任何变化" in office.get(again.location).text
    assert refused.status_code == 409
    assert (count(db), queries.drafts(1)[0].version) == (1, version)


def test_a_changed_row_brings_the_draft_up_to_date(office, db):
    office.post(f"{upload(office, sheet(row())).location}confirm")

    office.post(f"{upload(office, sheet(row(phone='13911112222'))).location}confirm")

    assert count(db) == 1
    assert queries.drafts(1)[0].candidate.phone_last4 == "2222"


@pytest.mark.parametrize("written", ["lower", "wide", "spaces"])
def test_look_alike_writings_of_an_id_number_are_one_number(office, db, written):
    number = next(n for n in map(fictional_id_number, range(800, 999)) if n.endswith("X"))
    forms = {
        "lower": number.lower(),
        "wide": "".join(chr(ord(c) + 0xFEE0) for c in number),
        "spaces": f" {number[:6]} {number[6:]} ",
    }

    office.post(f"{upload(office, sheet(row(id_number=forms[written]))).location}confirm")

    assert pii.get(queries.drafts(1)[0].candidate, "id_number") == number


WRONG = fictional_id_number(700)[:17] + ("1" if fictional_id_number(700)[17] != "1" else "2")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row(id_number=WRONG)], "校验位应为"),
        ([row(id_number=float(fictional_id_number(700)[:17] + "0"))], "单元格是数字格式"),
        ([row(id_number="11010119990230001X")], "出生日期 1999-02-30 不存在"),
        ([row(id_number="123")], "应为 18 位，现为 3 位"),
        ([row(), row(name="王五")], "与第 2 行重复"),
        ([row(), row(id_number=GOOD["id_number"].replace("1", "１"))], "与第 2 行重复"),
        ([row(phone="123")], "手机号码应为 11 位"),
        ([row(cert_level="特级")], "不在可选范围内"),
        ([row(work1_from="2020-01-02", work1_last="2019-01-01")], "截止日早于起始日"),
        ([row(name="")], "必填项为空"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_row_is_named_and_nothing_is_written(office, db, rows, words):
    preview = upload(office, sheet(*rows))
    shown = office.get(preview.location)
    refused = office.post(f"{preview.location}confirm")
    report = office.get(f"{preview.location}errors")

    assert words in shown.text
    assert (refused.status_code, report.status_code, count(db)) == (409, 200, 0)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.SUBMITTED, "已有报名（待初审），不能由表格更改"),
        (RegistrationState.APPROVED, "已有报名（审核通过），不能由表格更改"),
        (RegistrationState.WITHDRAWN, "已有报名（已撤回），不能由表格更改"),
    ],
)
def test_a_person_of_the_batch_is_not_overwritten(office, db, state, words):
    from examsys.batches import queries as batches

    make_registration(batches.batch(1), id_number=GOOD["id_number"], name="李四", state=state)

    preview = upload(office, sheet(row(employer="另一家")))

    assert words in office.get(preview.location).text


def test_a_person_under_another_name_is_named(office, db):
    make_registration(id_number=GOOD["id_number"], name="李泗")

    preview = upload(office, sheet(row()))

    assert "已登记在“李泗”名下" in office.get(preview.location).text


def test_a_workbook_of_200_megabytes_is_refused_as_a_whole(db):
    line = b'<row><c t="inlineStr"><is><t>' + b"a" * 1000 + b"</t></is></c></row>"
    bloat = {"xl/worksheets/sheet1.xml": lambda body: body + line * 205_000}
    content = repacked(sheet(row()), replace=bloat)

    with pytest.raises(Invalid, match="超过 50 MB 上限：请删除多余内容或拆分后重新上传"):
        staging.stage(ROSTER, FileStorage(BytesIO(content), "a.xlsx"), actor=ACTOR, at=NOON)

    assert len(content) < 700_000
    assert count(db) == 0


def test_what_is_no_workbook_is_refused_on_the_page(office, db):
    answer = upload(office, b"%PDF-1.7 ...")

    assert answer.status_code == 422
    assert "没有找到表头行：请使用下载的模板" in answer.text
    assert count(db) == 0


def test_somebody_elses_upload_is_not_shown(office, client):
    preview = upload(office, sheet(row()))

    assert client("exam_office").get(preview.location).status_code == 404
