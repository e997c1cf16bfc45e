"""Rooms, seats, ticket numbers, and the gates around them."""

import pytest
from sqlalchemy import select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.batches import gates
from examsys.batches import service as batches
from examsys.candidates import queries, service
from examsys.candidates.plan import SeatOrder
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, RegistrationState
from tests.conftest import NOON
from tests.make import ACTOR, make_batch, make_registration

APPROVED = RegistrationState.APPROVED


def arrange(batch, order=SeatOrder.NAME, seed="s") -> int:
    with unit_of_work():
        return service.arrange_seats(batch, order=order, seed=seed, actor=ACTOR, at=NOON)


def seats(batch) -> list[tuple[str, int | None, str | None]]:
    return [(row.uuid, row.seat_no, row.ticket_no) for row in queries.approved(batch.id)]


def test_seating_makes_rooms_gives_numbers_and_moves_the_batch(seated):
    batch = seated(31)

    people = queries.approved(batch.id)
    assert batch.state is BatchState.SEATED
    assert [(room.name, room.capacity) for room in batch.rooms] == [
        ("第1考场", 30),
        ("第2考场", 30),
    ]
    assert [(row.room.number, row.seat_no) for row in people] == [
        *((1, seat) for seat in range(1, 31)),
        (2, 1),
    ]
    assert people[0].ticket_no == "2633000001003001001"
    assert people[-1].ticket_no == "2633000001003002001"


def test_the_same_seed_changes_nothing_and_another_one_does(seated):
    batch = seated(8)
    arrange(batch, SeatOrder.RANDOM, "one")
    before = seats(batch)

    assert arrange(batch, SeatOrder.RANDOM, "one") == 0
    assert seats(batch) == before
    assert arrange(batch, SeatOrder.RANDOM, "two") > 0


def test_the_seed_is_on_record(seated, db):
    batch = seated(2)
    arrange(batch, SeatOrder.RANDOM, "f00d")

    query = select(AuditDetail.detail).join(AuditEvent, AuditEvent.id == AuditDetail.id)
    query = query.where(AuditEvent.action == "candidates.seats.arranged")
    details = db.session.scalars(query.order_by(AuditEvent.id)).all()
    assert details[-1]["seed"] in ("f00d", "s")
    assert details[0] == {"order": "name", "seed": "s", "people": 2}


def test_everything_that_is_missing_is_said_at_once(db):
    batch = make_batch(state=BatchState.REVIEWING)
    make_registration(batch, state=RegistrationState.SUBMITTED)
    make_registration(batch)
    for _ in range(2):
        make_registration(batch, state=APPROVED)
    with unit_of_work():
        batches.set_rooms(batch, [("小教室", 1)], actor=ACTOR, at=NOON)

    with pytest.raises(Conflict) as refused:
        arrange(batch)

    assert str(refused.value) == (
        "还不能编排座位：还有报名没有审核完毕：草稿 1 份、待初审 1 份。"
        "考场共 1 个座位，审核通过 2 人，还差 1 个座位，请增加考场。"
        "还有 2 名考生没有照片，请补充。"
    )
    assert batch.state is BatchState.REVIEWING


def test_nobody_approved_is_nobody_seated(db):
    batch = make_batch(state=BatchState.REVIEWING)
    make_registration(batch, state=RegistrationState.REJECTED)

    with pytest.raises(Conflict, match="没有审核通过的考生"):
        arrange(batch)


def test_a_batch_is_not_moved_past_its_seats(db):
    batch = make_batch(state=BatchState.REVIEWING)
    make_registration(batch, state=APPROVED, photo=True)

    with pytest.raises(Conflict, match="还有 1 名考生没有座位"), unit_of_work():
        batches.move(batch, BatchState.SEATED, actor=ACTOR, at=NOON)


def test_swapping_exchanges_seats_and_ticket_numbers(seated):
    batch = seated(3)
    one, middle, other = queries.approved(batch.id)
    before = [(row.seat_no, row.ticket_no) for row in (one, middle, other)]

    with unit_of_work():
        service.swap_seats(one, other, actor=ACTOR, at=NOON)

    after = [(row.seat_no, row.ticket_no) for row in (one, middle, other)]
    assert after == list(reversed(before))


def test_swapping_is_refused_once_the_examination_has_begun(seated):
    batch = seated(2)
    one, other = queries.approved(batch.id)
    with pytest.raises(Invalid, match="两名不同的考生"), unit_of_work():
        service.swap_seats(one, one, actor=ACTOR, at=NOON)
    with unit_of_work(audited=False):
        batch.state = BatchState.SITTING

    with pytest.raises(Conflict, match="座位不能再调换"), unit_of_work():
        service.swap_seats(one, other, actor=ACTOR, at=NOON)


def test_a_seated_batch_may_begin(seated):
    batch = seated(2)

    reasons = gates.reasons(batch, BatchState.SITTING, on=batch.exam_on)

    assert [reason for reason in reasons if "座位" in reason] == []
