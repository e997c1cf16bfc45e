"""Exports: what goes out comes back as it was, and nothing becomes a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from examsys.kernel.sheets import download, export_csv, export_xlsx

HOSTILE = [
    "=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "  =1",
    '=HYPERLINK("http://example.invalid","点")', "=cmd|'/c calc'!A0", "{=1}", "'=1",
    "110105194912310021", "00012", "1E5", "TRUE", "2026-11-21", "𠮷㐂䶮", "a,b\"c", "_x0041_",
    "http://example.invalid/", "<&>", "a\nb",
]  # fmt: skip


def cells_of(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", HOSTILE)
def test_xlsx_keeps_text_as_text(text):
    content = export_xlsx("名单", ["列"], [[text]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        names = archive.namelist()
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert not any("rels" in name and "sheet" in name for name in names)
    read = cells_of(content)[1][0]
    assert read.replace("\r", "\n") == text.replace("\r", "\n")


def test_xlsx_types():
    at = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    row = ["文", 3, Decimal("88.5"), 0.5, date(2026, 11, 21), at, True, None]
    assert cells_of(export_xlsx("甲", list("abcdefgh"), [row])) == [
        list("abcdefgh"),
        ["文", 3.0, 88.5, 0.5, date(2026, 11, 21), datetime(2026, 11, 21, 12, 0), "是", ""],
    ]


def test_xlsx_is_the_same_each_time():
    rows = [["x", 1]]
    assert export_xlsx("甲", ["a", "b"], rows) == export_xlsx("甲", ["a", "b"], rows)


def test_xlsx_cuts_what_no_cell_can_hold():
    read = cells_of(export_xlsx("甲", ["a"], [["长" * 40_000]]))[1][0]
    assert (len(read), read[-5:]) == (32_766, "（已截断）")


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_neutralises_formulas(text):
    content = export_csv(["列"], [[text]])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    starts = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
    risky = text.lstrip().startswith(starts) or text.startswith(starts)
    assert rows == [["列"], [("'" if risky else "") + text]]


def test_csv_types():
    at = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    content = export_csv(list("abcdef"), [["文", -3, Decimal("-0.5"), at, False, None]])
    assert content.decode("utf-8-sig").splitlines()[1] == (
        '"文","-3","-0.5","2026-11-21 12:00:00","否",""'
    )


def test_download_keeps_a_chinese_name(bare):
    response = download(b"x", '2026年 "三级"\r\n名单.xlsx')
    assert response.data == b"x"
    assert dict(response.headers) == {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Length": "1",
        "Content-Disposition": (
            "attachment; filename=\"download.xlsx\"; filename*=UTF-8''2026%E5%B9%B4%20%22"
            "%E4%B8%89%E7%BA%A7%22%0D%0A%E5%90%8D%E5%8D%95.xlsx"
        ),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
