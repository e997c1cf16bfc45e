"""Reading an uploaded workbook or CSV: judged, read in a capped child, checked cell by cell."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from examsys.kernel.cells import BadCell, as_text, convert
from examsys.kernel.errors import Invalid
from examsys.kernel.sheetspec import (
    RESULT_TITLE,
    Column,
    Grid,
    Raw,
    RowError,
    SheetContent,
    SheetSpec,
    Value,
    plain_title,
)
from examsys.kernel.sheetzip import SAVE_AS, file_kind

CHILD = Path(__file__).with_name("sheetchild.py")
SECONDS = 30
HEADING_ROWS = 10
REFUSALS = {
    "damaged": f"文件已损坏或不是表格，无法读取：{SAVE_AS}",
    "too_big": "文件内容过大，无法读取：请删除多余的行、列和空白格式后重新上传。",
    "too_many_rows": "表格超过 60,000 行：请删除多余的空白行或拆分后分批导入。",
    "too_many_columns": "表格超过 300 列：请使用下载的模板填写。",
    "no_sheet": "工作簿里没有可见的工作表：请使用下载的模板填写。",
    "empty": "表格是空的：请填写后重新上传。",
    "not_text": "文件不是文本表格（CSV）：请另存为 .xlsx 后重新上传。",
}


def read_rows(source: bytes | Path, spec: SheetSpec, *, name: str = "") -> SheetContent:
    """Read every row by `spec`; all errors of all rows at once, nothing is written anywhere.

    name: the upload's file name. raises: Invalid when the file as a whole is refused.
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    grid = read_grid(content, name=name)
    digest = sha256(content).hexdigest()
    top, layout, errors = find_headings(grid, spec)
    if errors:
        return SheetContent([], errors, digest)
    body = [
        (number, cells)
        for number, cells in grid.rows
        if number > top and not _skipped(cells, layout)
    ]
    if not body:
        raise Invalid("表格里没有数据行：请从示例行的下一行开始填写，再重新上传。")
    rows = []
    for number, cells in body:
        row, bad = _convert_row(number, cells, layout, spec)
        errors.extend(bad)
        if not bad:
            rows.append((number, row))
    repeated = _repeats(rows, spec)
    bad_rows = {error.row for error in repeated}
    rows = [(number, row) for number, row in rows if number not in bad_rows]
    errors = sorted([*errors, *repeated], key=lambda error: error.row)
    wrong = {error.row for error in errors}
    spoiled = {number: _texts(cells, layout) for number, cells in body if number in wrong}
    return SheetContent(rows, errors, digest, total=len(body), spoiled=spoiled)


def read_grid(content: bytes, *, name: str = "") -> Grid:
    """The cells of the first visible sheet. raises: Invalid."""
    kind = file_kind(content, name)
    command = [sys.executable, "-P", str(CHILD), kind]
    try:
        child = subprocess.run(  # noqa: S603 -- our own script, the upload goes to its stdin
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Invalid(f"读取文件超过 {SECONDS} 秒，已停止：请拆分后分批导入。") from None
    if child.returncode != 0:
        # A negative code is a signal: the child reached its memory or its processor limit.
        raise Invalid(REFUSALS["too_big" if child.returncode < 0 else "damaged"])
    lines = child.stdout.splitlines()
    last = json.loads(lines[-1])
    if "refused" in last:
        raise Invalid(REFUSALS[last["refused"]])
    decoded = (json.loads(line) for line in lines[1:-1])
    return Grid([(number, [_raw(cell) for cell in cells]) for number, cells in decoded])


def find_headings(grid: Grid, spec: SheetSpec) -> tuple[int, dict[int, Column], list[RowError]]:
    """returns: the heading row's number, the column at each position, and what is wrong there."""
    known = spec.by_title()
    best: tuple[int, list[str]] = (0, [])
    most = 0
    for number, cells in grid.rows[:HEADING_ROWS]:
        titles = [plain_title(as_text(cell)) for cell in cells]
        matched = len(known.keys() & set(titles))
        if matched > most:
            best, most = (number, titles), matched
    if not most:
        wanted = "、".join(column.title for column in spec.columns if column.required)
        raise Invalid(f"没有找到表头行：请使用下载的模板，保留列名（{wanted}）。")
    top, titles = best
    layout = {place: known[title] for place, title in enumerate(titles) if title in known}
    return top, layout, _heading_errors(top, titles, known)


def _heading_errors(top: int, titles: list[str], known: dict[str, Column]) -> list[RowError]:
    counted = Counter(title for title in titles if title)
    missing = [
        RowError(top, column.title, "缺少这一列：请在表头行补上，或使用下载的模板。")
        for title, column in known.items()
        if column.required and title not in counted
    ]
    unknown = [
        RowError(top, title, "模板里没有这一列：请删除该列，或改为模板的列名。")
        for title in counted
        if title not in known and title != RESULT_TITLE
    ]
    doubled = [
        RowError(top, title, "列名重复：请只保留一列。")
        for title, count in counted.items()
        if count > 1 and title in known
    ]
    return missing + unknown + doubled


def _skipped(cells: list[Raw], layout: dict[int, Column]) -> bool:
    """An empty row, or the template's example row left as it was."""
    texts = _texts(cells, layout)
    if not any(texts.values()):
        return True
    return all(texts[column.key] == column.example for column in layout.values())


def _texts(cells: list[Raw], layout: dict[int, Column]) -> dict[str, str]:
    """A row as it was written, by column key."""
    return {
        column.key: as_text(cells[place]) if place < len(cells) else ""
        for place, column in layout.items()
    }


def _convert_row(
    number: int, cells: list[Raw], layout: dict[int, Column], spec: SheetSpec
) -> tuple[dict[str, Value], list[RowError]]:
    row: dict[str, Value] = {column.key: None for column in spec.columns}
    errors = []
    for place, column in layout.items():
        try:
            row[column.key] = convert(column, cells[place] if place < len(cells) else None)
        except BadCell as error:
            errors.append(RowError(number, column.title, str(error)))
    return row, errors


def _repeats(rows: Iterable[tuple[int, dict[str, Value]]], spec: SheetSpec) -> list[RowError]:
    if not spec.keys:
        return []
    titles = {column.key: column.title for column in spec.columns}
    seen: dict[tuple[Value, ...], int] = {}
    errors = []
    for number, row in rows:
        key = tuple(_folded(row[name]) for name in spec.keys)
        first = seen.setdefault(key, number)
        if first != number and any(part is not None for part in key):
            reason = f"与第 {first} 行重复：同一文件中只能出现一次，请删除其中一行。"
            errors.append(RowError(number, titles[spec.keys[0]], reason))
    return errors


def _folded(value: Value) -> Value:
    return value.upper() if isinstance(value, str) else value


def _raw(cell: Any) -> Raw:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["d"])
    assert cell is None or isinstance(cell, str | int | float | bool)
    return cell
