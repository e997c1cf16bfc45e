"""Tables that leave the house: XLSX and CSV in which no text can become a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from mimetypes import guess_type
from typing import Any
from urllib.parse import quote

from flask import Response

from examsys.kernel import clock
from examsys.kernel.sheetwrite import CREATED, sheet_name

Cell = str | int | float | Decimal | date | datetime | bool | None
# What a spreadsheet may take for the start of a formula, full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_767
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a heading row; text is typed as text, days as days, numbers as numbers."""
    buffer = BytesIO()
    options = {
        # Not constant_memory: that keeps rows in a temporary file, in the clear.
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "created": CREATED})
    sheet = book.add_worksheet(sheet_name(title))
    heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    widths = [_width(name) for name in columns]
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name, heading)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell, formats)
            if number <= 200:
                widths[place] = max(widths[place], _width(cell))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, 60))
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def export_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with BOM for Excel, all cells quoted; text that looks like a formula gets a `'`."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_neutral(name) for name in columns])
    writer.writerows([_neutral(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def table_file(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, form: str
) -> Response:
    """A list as a download named after its title and today. form: xlsx or csv."""
    name = f"{title}-{clock.today()}.{form}"
    if form == "csv":
        return download(export_csv(columns, rows), name)
    return download(export_xlsx(title, columns, rows), name)


def download(content: bytes, filename: str, *, media_type: str | None = None) -> Response:
    """An attachment that keeps its Chinese name (RFC 6266) and stays out of caches."""
    kind = media_type or guess_type(filename)[0] or "application/octet-stream"
    suffix = filename.rpartition(".")[2]
    plain = f"download.{suffix}" if suffix.isascii() and suffix.isalnum() else "download"
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _write(
    sheet: Any,
    row: int,
    place: int,
    cell: Cell,
    formats: dict[str, Any],
) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_string(row, place, "是" if cell else "否", formats["text"])
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, place, cell)
    elif isinstance(cell, datetime):
        local = clock.local(cell).replace(tzinfo=None)
        sheet.write_datetime(row, place, local, formats["time"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats["day"])
    else:
        text = cell if len(cell) <= LONGEST else cell[: LONGEST - 6] + "（已截断）"
        sheet.write_string(row, place, text, formats["text"])


def _neutral(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return clock.local(cell).strftime("%Y-%m-%d %H:%M:%S")
    text = str(cell)
    risky = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if isinstance(cell, str) and risky else text


def _width(cell: Cell) -> int:
    text = str(cell or "")
    return min(60, 3 + sum(2 if ord(character) > 0x2E7F else 1 for character in text[:60]))
