"""A table of specification from plain rows: ranges carry a weight, points an importance."""

from collections.abc import Iterable
from dataclasses import dataclass

from question_bank.cards import Component
from question_bank.formats import cells
from question_bank.formats.columns import TITLES, Fault, Row
from question_bank.spec import Importance, Point, Range, Spec, spec_faults


@dataclass(frozen=True, slots=True)
class SpecReading:
    """spec: None while there is any fault; half a table is none."""

    total: int
    spec: Spec | None
    faults: tuple[Fault, ...]


def read_spec(rows: Iterable[Row], *, level: int, component: Component) -> SpecReading:
    """Read rows keyed by `SPEC_COLUMNS`, in the order of the table."""
    ranges: list[Range] = []
    points: list[Point] = []
    found: list[Fault] = []
    total = 0
    for number, row in rows:
        total += 1
        part = _part(number, {key: cells.text(value) for key, value in row.items()})
        if isinstance(part, Fault):
            found.append(part)
        elif isinstance(part, Range):
            ranges.append(part)
        else:
            points.append(part)
    spec = Spec(level, component, tuple(ranges), tuple(points))
    if not found:
        found = [Fault(0, "", reason) for reason in spec_faults(spec)]
    return SpecReading(total, None if found else spec, tuple(found))


def _part(number: int, row: dict[str, str]) -> Range | Point | Fault:
    code, name = cells.code(row.get("code")), row.get("name", "")
    weight, importance = row.get("weight", ""), row.get("importance", "").upper()
    if not name:
        return Fault(number, TITLES["name"], "名称为空，请填写")
    if bool(weight) == bool(importance):
        return Fault(number, "", "鉴定范围只填比重，鉴定点只填重要程度，请二选一")
    if importance:
        if importance not in set(Importance):
            return Fault(number, TITLES["importance"], f"重要程度须为 X、Y、Z，现填“{importance}”")
        return Point(code, name, Importance(importance))
    try:
        share = cells.amount(weight, what="比重")
    except cells.Unreadable as reason:
        return Fault(number, TITLES["weight"], str(reason))
    assert share is not None
    return Range(code, name, share)
