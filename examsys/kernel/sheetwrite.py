"""Workbooks that we hand out to be filled in or corrected: templates and error reports."""

import base64
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from examsys.kernel.cells import as_text
from examsys.kernel.sheetread import find_headings, read_grid
from examsys.kernel.sheetspec import RESULT_TITLE, Column, Grid, RowError, SheetSpec

MARKER = Path(__file__).with_name("sheetmark.py")
SECONDS = 60
LAST_ROW = 5_000
DICTIONARY = "字典"
CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
FORMATS = {"text": "@", "id": "@", "choice": "@", "date": "yyyy-mm-dd", "int": "0"}


def template_xlsx(spec: SheetSpec) -> bytes:
    """A workbook to fill in: note, headings, an example row, drop-downs, ID columns as text."""
    buffer = BytesIO()
    with _book(buffer) as book:
        sheet = book.add_worksheet(sheet_name(spec.title))
        _write_note(book, sheet, spec)
        heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        example = book.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": "@"})
        for place, column in enumerate(spec.columns):
            body = book.add_format({"num_format": FORMATS.get(column.kind, "General")})
            sheet.set_column(place, place, column.width, body)
            sheet.write_string(1, place, column.heading, heading)
            sheet.write_string(2, place, column.example, example)
        sheet.freeze_panes(2, 0)
        _write_choices(book, sheet, spec)
    return buffer.getvalue()


def error_workbook(original: bytes | Path, spec: SheetSpec, errors: Sequence[RowError]) -> bytes:
    """The user's own file with bad cells red, a comment each, and a last column 导入结果.

    A CSV, or a workbook too large to edit, comes back as a plain sheet of its rows instead.
    """
    content = original if isinstance(original, bytes) else original.read_bytes()
    grid = read_grid(content)
    top, layout, _ = find_headings(grid, spec)
    if content.startswith(b"PK"):
        marked = _marked(content, top=top, layout=layout, grid=grid, errors=errors)
        if marked:
            return marked
    return _rebuilt(grid, spec, top=top, layout=layout, errors=errors)


def sheet_name(title: str) -> str:
    """A title as a worksheet may be called."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Sheet1"


def _book(buffer: BytesIO) -> Any:
    # In memory: row data of personal records is never put into a temporary file.
    import xlsxwriter

    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"created": CREATED})
    return book


def _write_note(book: Any, sheet: Any, spec: SheetSpec) -> None:
    note = f"{spec.note}\n带 * 的列必填；第 3 行是示例，可直接覆盖，原样保留时不会导入。"
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#C00000"})
    sheet.set_row(0, 18 * (2 + note.count("\n")))
    if len(spec.columns) > 1:
        sheet.merge_range(0, 0, 0, len(spec.columns) - 1, note, wrapped)
    else:
        sheet.write_string(0, 0, note, wrapped)


def column_letter(place: int) -> str:
    """The absolute letter of a column, as formulas name it. place: 0 for A."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place, col_abs=True))


def _write_choices(book: Any, sheet: Any, spec: SheetSpec) -> None:
    dictionary = book.add_worksheet(DICTIONARY)
    dictionary.hide()
    for place, column in enumerate(spec.columns):
        if column.kind != "choice" and not column.hint:
            continue
        rule: dict[str, Any] = {"validate": "any"}
        if column.kind == "choice":
            dictionary.write_column(0, place, column.choices)
            letter = column_letter(place)
            rule = {
                "validate": "list",
                "source": f"={DICTIONARY}!{letter}$1:{letter}${len(column.choices)}",
                "error_title": "请从下拉列表中选择",
                "error_message": f"“{column.title}”只能填写下拉列表中的内容。",
            }
        if column.hint:
            rule |= {"input_title": column.title[:32], "input_message": column.hint[:255]}
        sheet.data_validation(2, place, LAST_ROW, place, rule)


def _marked(
    content: bytes,
    *,
    top: int,
    layout: dict[int, Column],
    grid: Grid,
    errors: Sequence[RowError],
) -> bytes:
    """returns: empty when the child could not edit the file within its limits."""
    places = {column.title: place + 1 for place, column in layout.items()}
    order = {
        "content": base64.b64encode(content).decode(),
        "top": top,
        "rows": [number for number, _ in grid.rows if number > top],
        "result": max(len(cells) for _, cells in grid.rows) + 1,
        "errors": [[error.row, places.get(error.column), error.reason] for error in errors],
        "lines": _result_lines(errors),
        "title": RESULT_TITLE,
    }
    try:
        child = subprocess.run(  # noqa: S603 -- our own script, the upload goes to its stdin
            [sys.executable, "-P", str(MARKER)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return child.stdout if child.returncode == 0 else b""


def _rebuilt(
    grid: Grid,
    spec: SheetSpec,
    *,
    top: int,
    layout: dict[int, Column],
    errors: Sequence[RowError],
) -> bytes:
    buffer = BytesIO()
    reasons = {(error.row, error.column): error.reason for error in errors}
    lines = _result_lines(errors)
    result = max(len(cells) for _, cells in grid.rows)
    with _book(buffer) as book:
        sheet = book.add_worksheet(sheet_name(spec.title))
        text = book.add_format({"num_format": "@"})
        red = book.add_format({"num_format": "@", "bg_color": "#FFC7CE"})
        for number, cells in grid.rows:
            # A required cell left empty at the end of a row is marked too.
            for place in range(max(len(cells), 1 + max(layout, default=0))):
                cell = cells[place] if place < len(cells) else None
                column = layout.get(place)
                reason = reasons.get((number, column.title)) if column else None
                sheet.write_string(number - 1, place, as_text(cell), red if reason else text)
                if reason:
                    sheet.write_comment(number - 1, place, reason)
            sheet.write(number - 1, result, _line(number, top, lines), text)
    return buffer.getvalue()


def _line(number: int, top: int, lines: dict[int, str]) -> str:
    if number == top:
        return lines.get(number, RESULT_TITLE)
    return lines.get(number, "") if number > top else ""


def _result_lines(errors: Sequence[RowError]) -> dict[int, str]:
    lines: dict[int, str] = {}
    for error in errors:
        words = f"{error.column}：{error.reason}" if error.column else error.reason
        lines[error.row] = f"{lines[error.row]}；{words}" if error.row in lines else words
    return lines
