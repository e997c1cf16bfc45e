"""Uploads: previewed with every row's errors, confirmed once, nothing written before."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from werkzeug.datastructures import FileStorage

from examsys.kernel import staging
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.files import KeptFile
from examsys.kernel.sheets import Column, RowError, SheetSpec
from examsys.kernel.staging import Effect, Planned, StagedImport
from examsys.kernel.stagingpages import errors_file, preview_rows, template_file
from examsys.kernel.work import unit_of_work

SPEC = SheetSpec(
    "书目",
    "每行一本。",
    (
        Column("code", "编号", required=True, kind="id"),
        Column("title", "书名", required=True),
        Column("copies", "册数", kind="int"),
    ),
    keys=("code",),
)
CLERK = Actor(name="clerk")
shelf: dict[str, str] = {}


def check(rows, subject):
    errors, plan = [], []
    for number, row in rows:
        if row["title"] == "禁":
            errors.append(RowError(number, "书名", "不收这本书，请删除该行。"))
            continue
        known = shelf.get(row["code"])
        effect = Effect.NEW if known is None else Effect.CHANGED
        plan.append(Planned(number, Effect.SAME if known == row["title"] else effect, row))
    return errors, plan


BOOKS = staging.Import(kind="books", spec=SPEC, check=check)


@pytest.fixture(autouse=True)
def empty_shelf():
    shelf.clear()


def csv(*lines: str, name: str = "书目.csv") -> FileStorage:
    text = "\ufeff" + "\r\n".join(["编号,书名,册数", *lines])
    return FileStorage(BytesIO(text.encode()), filename=name)


def staged(upload: FileStorage, clock) -> StagedImport:
    return staging.stage(BOOKS, upload, actor=CLERK, at=clock.at, subject="shelf:1")


def confirm(staged_import: StagedImport, clock) -> list[Planned]:
    upload = staging.reread(BOOKS, staged_import.uuid, actor=CLERK)
    with unit_of_work(audited=False):
        return staging.confirm(upload, at=clock.at)


def test_a_sound_file_is_previewed_and_confirmed(app, clock):
    shelf["A0003"] = "旧书名"
    upload = staged(csv("A0001,甲,2", "A0002,乙,", "A0003,丙,1"), clock)
    shown = staging.preview(BOOKS, upload.uuid, actor=CLERK)
    assert shown.counts == {"total": 3, "wrong": 0, "new": 2, "changed": 1, "same": 0}
    assert shown.obstacle == ""
    assert [p.value["title"] for p in confirm(upload, clock)] == ["甲", "乙", "丙"]


def test_every_error_of_every_row_is_shown_and_nothing_can_be_confirmed(app, clock):
    upload = staged(csv("A0001,禁,x", ",乙,1", "A0003,禁,1", "A0004,丁,1"), clock)
    shown = staging.preview(BOOKS, upload.uuid, actor=CLERK)
    assert shown.counts == {"total": 4, "wrong": 3, "new": 1, "changed": 0, "same": 0}
    assert [(error.row, error.column) for error in shown.errors] == [
        (2, "册数"),
        (3, "编号"),
        (4, "书名"),
    ]
    with pytest.raises(Conflict, match="还有错误"):
        confirm(upload, clock)
    assert staging.preview(BOOKS, upload.uuid, actor=CLERK).staged.confirmed_at is None


def test_wrong_rows_come_first_and_numbers_show_four_characters(app, clock):
    upload = staged(csv("A0001,甲,2", "A0002,禁,"), clock)
    rows = preview_rows(staging.preview(BOOKS, upload.uuid, actor=CLERK))
    assert [(row.number, row.verdict[0], row.cells) for row in rows] == [
        (3, "有错误", ["…0002", "禁", ""]),
        (2, "新增", ["…0001", "甲", "2"]),
    ]
    assert rows[0].errors == [RowError(3, "书名", "不收这本书，请删除该行。")]


def test_a_malformed_row_says_whom_it_is_about(app, clock):
    upload = staged(csv("ａ000x,甲,两", "A0002,乙,1", "A0002,丙,1"), clock)
    rows = preview_rows(staging.preview(BOOKS, upload.uuid, actor=CLERK))
    assert [(row.number, row.cells, row.bad_columns) for row in rows] == [
        (2, ["…000X", "甲", "两"], {"册数"}),
        (4, ["…0002", "丙", "1"], {"编号"}),
        (3, ["…0002", "乙", "1"], set()),
    ]


def test_a_file_with_wrong_headings_shows_no_rows(app, clock):
    upload = FileStorage(BytesIO("\ufeff编号,册数\r\nA1,2".encode()), filename="书目.csv")
    rows = preview_rows(staging.preview(BOOKS, staged(upload, clock).uuid, actor=CLERK))
    assert [(row.number, row.cells, row.bad_columns) for row in rows] == [(1, [], {"书名"})]


def test_a_second_confirmation_is_refused(app, clock):
    upload = staged(csv("A0001,甲,2"), clock)
    confirm(upload, clock)
    with pytest.raises(Conflict, match="已经导入"):
        confirm(upload, clock)


def test_the_same_file_again_changes_nothing_and_says_so(app, clock):
    confirm(staged(csv("A0001,甲,2"), clock), clock)
    shelf["A0001"] = "甲"
    again = staging.preview(BOOKS, staged(csv("A0001,甲,2"), clock).uuid, actor=CLERK)
    assert (again.imported_before, again.counts["same"]) == (clock.at, 1)
    assert again.obstacle == "导入后没有任何变化，无需导入。"


def test_what_changed_since_the_preview_is_judged_again(app, clock):
    upload = staged(csv("A0001,甲,2"), clock)
    assert staging.preview(BOOKS, upload.uuid, actor=CLERK).counts["new"] == 1
    shelf["A0001"] = "甲"
    with pytest.raises(Conflict, match="没有任何变化"):
        confirm(upload, clock)


def test_somebody_elses_upload_is_not_found(app, clock):
    upload = staged(csv("A0001,甲,2"), clock)
    with pytest.raises(Missing):
        staging.preview(BOOKS, upload.uuid, actor=Actor(name="other"))


def test_a_file_of_another_kind_of_import_is_not_found(app, clock):
    upload = staged(csv("A0001,甲,2"), clock)
    with pytest.raises(Missing):
        staging.preview(staging.Import("films", SPEC, check), upload.uuid, actor=CLERK)


@pytest.mark.parametrize("upload", [csv(), FileStorage(BytesIO(b""), filename="空.csv")])
def test_a_file_without_rows_is_refused_and_not_kept(app, clock, upload):
    with pytest.raises(Invalid):
        staged(upload, clock)
    assert database.session.query(StagedImport).count() == 0
    assert database.session.query(KeptFile).count() == 0


def test_uploads_are_forgotten_after_a_day(app, clock):
    first = staged(csv("A0001,甲,2"), clock)
    clock.at += timedelta(days=1)
    staged(csv("A0002,乙,2"), clock)
    assert staging.preview(BOOKS, first.uuid, actor=CLERK).counts["new"] == 1
    clock.at += timedelta(seconds=1)
    staged(csv("A0003,丙,2"), clock)
    with pytest.raises(Missing, match="一天"):
        staging.preview(BOOKS, first.uuid, actor=CLERK)
    assert database.session.query(KeptFile).count() == 2


def test_confirmed_uploads_are_kept(app, clock):
    first = staged(csv("A0001,甲,2"), clock)
    confirm(first, clock)
    clock.at += timedelta(days=30)
    staged(csv("A0002,乙,2"), clock)
    assert staging.preview(BOOKS, first.uuid, actor=CLERK).staged.confirmed_at is not None


def test_the_error_report_is_the_users_file_with_the_reasons(app, clock):
    upload = staged(csv("A0001,禁,2", "A0002,乙,1", name="九月.csv"), clock)
    with app.test_request_context():
        answer = errors_file(staging.preview(BOOKS, upload.uuid, actor=CLERK))
    sheet = load_workbook(BytesIO(answer.get_data())).active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any("不收这本书" in text for text in texts)
    assert "%E4%B9%9D%E6%9C%88-" in answer.headers["Content-Disposition"]


def test_the_template_reads_back_as_empty(app, clock):
    with app.test_request_context():
        content = template_file(BOOKS).get_data()
    with pytest.raises(Invalid, match="没有数据行"):
        staged(FileStorage(BytesIO(content), filename="模板.xlsx"), clock)
