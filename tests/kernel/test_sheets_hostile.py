"""Workbooks made to hurt: refused in bounded time, with a sentence that says what to do."""

import io
import os
import time
import zipfile

import pytest

from examsys.kernel.errors import Invalid
from examsys.kernel.sheetread import read_grid
from examsys.kernel.sheets import read_rows
from examsys.kernel.sheetzip import OLE
from tests.kernel.sheetmake import GOOD, PEOPLE, TITLES, repacked, workbook

SHEET = "xl/worksheets/sheet1.xml"
REL = "xl/_rels/workbook.xml.rels"


def refusal(content, *, name="名单.xlsx"):
    """The sentence, which must come after little work and before the child would be killed."""
    started, before = time.monotonic(), worked()
    with pytest.raises(Invalid) as error:
        read_rows(content, PEOPLE, name=name)
    assert worked() - before < 4
    assert time.monotonic() - started < 25
    return str(error.value)


def worked():
    """Seconds of processor time, ours and our children's: a busy machine does not change them."""
    return sum(os.times()[:4])


def test_a_bomb_of_200_megabytes_in_600_kilobytes():
    row = b'<row><c t="inlineStr"><is><t>' + b"a" * 1000 + b"</t></is></c></row>"
    content = repacked(workbook(GOOD), replace={SHEET: lambda body: body + row * 200_000})
    assert 200_000 < len(content) < 1_000_000
    assert (
        refusal(content)
        == "工作簿解压后有 199 MB，超过 50 MB 上限：请删除多余内容或拆分后重新上传。"
    )


def test_a_bomb_that_lies_about_its_size():
    content = repacked(workbook(GOOD), add={"xl/media/x.xml": b"a" * 80_000_000})
    place = content.rindex(b"PK\x01\x02")
    lie = content[: place + 24] + (1000).to_bytes(4, "little") + content[place + 28 :]
    assert refusal(lie).startswith("工作簿已损坏，无法读取")


def test_a_ratio_no_office_program_makes():
    content = repacked(workbook(GOOD), add={"xl/media/x.bin": bytes(40_000_000)})
    assert "压缩比为" in refusal(content)


def test_a_small_tidy_workbook_with_a_high_ratio_passes():
    content = repacked(workbook(GOOD), add={"xl/media/x.bin": bytes(2_000_000)})
    assert len(read_rows(content, PEOPLE).rows) == 1


def test_too_many_parts():
    content = repacked(workbook(GOOD), add={f"xl/media/{n}.xml": b"" for n in range(200)})
    assert "个部件，超过 200 个" in refusal(content)


def test_a_declared_million_rows_with_one_row_is_read():
    content = repacked(
        workbook(GOOD),
        replace={SHEET: lambda body: body.replace(b'ref="A1:F2"', b'ref="A1:XFD1048576"')},
    )
    assert b"XFD1048576" in zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    assert len(read_rows(content, PEOPLE).rows) == 1


def test_a_cell_in_the_last_corner_of_the_sheet():
    far = (
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    content = repacked(
        workbook(GOOD), replace={SHEET: lambda body: body.replace(b"</sheetData>", far)}
    )
    assert "请删除多余的" in refusal(content)


def test_a_million_rows_in_fact():
    row = b'<row><c t="n"><v>1</v></c></row>'
    content = repacked(
        workbook(GOOD),
        replace={SHEET: lambda b: b.replace(b"</sheetData>", row * 900_000 + b"</sheetData>")},
        add={"xl/media/noise.png": os.urandom(400_000)},
    )
    assert refusal(content) == "表格超过 60,000 行：请删除多余的空白行或拆分后分批导入。"


@pytest.mark.parametrize("size", [60_000, 60_001 + 19])
def test_the_limit_of_rows_in_csv(size):
    content = ("姓名,证件号码\n" + "".join(f"李四,{n}\n" for n in range(size))).encode()
    if size > 60_000:
        assert "60,000 行" in refusal(content, name="a.csv")
    else:
        assert len(read_rows(content, PEOPLE).rows) == size


def test_too_many_columns():
    assert "300 列" in refusal(workbook(GOOD, titles=[*TITLES, *["x"] * 300]))


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!doctype x SYSTEM "http://example.invalid/x">',
        b"<!DOCTYPE x>",
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", REL, "docProps/app.xml"])
def test_entity_declarations(part, declaration):
    content = repacked(
        workbook(GOOD), replace={part: lambda body: body.replace(b"?>", b"?>" + declaration, 1)}
    )
    assert "实体声明" in refusal(content)


def test_a_declaration_across_the_reading_boundary():
    padding = b" " * (256 * 1024 - 5)
    content = repacked(workbook(GOOD), add={"xl/x.xml": padding + b"<!DOCTYPE x>"})
    assert "实体声明" in refusal(content)


def test_a_declaration_hidden_in_utf_16():
    text = '<?xml version="1.0"?><!DOCTYPE x>'.encode("utf-16")
    assert "内部编码" in refusal(repacked(workbook(GOOD), add={"xl/x.xml": text}))


EXTERNAL = (
    b'<Relationship Id="r9" TargetMode="External" Type="http://x/%s" Target="file:///c:/x"/>'
    b"</Relationships>"
)


def test_links_to_other_files():
    linked = repacked(workbook(GOOD), add={"xl/externalLinks/externalLink1.xml": b"<x/>"})
    assert "引用了其他文件" in refusal(linked)
    related = repacked(
        workbook(GOOD),
        replace={REL: lambda b: b.replace(b"</Relationships>", EXTERNAL % b"attachedTemplate")},
    )
    assert "引用了其他文件" in refusal(related)


def test_an_ordinary_hyperlink_is_no_link_to_a_file():
    content = repacked(
        workbook(GOOD),
        replace={REL: lambda b: b.replace(b"</Relationships>", EXTERNAL % b"hyperlink")},
    )
    assert len(read_rows(content, PEOPLE).rows) == 1


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros(name):
    assert "含有宏" in refusal(repacked(workbook(GOOD), add={name: b"x"}))


def test_a_macro_content_type():
    kind = {
        "[Content_Types].xml": lambda b: b.replace(b"sheet.main+xml", b"sheet.macroEnabled+xml")
    }
    assert "含有宏" in refusal(repacked(workbook(GOOD), replace=kind))


@pytest.mark.parametrize("name", ["xl/embeddings/o.bin", "xl/activeX/a.xml"])
def test_embedded_objects(name):
    assert "嵌入对象" in refusal(repacked(workbook(GOOD), add={name: b"x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name():
    assert "重名" in refusal(repacked(workbook(GOOD), add={SHEET.upper(): b"x"}))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (OLE + bytes(600), "a.xls", "请用 Excel 或 WPS 另存为 .xlsx"),
        (b"whatever", "a.et", "不支持 .et 格式：请另存为 .xlsx 后重新上传。"),
        (b"", "a.xlsx", "文件是空的"),
        (b"PK\x03\x04" + bytes(100), "a.xlsx", "已损坏"),
        (bytes(range(256)) * 9, "a.csv", "不是文本表格"),
        (b"\xff\xfe\x00\xd8", "a.csv", "不是文本表格"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.csv", "文件有 10.0 MB，超过 10 MB 上限"),
        (b'a,"' + b"x" * 200_000, "a.csv", "已损坏或不是表格"),
    ],
)
def test_other_files(content, name, words):
    assert words in refusal(content, name=name)


def test_a_zip_that_is_no_workbook():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "x")
    assert refusal(buffer.getvalue()).startswith("这不是 .xlsx 工作簿")


def test_a_worksheet_of_rubbish():
    assert "无法读取" in refusal(
        repacked(workbook(GOOD), replace={SHEET: lambda _: b"<worksheet><sheetData><row></c>"})
    )


def test_a_cut_off_workbook():
    content = workbook(GOOD)
    for length in (10, len(content) // 2, len(content) - 5):
        with pytest.raises(Invalid):
            read_grid(content[:length])
