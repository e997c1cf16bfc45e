"""What should be looked at before results are confirmed. Pure: lines in, anomalies out.

source: domain §7 step 9. The two thresholds are defaults of the house, not rules of a document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from examsys.rules.marking import Mark, MarkKind
from examsys.rules.states import Attendance, Component, label

VERY_HIGH = Decimal(98)
GAP = Decimal(40)


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate: what was marked and what the rooms recorded, by component."""

    registration_id: int
    name: str
    ticket_no: str
    marks: Mapping[Component, Mark]
    attendance: Mapping[Component, Attendance]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One thing to explain. component: None when it concerns the candidate as a whole."""

    line: Line
    component: Component | None
    kind: str
    text: str


def anomalies(lines: Sequence[Line]) -> list[Anomaly]:
    """Everything to explain, in the order of the list."""
    return [found for line in lines for found in (*_by_component(line), *_gap(line))]


def _by_component(line: Line) -> Iterator[Anomaly]:
    for component, mark in line.marks.items():
        room = line.attendance.get(component, Attendance.EXPECTED)
        for kind, text in (*_against_room(mark, room), *_unusual(mark)):
            yield Anomaly(line, component, kind, f"{label(component)}{text}")


def _against_room(mark: Mark, room: Attendance) -> Iterator[tuple[str, str]]:
    """Absence and violation must agree with the room's record, both ways."""
    said = f"考场登记为{label(room)}"
    if mark.kind is MarkKind.ABSENT and room is not Attendance.ABSENT:
        yield "absence", f"登录为缺考，{said}"
    if mark.kind is not MarkKind.ABSENT and room is Attendance.ABSENT:
        yield "absence", f"登录为 {mark.text}，{said}"
    if mark.kind is MarkKind.VIOLATION and room is not Attendance.VIOLATION:
        yield "violation", f"登录为违纪，{said}"
    if mark.kind is not MarkKind.VIOLATION and room is Attendance.VIOLATION:
        yield "violation", f"登录为 {mark.text}，{said}"
    if mark.score is not None and room is Attendance.EXPECTED:
        yield "attendance", f"登录为 {mark.text}，考场没有登记到考情况"


def _unusual(mark: Mark) -> Iterator[tuple[str, str]]:
    if mark.score is None:
        return
    if mark.score == 0:
        yield "zero", "为零分"
    if mark.score >= VERY_HIGH:
        yield "high", f"为 {mark.score} 分，明显偏高"


def _gap(line: Line) -> Iterator[Anomaly]:
    scores = [mark.score for mark in line.marks.values() if mark.score is not None]
    if scores and max(scores) - min(scores) >= GAP:
        text = f"各科相差 {max(scores) - min(scores)} 分"
        yield Anomaly(line, None, "gap", text)
