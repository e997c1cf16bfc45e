"""How well the bank covers a table: items in use per point and kind, against what is asked for."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from examsys.bank.models import SpecPoint, SpecRange, SpecTable
from examsys.rules.states import LEVEL_SHORT
from question_bank import KIND_NAMES, Kind

KINDS = tuple(Kind)
Tally = Mapping[tuple[str, Kind], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """Items of one kind under one point. tone: fail none, wait too few, pass enough."""

    count: int
    wanted: int

    @property
    def tone(self) -> str:
        if not self.wanted:
            return "pass" if self.count else "plain"
        return "pass" if self.count >= self.wanted else "wait" if self.count else "fail"


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point with its items by kind."""

    point: SpecPoint
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RangeLine:
    """One range with what lies inside. ratio: points X:Y:Z, counted and never typed in."""

    row: SpecRange
    points: int
    items: int
    ratio: str
    leaf: bool


def wanted(text: str, level: int) -> dict[Kind, int]:
    """Items per point that a level asks for, from the words of the parameter.

    text: as “四级 单选4 判断2；三级 单选3 多选2 判断2”.
    """
    for part in text.split("；"):
        if part.strip().startswith(LEVEL_SHORT[level]):
            return {
                kind: int(found[1])
                for kind, name in KIND_NAMES.items()
                if (found := re.search(rf"{name}\s*(\d+)", part))
            }
    return {}


def point_lines(table: SpecTable, tally: Tally, least: Mapping[Kind, int]) -> list[PointLine]:
    lines = []
    for point in table.points:
        cells = tuple(Cell(tally.get((point.code, kind), 0), least.get(kind, 0)) for kind in KINDS)
        lines.append(PointLine(point, cells, sum(cell.count for cell in cells)))
    return lines


def range_lines(table: SpecTable, lines: Sequence[PointLine]) -> list[RangeLine]:
    made = []
    for row in table.ranges:
        inside = [line for line in lines if line.point.code.startswith(f"{row.code}-")]
        leaf = not any(other.code.startswith(f"{row.code}-") for other in table.ranges)
        items = sum(line.total for line in inside)
        made.append(RangeLine(row, len(inside), items, ratio(line.point for line in inside), leaf))
    return made


def ratio(points: Iterable[SpecPoint]) -> str:
    """X:Y:Z as the tables print it, (152:25:01)."""
    found = Counter(point.importance for point in points)
    return ":".join(f"{found[letter]:02d}" for letter in "XYZ")


def totals(table: SpecTable, lines: Sequence[PointLine]) -> dict[str, object]:
    """What stands above the table: points against targets, shares, bare points."""
    shares = Counter(point.importance for point in table.points)
    whole = len(table.points) or 1
    return {
        "points": len(table.points),
        "shares": [(letter, Decimal(shares[letter] * 100) / whole) for letter in "XYZ"],
        "items": sum(line.total for line in lines),
        "bare": sum(1 for line in lines if not line.total),
        "short": sum(
            1
            for line in lines
            if line.total and any(c.tone in ("wait", "fail") for c in line.cells)
        ),
    }
