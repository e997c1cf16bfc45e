"""A table of specification as the rules judge it, one component at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from examsys.bank.models import SpecPoint, SpecRange, SpecTable
from examsys.rules import paper
from examsys.rules.finding import Report, Verdict
from examsys.rules.states import Component

# source: domain §6.1, the ranges of the first level.
TOP_NAMES = {"A": "基本要求", "B": "相关知识要求"}
COMPONENTS = (Component.THEORY, Component.SKILL)


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One 鉴定范围 as it is typed in. Weights in per cent; 0 = not part of the component."""

    code: str
    name: str
    theory_weight: Decimal
    skill_weight: Decimal


@dataclass(frozen=True, slots=True)
class PointRow:
    """One 鉴定点 as it is typed in. importance: X, Y or Z."""

    code: str
    name: str
    importance: str


def with_parents(ranges: Iterable[RangeRow]) -> list[RangeRow]:
    """The rows, and above them every range that was left out, weighing what is below it."""
    rows = {row.code: row for row in ranges}
    # The deepest codes first, so that a parent that is made here counts for its own parent.
    for code in sorted(_ancestors(rows) - rows.keys(), key=lambda c: -c.count("-")):
        below = [row for row in rows.values() if row.code.rpartition("-")[0] == code]
        rows[code] = RangeRow(
            code,
            TOP_NAMES.get(code, code),
            sum((row.theory_weight for row in below), Decimal(0)),
            sum((row.skill_weight for row in below), Decimal(0)),
        )
    return sorted(rows.values(), key=lambda row: row.code)


def report_on(table: SpecTable, component: Component, *, on: date) -> Report:
    """What the rules say about a table in one component."""
    return _judge(table.ranges, table.points, component, on=on)


def problems(
    ranges: Iterable[RangeRow | SpecRange], points: Iterable[PointRow | SpecPoint], *, on: date
) -> list[tuple[Component, str]]:
    """Everything that keeps a table from being used, by component, worst first."""
    parts, leaves = list(ranges), list(points)
    found: list[tuple[Component, str]] = []
    for component in COMPONENTS:
        if component is Component.SKILL and not any(_weight(row, component) for row in parts):
            continue
        report = _judge(parts, leaves, component, on=on)
        told = {message for _, message in found}
        for verdict in (Verdict.FAIL, Verdict.NEEDS_EVIDENCE):
            found += [
                (component, finding.message)
                for finding in report.of(verdict)
                if finding.message not in told
            ]
    return found


def _judge(
    ranges: Iterable[RangeRow | SpecRange],
    points: Iterable[PointRow | SpecPoint],
    component: Component,
    *,
    on: date,
) -> Report:
    facts = paper.SpecFacts(
        on=on,
        ranges=tuple(
            paper.SpecRange(row.code, row.name, _weight(row, component)) for row in ranges
        ),
        points=tuple(paper.SpecPoint(row.code, row.name) for row in points),
    )
    return paper.SPECIFICATION.examine(facts)


def _weight(row: RangeRow | SpecRange, component: Component) -> Decimal:
    return row.skill_weight if component is Component.SKILL else row.theory_weight


def _ancestors(codes: Iterable[str]) -> set[str]:
    found = set()
    for code in codes:
        while code := code.rpartition("-")[0]:
            found.add(code)
    return found
