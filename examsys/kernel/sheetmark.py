"""The child that marks errors in a user's own workbook: an order as JSON in, the workbook out.

Run by path, alone, like `sheetchild`: openpyxl is slow and hungry on large files, so it may be
killed, and the parent then writes a plain sheet instead.
"""

import base64
import io
import json
import resource
import sys
import warnings
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
RED = PatternFill("solid", start_color="FFC7CE", end_color="FFC7CE")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")
    order = json.loads(sys.stdin.buffer.read())
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(order["content"])))
    sheet = next(page for page in book.worksheets if page.sheet_state == "visible")
    _mark(sheet, order)
    out = io.BytesIO()
    book.save(out)
    sys.stdout.buffer.write(out.getvalue())


def _mark(sheet: Any, order: dict[str, Any]) -> None:
    result = _result_column(sheet, order)
    _text(sheet.cell(order["top"], result), order["title"])
    for row in order["rows"]:
        _text(sheet.cell(row, result), order["lines"].get(str(row), ""))
    if str(order["top"]) in order["lines"]:
        _text(sheet.cell(order["top"], result), order["lines"][str(order["top"])])
    for row, place, reason in order["errors"]:
        cell = sheet.cell(row, place or result)
        cell.fill = RED
        if type(cell).__name__ == "Cell":
            cell.comment = Comment(reason, "examsys")


def _result_column(sheet: Any, order: dict[str, Any]) -> int:
    """The column of an earlier report, or the first one after the data."""
    for cell in sheet[order["top"]]:
        if cell.value == order["title"]:
            return int(cell.column)
    return int(order["result"])


def _text(cell: Any, text: str) -> None:
    cell.value = text or None
    cell.number_format = "@"
    if text:
        cell.data_type = "s"


if __name__ == "__main__":
    main()
