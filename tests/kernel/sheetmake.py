"""A small import sheet and ways to fill it, for the tests of the workbook pipeline."""

import io
import zipfile

import xlsxwriter

from examsys.kernel.sheets import Column, SheetSpec

PEOPLE = SheetSpec(
    title="人员名单",
    note="每人一行。",
    columns=(
        Column("name", "姓名", required=True, example="张三", max_length=20),
        Column("id_number", "证件号码", required=True, kind="id", example="110105194912310021"),
        Column("born_on", "出生日期", kind="date", example="1949-12-31"),
        Column("level", "级别", kind="choice", choices=("三级", "四级"), hint="只办理两级"),
        Column("years", "从业年限", kind="int"),
        Column("score", "成绩", kind="decimal"),
    ),
    keys=("id_number",),
)
TITLES = [column.heading for column in PEOPLE.columns]
GOOD = ["李四", "11010519491231002X"]


def workbook(*rows, titles=TITLES, formats=None, hidden_first=False) -> bytes:
    """An .xlsx of a heading row and these rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
    )
    if hidden_first:
        first = book.add_worksheet("旧")
        first.write_row(0, 0, ["别的"])
    sheet = book.add_worksheet("名单")
    if hidden_first:
        sheet.activate()
        first.hide()
    for number, row in enumerate([titles, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def repacked(content: bytes, *, replace=None, add=None) -> bytes:
    """The same workbook with parts replaced by `function(bytes)` or added."""
    replace, add = replace or {}, add or {}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            body = old.read(entry)
            new.writestr(entry.filename, replace.get(entry.filename, lambda b: b)(body))
        for name, body in add.items():
            new.writestr(name, body)
    return out.getvalue()
