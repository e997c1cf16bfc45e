"""The child that reads an upload: bytes on stdin, rows as JSON lines on stdout, within limits.

Run by path, alone: it imports nothing of ours, so it starts fast and can be killed at any moment.
First line `{"ok": true}` or `{"refused": reason}`; then `[row number, [cells]]` for rows that hold
anything; a last line `{"end": true}`. A date is `{"d": "2026-11-21"}`.
"""

import csv
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 512 * 1024 * 1024
SECONDS = 30
MAX_ROWS = 60_000
MAX_COLUMNS = 300
# Room for the note, the headings and the example above the data.
ABOVE = 20


class RefusedFile(Exception):
    """The reason is one of the words that the parent turns into a sentence."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    try:
        rows = _workbook_rows(content) if sys.argv[1] == "xlsx" else _csv_rows(content)
        _say({"ok": True})
        for number, cells in rows:
            kept = [_plain(cell) for cell in cells]
            while kept and kept[-1] is None:
                kept.pop()
            if kept:
                _say([number, kept])
        _say({"end": True})
    except RefusedFile as error:
        _say({"refused": str(error)})
    except (CalamineError, csv.Error):
        _say({"refused": "damaged"})
    except MemoryError:
        _say({"refused": "too_big"})


def _workbook_rows(content: bytes) -> Iterator[tuple[int, Iterable[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [
        index
        for index, sheet in enumerate(book.sheets_metadata)
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    if not visible:
        raise RefusedFile("no_sheet")
    found = book.get_sheet_by_index(visible[0])
    if found.start is None:
        raise RefusedFile("empty")
    if found.total_height > MAX_ROWS + ABOVE:
        raise RefusedFile("too_many_rows")
    if found.total_width > MAX_COLUMNS:
        raise RefusedFile("too_many_columns")
    top, left = found.start
    blank: list[object] = [""] * left
    return ((top + n, blank + row) for n, row in enumerate(found.iter_rows(), start=1))


def _csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(content)
    first = text[:10_000]
    separator = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, row in enumerate(reader, start=1):
        if number > MAX_ROWS + ABOVE:
            raise RefusedFile("too_many_rows")
        if len(row) > MAX_COLUMNS:
            raise RefusedFile("too_many_columns")
        yield number, row


def _decode(content: bytes) -> str:
    encodings = (
        ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    )
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise RefusedFile("not_text")


def _plain(cell: object) -> object:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, datetime):
        return {"d": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
