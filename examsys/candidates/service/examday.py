"""Attendance on the examination day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from examsys.audit import service as audit
from examsys.batches.models import Batch, Room
from examsys.candidates import queries
from examsys.candidates.events import CandidateEvent
from examsys.candidates.models import AttendanceRecord, Registration
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.rules.states import Attendance, BatchState, Component, components_of, label


@dataclass(frozen=True, slots=True)
class Attended:
    """One line of the grid. note: what happened; a violation needs it."""

    registration_id: int
    state: Attendance
    note: str = ""


def record_attendance(
    batch: Batch,
    component: Component,
    lines: Sequence[Attended],
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Write down who came to a component. returns: how many lines changed something.

    raises: Conflict outside the examination day; Invalid for a stranger or a bare violation.
    """
    _require_sitting(batch, component)
    sitters = {row.id: row for row in queries.approved(batch.id)}
    known = {row.registration_id: row for row in queries.attendance(batch.id, component)}
    changed = []
    for line in lines:
        _check(line, sitters)
        if _write(known.get(line.registration_id), line, component, actor=actor, at=at):
            changed.append(line)
    if changed:
        _record(batch, component, changed, actor=actor, at=at)
    return len(changed)


def all_present(
    batch: Batch, component: Component, room: Room, *, actor: Actor, at: datetime
) -> int:
    """Mark everybody of a room who is not yet on record as present. returns: how many."""
    done = {row.registration_id for row in queries.attendance(batch.id, component) if _said(row)}
    lines = [
        Attended(row.id, Attendance.PRESENT)
        for row in queries.approved(batch.id)
        if row.room_id == room.id and row.id not in done
    ]
    return record_attendance(batch, component, lines, actor=actor, at=at)


def _said(row: AttendanceRecord) -> bool:
    return row.state is not Attendance.EXPECTED


def _require_sitting(batch: Batch, component: Component) -> None:
    if batch.state is not BatchState.SITTING:
        raise Conflict(f"批次处于“{label(batch.state)}”，只有考试中的批次可以登记到考情况。")
    if component not in components_of(batch.level):
        raise Invalid(f"本批次没有{label(component)}。")


def _check(line: Attended, sitters: dict[int, Registration]) -> None:
    sitter = sitters.get(line.registration_id)
    if sitter is None:
        raise Invalid("名单中有不属于本批次的考生，请刷新页面后重新登记。")
    if line.state is Attendance.VIOLATION and not line.note.strip():
        raise Invalid(f"{sitter.candidate.name} 登记为违纪，请在备注中写明情形。")


def _write(
    row: AttendanceRecord | None,
    line: Attended,
    component: Component,
    *,
    actor: Actor,
    at: datetime,
) -> bool:
    note = line.note.strip()
    if row is None:
        if line.state is Attendance.EXPECTED and not note:
            return False
        row = AttendanceRecord(registration_id=line.registration_id, component=component)
        db.session.add(row)
    elif (row.state, row.note) == (line.state, note):
        return False
    row.state, row.note, row.recorded_by, row.recorded_at = line.state, note, actor.name, at
    return True


def _record(
    batch: Batch,
    component: Component,
    changed: Sequence[Attended],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    db.session.flush()
    audit.record(
        CandidateEvent.ATTENDANCE_RECORDED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={
            "component": component.value,
            "lines": [[line.registration_id, line.state.value] for line in changed],
        },
    )
