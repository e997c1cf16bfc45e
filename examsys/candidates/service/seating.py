"""Rooms, seats and ticket numbers."""

from datetime import datetime

from examsys.agency import queries as agency
from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.batches import service as batch_service
from examsys.batches.models import Batch, Room
from examsys.candidates import queries
from examsys.candidates.events import CandidateEvent
from examsys.candidates.gates import before_seating
from examsys.candidates.models import Registration
from examsys.candidates.plan import SeatOrder, Sitter, arrange, rooms_for
from examsys.candidates.tickets import ticket_number
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.rules.states import BatchState, label

SEATABLE = (BatchState.REVIEWING, BatchState.SEATED)


def arrange_seats(batch: Batch, *, order: SeatOrder, seed: str, actor: Actor, at: datetime) -> int:
    """Give everybody who is approved a seat and a ticket number, and bring the batch to SEATED.

    Once seated, the same order and seed change nothing; another one seats everybody anew.
    seed: what the lots are drawn with; kept in the log so that anybody can repeat the draw.
    returns: how many seats changed. raises: Conflict with every reason why not yet.
    """
    if batch.state not in SEATABLE:
        raise Conflict(f"批次处于“{label(batch.state)}”，不能编排座位。")
    if reasons := before_seating(batch):
        raise Conflict("还不能编排座位：" + "".join(reasons))
    people = queries.approved(batch.id)
    if not batch.rooms:
        _make_rooms(batch, len(people), actor=actor, at=at)
    changed = _seat(batch, order=order, seed=seed)
    if changed:
        audit.record(
            CandidateEvent.SEATS_ARRANGED,
            actor=actor,
            subject=f"batch:{batch.id}",
            at=at,
            detail={"order": order.value, "seed": seed, "people": len(people)},
        )
    if batch.state is BatchState.REVIEWING:
        batch_service.move(batch, BatchState.SEATED, actor=actor, at=at)
    return changed


def swap_seats(one: Registration, other: Registration, *, actor: Actor, at: datetime) -> None:
    """Let two people change places; the ticket number goes with the seat.

    raises: Conflict once the examination has begun, or without two seats of one batch; Invalid.
    """
    if one.id == other.id:
        raise Invalid("请选择两名不同的考生。")
    if one.batch_id != other.batch_id or one.ticket_no is None or other.ticket_no is None:
        raise Conflict("两名考生都要在同一批次并已有座位，才能调换。")
    if one.batch.state is not BatchState.SEATED:
        raise Conflict(f"批次处于“{label(one.batch.state)}”，座位不能再调换。")
    mine = (one.room_id, one.seat_no, one.ticket_no)
    theirs = (other.room_id, other.seat_no, other.ticket_no)
    # Both places are unique: one has to be empty for a moment.
    _put(one, None, None, None)
    db.session.flush()
    _put(other, *mine)
    db.session.flush()
    _put(one, *theirs)
    db.session.flush()
    audit.record(
        CandidateEvent.SEATS_SWAPPED,
        actor=actor,
        subject=f"batch:{one.batch_id}",
        at=at,
        detail={"registrations": [one.id, other.id], "seats": [list(mine), list(theirs)]},
    )


def _make_rooms(batch: Batch, people: int, *, actor: Actor, at: datetime) -> None:
    capacity = int(batches.parameter(batch, "room.capacity", on=batch.exam_on))
    rooms = rooms_for(people, capacity=capacity)
    batch_service.set_rooms(batch, rooms, actor=actor, at=at)


def _seat(batch: Batch, *, order: SeatOrder, seed: str) -> int:
    rows = {row.id: row for row in queries.approved(batch.id)}
    people = [
        Sitter(row.id, row.uuid, row.candidate.name_key, row.candidate.employer)
        for row in rows.values()
    ]
    rooms = sorted(batch.rooms, key=lambda room: room.number)
    places = arrange(people, [room.capacity for room in rooms], order=order, seed=seed)
    code = agency.agency().agency_code
    wanted = {}
    for place in places:
        room = rooms[place.room]
        wanted[place.id] = (room.id, place.seat, _ticket(batch, room, place.seat, agency_code=code))
    moving = {
        key: spot
        for key, spot in wanted.items()
        if (rows[key].room_id, rows[key].seat_no, rows[key].ticket_no) != spot
    }
    for key in moving:
        _put(rows[key], None, None, None)
    db.session.flush()
    for key, spot in moving.items():
        _put(rows[key], *spot)
    db.session.flush()
    return len(moving)


def _ticket(batch: Batch, room: Room, seat: int, *, agency_code: str) -> str:
    return ticket_number(
        year=batch.year,
        area=batch.site.province_code,
        agency_code=agency_code,
        batch=batch.seq,
        level=batch.level,
        room=room.number,
        seat=seat,
    )


def _put(
    registration: Registration, room_id: int | None, seat: int | None, ticket: str | None
) -> None:
    registration.room_id, registration.seat_no, registration.ticket_no = room_id, seat, ticket
