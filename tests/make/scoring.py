"""Batches whose marks are being entered, agreed or published."""

from collections.abc import Sequence
from typing import Any

from examsys.audit import service as audit
from examsys.batches.events import BatchEvent
from examsys.batches.models import Batch, Room
from examsys.candidates.models import AttendanceRecord
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.rules.states import (
    Attendance,
    BatchState,
    Component,
    RegistrationState,
    components_of,
)
from examsys.scoring import queries as scoring_queries
from examsys.scoring import service as scoring
from examsys.scoring.marks import read as read_typed
from tests.make.batches import make_batch
from tests.make.candidates import make_registration
from tests.make.common import ACTOR


def make_scoring(people: int = 3, *, coded: bool = True, **over: Any) -> Batch:
    """A batch in SCORING: everybody seated in one room and present; blind codes made.

    over: fields of `PlanInput`.
    """
    batch = make_batch(state=BatchState.REVIEWING, **over)
    rows = [make_registration(batch, state=RegistrationState.APPROVED) for _ in range(people)]
    with unit_of_work():
        room = Room(batch_id=batch.id, number=1, name="第1考场", capacity=max(30, people))
        db.session.add(room)
        db.session.flush()
        for seat, row in enumerate(rows, start=1):
            row.room_id, row.seat_no = room.id, seat
            row.ticket_no = f"2612{batch.id:02d}301{seat:03d}"
            for part in components_of(batch.level):
                record = AttendanceRecord(registration_id=row.id, component=part)
                record.state, record.recorded_by = Attendance.PRESENT, "invigilator"
                record.recorded_at = clock.now()
                db.session.add(record)
        batch.state = BatchState.SCORING
        if coded:
            scoring.make_codes(batch, actor=Actor(name="approver"), at=clock.now())
        else:
            audit.record(
                BatchEvent.BATCH_MOVED, actor=ACTOR, subject=f"batch:{batch.id}", at=clock.now()
            )
    return batch


def enter_marks(
    batch: Batch, component: Component, pass_no: int, marks: Sequence[str], *, by: str
) -> None:
    """Enter and submit one pass. marks: in the order of the list of candidates."""
    who, at = Actor(name=by), clock.now()
    scripts = scoring_queries.results(batch.id, unpublished=True)
    ids = [row.id for row in scripts if row.component is component]
    cells = [
        scoring.Cell(script_id=key, mark=read_typed(text), seen=None, seen_version=0)
        for key, text in zip(ids, marks, strict=True)
    ]
    with unit_of_work():
        scoring.take_pass(batch, component, pass_no, actor=who, at=at)
        scoring.save_marks(batch, component, pass_no, cells, actor=who, at=at)
        scoring.submit_pass(batch, component, pass_no, actor=who, at=at)


def make_marked(marks: Sequence[tuple[str, str]] = (("80", "75"),), **over: Any) -> Batch:
    """A batch in SCORING whose two passes agree: (theory, skill) of each candidate."""
    batch = make_scoring(len(marks), **over)
    for place, part in enumerate(components_of(batch.level)):
        for pass_no, by in ((1, "first"), (2, "second")):
            enter_marks(batch, part, pass_no, [row[place] for row in marks], by=by)
    return batch


def make_published(marks: Sequence[tuple[str, str]] = (("80", "75"),), **over: Any) -> Batch:
    """A batch in PUBLICITY, its results confirmed by `approver` and published by `boss`."""
    batch = make_marked(marks, **over)
    with unit_of_work():
        scoring.confirm_results(
            batch, note="已核对原卷", actor=Actor(name="approver"), at=clock.now()
        )
        scoring.publish_results(batch, actor=Actor(name="boss"), at=clock.now())
    return batch
