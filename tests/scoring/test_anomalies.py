"""What must be looked at before confirming: each kind, both sides of each threshold."""

from decimal import Decimal

import pytest

from examsys.rules.marking import ABSENT, VIOLATION, Mark, MarkKind
from examsys.rules.states import Attendance, Component
from examsys.scoring.anomalies import Line, anomalies
from examsys.scoring.marks import plain, read, shown

THEORY, SKILL = Component.THEORY, Component.SKILL
PRESENT, AWAY, CAUGHT = Attendance.PRESENT, Attendance.ABSENT, Attendance.VIOLATION


def score(text: str) -> Mark:
    return Mark(MarkKind.SCORE, Decimal(text))


def line(marks, rooms):
    return Line(1, "周衡", "261201301001", marks, rooms)


CASES = [
    (score("75"), PRESENT, []),
    (score("75"), AWAY, ["absence"]),
    (ABSENT, AWAY, []),
    (ABSENT, PRESENT, ["absence"]),
    (ABSENT, Attendance.EXPECTED, ["absence"]),
    (VIOLATION, CAUGHT, []),
    (VIOLATION, PRESENT, ["violation"]),
    (score("75"), CAUGHT, ["violation"]),
    (ABSENT, CAUGHT, ["absence", "violation"]),
    (score("75"), Attendance.EXPECTED, ["attendance"]),
    (score("0"), PRESENT, ["zero"]),
    (score("0.1"), PRESENT, []),
    (score("97.9"), PRESENT, []),
    (score("98"), PRESENT, ["high"]),
]


@pytest.mark.parametrize(("mark", "room", "kinds"), CASES, ids=str)
def test_a_mark_against_the_room_and_by_itself(mark, room, kinds):
    found = anomalies([line({THEORY: mark}, {THEORY: room})])

    assert [one.kind for one in found] == kinds


@pytest.mark.parametrize(("other", "kinds"), [("50.1", []), ("50", ["gap"])])
def test_components_far_apart(other, kinds):
    found = anomalies([line({THEORY: score("90"), SKILL: score(other)},
                            {THEORY: PRESENT, SKILL: PRESENT})])  # fmt: skip

    assert [one.kind for one in found] == kinds


def test_no_record_of_a_room_counts_as_nothing_recorded():
    found = anomalies([line({THEORY: score("75")}, {})])

    assert [one.text for one in found] == ["理论知识考试登录为 75.0 分，考场没有登记到考情况"]


@pytest.mark.parametrize(
    ("typed", "mark", "short"),
    [
        ("85.5", score("85.5"), "85.5"), (" ８５。５ ", score("85.5"), "85.5"),
        ("60.0", score("60"), "60"), ("100", score("100"), "100"), ("0", score("0"), "0"),
        ("缺", ABSENT, "缺"), ("缺考", ABSENT, "缺"), ("违纪", VIOLATION, "违"), ("", None, ""),
    ],
)  # fmt: skip
def test_marks_as_typed_and_shown(typed, mark, short):
    assert (read(typed), shown(mark)) == (mark, short)
    assert plain(mark) == ("—" if mark is None else mark.text.removesuffix(" 分"))
