"""Who came: all present, then the exceptions; nothing is marked before everybody is on record."""

import pytest

from examsys.batches import gates
from examsys.candidates import queries, service
from examsys.candidates.service import Attended
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from examsys.rules.states import Attendance, BatchState, Component
from tests.conftest import NOON
from tests.make import ACTOR, make_registration

THEORY, SKILL = Component.THEORY, Component.SKILL


@pytest.fixture
def sitting(seated):
    batch = seated(3)
    with unit_of_work(audited=False):
        batch.state = BatchState.SITTING
    return batch


def record(batch, *lines, component=THEORY) -> int:
    with unit_of_work():
        return service.record_attendance(batch, component, lines, actor=ACTOR, at=NOON)


def states(batch, component=THEORY) -> list[tuple[Attendance, str]]:
    return [(row.state, row.note) for row in queries.attendance(batch.id, component)]


def test_all_present_leaves_the_exceptions_alone(sitting):
    _, absent, _ = queries.approved(sitting.id)
    record(sitting, Attended(absent.id, Attendance.ABSENT))

    with unit_of_work():
        marked = service.all_present(sitting, THEORY, sitting.rooms[0], actor=ACTOR, at=NOON)

    assert marked == 2
    assert [state for state, _ in states(sitting)] == [
        Attendance.PRESENT,
        Attendance.ABSENT,
        Attendance.PRESENT,
    ]


def test_a_violation_needs_words(sitting):
    one = queries.approved(sitting.id)[0]
    with pytest.raises(Invalid, match="请在备注中写明情形"):
        record(sitting, Attended(one.id, Attendance.VIOLATION, " "))
    assert states(sitting) == []

    record(sitting, Attended(one.id, Attendance.VIOLATION, "携带手机"))

    assert states(sitting) == [(Attendance.VIOLATION, "携带手机")]


def test_the_same_again_changes_nothing(sitting):
    one = queries.approved(sitting.id)[0]
    line = Attended(one.id, Attendance.PRESENT)

    assert [record(sitting, line), record(sitting, line)] == [1, 0]


def test_a_stranger_is_refused(sitting):
    stranger = make_registration()

    with pytest.raises(Invalid, match="不属于本批次的考生"):
        record(sitting, Attended(stranger.id, Attendance.PRESENT))


def test_nothing_is_recorded_outside_the_examination(seated):
    batch = seated(1)
    one = queries.approved(batch.id)[0]

    with pytest.raises(Conflict, match="只有考试中的批次"):
        record(batch, Attended(one.id, Attendance.PRESENT))


def test_scoring_waits_for_everybody_in_every_component(sitting):
    room = sitting.rooms[0]
    with unit_of_work():
        service.all_present(sitting, THEORY, room, actor=ACTOR, at=NOON)
    half = gates.reasons(sitting, BatchState.SCORING, on=sitting.exam_on)
    with unit_of_work():
        service.all_present(sitting, SKILL, room, actor=ACTOR, at=NOON)

    assert "技能考核还有 3 人没有登记到考情况。" in half
    assert "理论知识考试" not in "".join(half)
    after = gates.reasons(sitting, BatchState.SCORING, on=sitting.exam_on)
    assert [reason for reason in after if "到考" in reason] == []
