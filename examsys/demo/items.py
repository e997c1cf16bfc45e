"""The sample bank: specification and items entered as from workbooks, reviewed by another."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

from examsys.bank import queries as bank
from examsys.bank import service
from examsys.demo.cast import Almanac, actor, data
from examsys.demo.timeline import Story
from examsys.kernel.work import unit_of_work
from examsys.rules.states import Component
from question_bank import KIND_NAMES, ItemRow, Kind, read_items

LETTERS = "abcde"
SLICE = 40


def written(
    level: int,
    begin: date,
    almanac: Almanac,
    *,
    writer_id: int,
    later: date | None = None,
    leave: int = 0,
) -> Story:
    """A level's table and items, cases first; from `later` on the second half of the ranges.

    leave: how many of the last items came ten days ago and are still being worked on.
    """
    at = yield almanac.at(begin, 9)
    with unit_of_work():
        _enact(level, begin, at=at)
    rows = [row for name in _files(level) for row in _rows(level, name)]
    rows, fresh = rows[: len(rows) - leave], rows[len(rows) - leave :]
    half = len(rows) // 2 if later else len(rows)
    for day, part in ((begin, rows[:half]), (later, rows[half:])):
        if day is not None:
            yield from _taken_in(level, part, day, almanac, writer_id=writer_id, leave=0)
    if fresh:
        day = almanac.ago(45)
        yield from _taken_in(level, fresh, day, almanac, writer_id=writer_id, leave=leave)


def _files(level: int) -> list[str]:
    folder = files("examsys.demo") / "data" / f"l{level}"
    named = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("items_"))
    return ["cases.toml", *named]


def _taken_in(
    level: int, rows: list[ItemRow], day: date, almanac: Almanac, *, writer_id: int, leave: int
) -> Story:
    at = yield almanac.at(day + timedelta(days=10), 10)
    with unit_of_work():
        made = service.take_in(rows, level=level, writer_id=writer_id, actor=actor("tiku"), at=at)
    yield from _reviewed(made, almanac.at(day + timedelta(days=25), 10), leave=leave)


def retired(level: int, day: date, almanac: Almanac, *, count: int) -> Story:
    """Some items go out of use because the article they rest on has changed."""
    at = yield almanac.at(day, 16)
    cards = [card for card in bank.cards(level, Component.THEORY) if not card.times_used]
    for card in sorted(cards, key=lambda c: c.point_code)[:count]:
        with unit_of_work():
            service.retire_item(
                bank.record(card.ref.item),
                reason="所依据的条款表述已更新，待按新条文改写",
                actor=actor("tiku"),
                at=at,
            )


def _enact(level: int, day: date, *, at: datetime) -> None:
    sheet = data(f"l{level}/spec.toml")
    ranges = [
        service.RangeRow(
            r["code"], r["name"], Decimal(r["theory_weight"]), Decimal(r["skill_weight"])
        )
        for r in sheet["range"]
    ]
    points = [service.PointRow(p["code"], p["name"], p["importance"]) for p in sheet["point"]]
    table = service.put_table(level, ranges, points, actor=actor("tiku"), at=at)
    service.enact_table(table, effective_from=day, actor=actor("tiku"), at=at)


def _reviewed(items: list[UUID], at: datetime, *, leave: int) -> Story:
    """Sent on one day and decided by the reviewer, item by item, on the next."""
    at = yield at
    sent = items[: len(items) - leave // 3]
    with unit_of_work():
        service.send_items(sent, actor=actor("tiku"), at=at)
    at = yield at + timedelta(days=3)
    decided = sent[: len(sent) - leave // 3] if leave else sent
    for begin in range(0, len(decided), SLICE):
        with unit_of_work():
            for place, item in enumerate(decided[begin : begin + SLICE], start=begin):
                record = bank.record(item)
                back = leave > 0 and place >= len(decided) - leave // 3
                service.decide_item(
                    record,
                    passed=not back,
                    comment="干扰项过于明显，请调整后再提交。" if back else "",
                    version=record.card.ref.version,
                    actor=actor("shenti"),
                    at=at,
                )


def _rows(level: int, name: str) -> list[ItemRow]:
    """Items of one file as the import pipeline hands them over."""
    sheet = data(f"l{level}/{name}")
    entries: Iterable[dict[str, Any]] = sheet.get("item") or sheet["case"]
    reading = read_items([(n, _cells(e)) for n, e in enumerate(entries, start=3)])
    if reading.faults:
        raise ValueError(f"{name}: {reading.faults[0]}")
    return list(reading.items)


def _cells(entry: dict[str, Any]) -> dict[str, Any]:
    kind = Kind(entry["kind"])
    cells: dict[str, Any] = {
        "point_code": entry["point"],
        "component": "技能考核" if kind is Kind.CASE else "理论知识考试",
        "kind": KIND_NAMES[kind],
        "difficulty": str(entry["difficulty"]),
        "stem": entry["stem"].strip(),
        "answer": entry["answer"].strip(),
        "marks": str(entry["marks"]) if "marks" in entry else "",
        "rubric": "\n".join(f"{r['criterion']}（{r['marks']}分）" for r in entry.get("rubric", [])),
        "explanation": entry["explanation"],
        "basis": entry["basis"],
    }
    for letter, option in zip(LETTERS, entry.get("options", []), strict=False):
        cells[f"option_{letter}"] = option
    return cells
