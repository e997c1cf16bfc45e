"""What is noted during a term of office: training, annual assessment, sanctions."""

from dataclasses import dataclass
from datetime import date, datetime

from examsys.audit import service as audit
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import Appointment, AppointmentNote
from examsys.rules.appointing import NoteKind, Result
from examsys.rules.states import AppointmentState


@dataclass(frozen=True, slots=True)
class NoteInput:
    """hours: of a training; result: of an assessment; words: what, or the sanction's ground."""

    kind: NoteKind
    happened_on: date
    hours: int | None = None
    result: Result | None = None
    words: str = ""


def note_term(held: Appointment, said: NoteInput, *, actor: Actor, at: datetime) -> AppointmentNote:
    """raises: Invalid for a day outside the term or a missing part; Conflict before approval."""
    if held.state is AppointmentState.PROPOSED:
        raise Conflict("这项聘任尚未批准，批准后再登记聘期内记录。")
    last = min(clock.day_of(at), held.ended_on or held.until)
    if not held.since <= said.happened_on <= last:
        raise Invalid(f"日期应在聘期内：{held.since} 至 {last}。")
    if said.kind is NoteKind.TRAINING and not said.hours:
        raise Invalid("请填写培训学时。")
    if said.kind is NoteKind.ASSESSMENT and said.result is None:
        raise Invalid("请选择考核结果。")
    if said.kind is NoteKind.SANCTION and not said.words:
        raise Invalid("请填写处理决定和依据。")
    note = AppointmentNote(
        kind=said.kind,
        happened_on=said.happened_on,
        hours=said.hours if said.kind is NoteKind.TRAINING else None,
        result=said.result if said.kind is NoteKind.ASSESSMENT else None,
        words=said.words,
        recorded_by=actor.name,
        recorded_at=at,
    )
    held.notes.append(note)
    db.session.flush()
    audit.record(
        PersonnelEvent.APPOINTMENT_NOTED,
        actor=actor,
        subject=f"person:{held.person_id}",
        at=at,
        detail={"appointment": held.id, "kind": said.kind.value, "note": note.id},
    )
    return note
