"""The examination day: a grid per room and component, and how far the day is."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from examsys.batches import gates
from examsys.batches import queries as batches
from examsys.batches.models import Batch, Room
from examsys.candidates import queries, service
from examsys.candidates.models import AttendanceRecord, Registration
from examsys.candidates.views.blueprint import bp, choose, crumbs, in_hand
from examsys.kernel import clock
from examsys.kernel.errors import Invalid, Missing
from examsys.kernel.textual import full_width_to_ascii
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import Attendance, BatchState, Component, components_of, label

# What is typed in the grid: one key each, or the word.
CODES = {"1": Attendance.PRESENT, "2": Attendance.ABSENT, "3": Attendance.VIOLATION}
WORDS = {label(state): state for state in CODES.values()}


@bp.get("/exam-day")
@allow("candidates.examday")
def exam_day() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("考试当日")
    return _page(batch)


@bp.post("/exam-day/record")
@allow("candidates.examday")
def record() -> ResponseReturnValue:
    batch, component, room = _place()
    sitters = [row for row in queries.approved(batch.id) if row.room_id == room.id]
    try:
        lines = [_line(row) for row in sitters]
        with unit_of_work():
            changed = service.record_attendance(
                batch, component, lines, actor=actor(), at=clock.now()
            )
    except Invalid as refusal:
        return _page(batch, error=str(refusal), status=422)
    say(f"{room.name} {label(component)}已保存，{changed} 人有变化。")
    return _back(batch, component, room)


@bp.post("/exam-day/all-present")
@allow("candidates.examday")
def all_present() -> ResponseReturnValue:
    batch, component, room = _place()
    with unit_of_work():
        marked = service.all_present(batch, component, room, actor=actor(), at=clock.now())
    say(f"{room.name} {label(component)}：{marked} 人登记为到考，请逐个更正例外。")
    return _back(batch, component, room)


def _line(row: Registration) -> service.Attended:
    """raises: Invalid for a sign that means nothing."""
    typed = request.form.get(f"state-{row.id}", "")
    sign = full_width_to_ascii(typed).strip()
    note = request.form.get(f"note-{row.id}", "").strip()
    if not sign:
        return service.Attended(row.id, Attendance.EXPECTED, note[:300])
    state = CODES.get(sign) or WORDS.get(sign)
    if state is None:
        raise Invalid(
            f"{row.seat_no} 号 {row.candidate.name}：“{typed[:10]}”不是到考情况，"
            "请填 1（到考）、2（缺考）或 3（违纪）。"
        )
    return service.Attended(row.id, state, note[:300])


def _place() -> tuple[Batch, Component, Room]:
    """raises: Missing."""
    asked = request.args.get("batch_id", type=int)
    batch = batches.batch(asked) if asked is not None else None
    if batch is None:
        raise Missing("没有选择批次。请从批次列表重新选择。")
    room = _room(batch)
    if room is None:
        raise Missing("没有这个考场。请刷新页面后重试。")
    return batch, _component(batch), room


def _component(batch: Batch) -> Component:
    asked = request.args.get("component", "")
    known = components_of(batch.level)
    return next((part for part in known if part.value == asked), known[0])


def _room(batch: Batch) -> Room | None:
    asked = request.args.get("room", type=int)
    rooms = list(batch.rooms)
    if asked is None:
        return rooms[0] if rooms else None
    return next((room for room in rooms if room.number == asked), None)


def _back(batch: Batch, component: Component, room: Room) -> ResponseReturnValue:
    return see_other(
        "candidates.exam_day", batch_id=batch.id, component=component.value, room=room.number
    )


def _page(batch: Batch, *, error: str = "", status: int = 200) -> ResponseReturnValue:
    component, room = _component(batch), _room(batch)
    records = {row.registration_id: row for row in queries.attendance(batch.id, component)}
    people = [row for row in queries.approved(batch.id) if room and row.room_id == room.id]
    today = clock.today()
    return page(
        "candidates/exam_day.html",
        status=status,
        title=f"{batch.title} · 考试当日",
        crumbs=crumbs(batch, ("考试当日", None)),
        batch=batch,
        component=component,
        room=room,
        people=people,
        error=error,
        typed={row.id: _typed(row, records.get(row.id)) for row in people},
        records=records,
        part_tabs=_part_tabs(batch, component, room),
        room_tabs=_room_tabs(batch, component, room),
        open=batch.state is BatchState.SITTING,
        begin=gates.reasons(batch, BatchState.SITTING, on=today) if _seated(batch) else [],
        left=gates.reasons(batch, BatchState.SCORING, on=today) if not _seated(batch) else [],
    )


def _seated(batch: Batch) -> bool:
    return batch.state is BatchState.SEATED


def _typed(row: Registration, known: AttendanceRecord | None) -> tuple[str, str]:
    """What stands in the two cells of a line: what was just sent, else what is on record."""
    if request.method == "POST":
        names = (f"state-{row.id}", f"note-{row.id}")
        return request.form.get(names[0], ""), request.form.get(names[1], "")
    if known is None:
        return "", ""
    code = next((sign for sign, state in CODES.items() if state is known.state), "")
    return code, known.note


def _part_tabs(batch: Batch, here: Component, room: Room | None) -> list[dict[str, object]]:
    return [
        {
            "label": label(part),
            "href": url_for(
                "candidates.exam_day",
                batch_id=batch.id,
                component=part.value,
                room=room.number if room else None,
            ),
            "active": part is here,
        }
        for part in components_of(batch.level)
    ]


def _room_tabs(batch: Batch, component: Component, here: Room | None) -> list[dict[str, object]]:
    seated, done = queries.seated(batch.id), queries.recorded(batch.id)
    return [
        {
            "label": room.name,
            "href": url_for(
                "candidates.exam_day",
                batch_id=batch.id,
                component=component.value,
                room=room.number,
            ),
            "active": here is not None and room.id == here.id,
            "count": f"{done.get((component, room.id), 0)}/{seated.get(room.id, 0)}",
        }
        for room in batch.rooms
    ]
