"""A batch's life: who may move it, when, and that a refusal changes nothing."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from examsys.audit.models import AuditEvent
from examsys.batches import gates, queries, service
from examsys.batches.models import Batch
from examsys.batches.schedule import due_dates
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.kernel.workdays import WorkCalendar
from examsys.publicity import service as publicity
from examsys.rules.lives import BATCH_LIFE
from examsys.rules.states import BatchState, Component
from tests.conftest import NOON
from tests.make import make_batch

OFFICE, HEAD = Actor(name="office", roles=("exam_office",)), Actor(name="boss", roles=("head",))


def plan(batch: Batch, **over) -> service.PlanInput:
    values = {
        "level": batch.level,
        "site_id": batch.site_id,
        "planned_count": batch.planned_count,
        "registration_from": batch.registration_from,
        "registration_until": batch.registration_until,
        "exam_on": batch.exam_on,
        "starts": {Component.THEORY: time(9, 0), Component.SKILL: time(11, 0)},
        **over,
    }
    return service.PlanInput(**values)


def test_planning_gives_numbers_in_order_and_due_days(db):
    first, second = make_batch(), make_batch()

    assert (first.number, second.number) == ("2026-01", "2026-02")
    due = {step.state: step.due_on for step in first.steps}
    assert due[BatchState.FILED] == date(2026, 11, 23)
    assert due[BatchState.SITTING] == date(2026, 12, 19)
    assert due[BatchState.PUBLICITY] == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"registration_until": date(2026, 11, 22)}, Invalid),
        ({"exam_on": date(2026, 12, 4)}, Invalid),
        ({"planned_count": 0}, Invalid),
        ({"level": 2}, Conflict),
        ({"starts": {Component.THEORY: time(9, 0)}}, Invalid),
    ],
    ids=str,
)
def test_a_plan_that_contradicts_itself_changes_nothing(db, change, error):
    batch = make_batch()
    before = (batch.exam_on, batch.level, batch.planned_count, batch.version)

    with pytest.raises(error), unit_of_work():
        service.change_plan(
            batch, plan(batch, **change), version=batch.version, actor=OFFICE, at=NOON
        )

    assert (batch.exam_on, batch.level, batch.planned_count, batch.version) == before


def test_a_stale_plan_is_refused(db):
    batch = make_batch()

    with pytest.raises(Stale), unit_of_work():
        service.change_plan(batch, plan(batch), version=0, actor=OFFICE, at=NOON)


def test_changing_a_plan_rearranges_sittings_and_steps(db):
    batch = make_batch()

    with unit_of_work():
        service.change_plan(
            batch,
            plan(batch, exam_on=date(2026, 12, 26)),
            version=batch.version,
            actor=OFFICE,
            at=NOON,
        )

    assert queries.due_on(batch, BatchState.SITTING) == date(2026, 12, 26)
    assert [s.component for s in batch.sittings] == [Component.THEORY, Component.SKILL]


def test_the_planner_may_not_approve(db):
    batch = make_batch()

    with pytest.raises(NotAllowed), unit_of_work():
        service.record_filing(
            batch, filed_on=date(2026, 11, 21), receipt="x", actor=Actor("planner"), at=NOON
        )

    assert batch.state is BatchState.PLANNED


def test_a_batch_cannot_jump(db):
    batch = make_batch()

    with pytest.raises(Conflict, match="不能直接转入"), unit_of_work():
        service.move(batch, BatchState.SITTING, actor=OFFICE, at=NOON)


def test_announcing_needs_a_published_announcement_and_freezes_parameters(db):
    batch = make_batch(state=BatchState.FILED)
    with pytest.raises(Conflict, match="认定公告"), unit_of_work():
        service.move(batch, BatchState.ANNOUNCED, actor=OFFICE, at=NOON)
    with unit_of_work():
        notice = publicity.draft_notice(
            publicity.NoticeText("announcement", "公告", "正文", batch.id), actor=OFFICE, at=NOON
        )
        publicity.publish_notice(notice, actor=HEAD, at=NOON)

    with unit_of_work():
        service.move(batch, BatchState.ANNOUNCED, actor=OFFICE, at=NOON)

    assert batch.parameters["room.capacity"] == 30
    assert queries.parameter(batch, "room.capacity", on=date(2026, 11, 21)) == 30
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions[-1] == "batches.batch.moved"


def test_the_sitting_gate_names_everything_that_is_missing(db):
    batch = make_batch(state=BatchState.SEATED)

    reasons = gates.reasons(batch, BatchState.SITTING, on=date(2026, 11, 21))

    text = "".join(reasons)
    for word in ("尚未到", "不少于 3 人且为单数", "组长", "监考员", "督导人员"):
        assert word in text


def test_cancelling_after_the_sitting_began_is_refused(db):
    batch = make_batch(state=BatchState.SITTING)

    with pytest.raises(Conflict), unit_of_work():
        service.cancel_batch(batch, reason="x", actor=HEAD, at=NOON)


def test_rooms_are_fixed_once_seats_are_given(db):
    batch = make_batch()
    with unit_of_work():
        service.set_rooms(batch, [("第1考场", 30), ("第2考场", 28)], actor=OFFICE, at=NOON)
    with unit_of_work():
        service.set_rooms(batch, [("第1考场", 30)], actor=OFFICE, at=NOON)
    assert [(room.number, room.capacity) for room in batch.rooms] == [(1, 30)]
    with unit_of_work():
        batch.state = BatchState.SEATED
        publicity.draft_notice(publicity.NoticeText("other", "题", "文"), actor=OFFICE, at=NOON)

    with pytest.raises(Conflict), unit_of_work():
        service.set_rooms(batch, [("大厅", 5)], actor=OFFICE, at=NOON)

    assert [room.name for room in batch.rooms] == ["第1考场"]


def test_every_state_can_be_left_or_is_an_end():
    ends = {state for state, ahead in BATCH_LIFE.items() if not ahead}

    assert ends == {BatchState.ARCHIVED, BatchState.CANCELLED}
    assert set(BATCH_LIFE) == set(BatchState)


@given(st.dates(date(2024, 1, 1), date(2026, 10, 1)), st.integers(0, 30), st.integers(0, 30))
def test_due_days_keep_their_order(exam_on, lead, publish):
    due = due_dates(
        exam_on=exam_on,
        registration_from=exam_on,
        registration_until=exam_on,
        filing_lead_wd=lead,
        publish_target_wd=publish,
        calendar=WorkCalendar({}, date(2026, 12, 31)),
    )

    assert due[BatchState.SEATED] < due[BatchState.SITTING] < due[BatchState.SCORING]
    assert due[BatchState.SCORING] < due[BatchState.CERTIFYING]
    assert due[BatchState.FILED] <= due[BatchState.ANNOUNCED]
    assert lead == 0 or due[BatchState.FILED] < exam_on
