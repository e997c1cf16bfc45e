"""Workbooks as an office fills them in: headings of the template, then rows."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from tomllib import loads
from typing import Any

from openpyxl import Workbook

from examsys.kernel.sheetspec import SheetSpec
from question_bank import KIND_NAMES, Kind


def workbook(spec: SheetSpec, rows: Sequence[Mapping[str, Any]]) -> tuple[bytes, str]:
    """returns: a filled workbook and its name, as an upload. rows: by column key."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.heading for column in spec.columns])
    known = {column.key for column in spec.columns}
    for row in rows:
        assert set(row) <= known, set(row) - known
        sheet.append([row.get(column.key) for column in spec.columns])
    held = BytesIO()
    book.save(held)
    return held.getvalue(), f"{spec.title}.xlsx"


def sample(name: str) -> dict[str, Any]:
    """One of the data files of the sample year."""
    return loads((files("examsys.demo") / "data" / name).read_text("utf-8"))


def spec_rows(level: int) -> list[dict[str, Any]]:
    """The sample table of specification as rows of its workbook."""
    table = sample(f"l{level}/spec.toml")
    ranges = [
        {key: one[key] for key in ("code", "name", "theory_weight", "skill_weight")}
        for one in table["range"]
    ]
    points = [{key: one[key] for key in ("code", "name", "importance")} for one in table["point"]]
    return ranges + points


def item_rows(level: int) -> list[dict[str, Any]]:
    """The sample items of a level as rows of their workbook."""
    folder = files("examsys.demo") / "data" / f"l{level}"
    names = sorted(f.name for f in folder.iterdir() if f.name.startswith(("cases", "items_")))
    entries = [
        one
        for name in names
        for kind in ("item", "case")
        for one in sample(f"l{level}/{name}").get(kind, [])
    ]
    return [_item(one) for one in entries]


def _item(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = Kind(one["kind"])
    row = {
        "point_code": one["point"],
        "component": "技能考核" if kind is Kind.CASE else "理论知识考试",
        "kind": KIND_NAMES[kind],
        "difficulty": str(one["difficulty"]),
        "stem": one["stem"].strip(),
        "answer": one["answer"].strip(),
        "explanation": one["explanation"],
        "basis": one["basis"],
    }
    if "marks" in one:
        row["marks"] = str(one["marks"])
    if "rubric" in one:
        lines = (f"{line['criterion']}（{line['marks']}分）" for line in one["rubric"])
        row["rubric"] = "\n".join(lines)
    options = zip("abcde", one.get("options", []), strict=False)
    return row | {f"option_{letter}": text for letter, text in options}
