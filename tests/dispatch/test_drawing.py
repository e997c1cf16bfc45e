"""The draw: repeatable from its seed, refused where a rule stands against it, letters, answers."""

from datetime import date, timedelta

import pytest

from examsys.batches import service as batches
from examsys.dispatch import queries, service
from examsys.dispatch.service import TieInput
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from examsys.rules.recusal import Tie
from examsys.rules.states import BatchState, DispatchState
from tests.conftest import NOON
from tests.make import make_appointment, make_batch, make_person, make_registration

OFFICE = Actor(name="renyuan")
TODAY = date(2026, 11, 21)


def examiners(count):
    people = [make_person() for _ in range(count)]
    for person in people:
        make_appointment(person)
    return people


def drawn(batch, *, size=3, seed="20261121"):
    with unit_of_work():
        return service.draw_panel(batch, size=size, seed=seed, actor=OFFICE, at=NOON)


def held_before(people, count):
    """Earlier batches at the same site, in a row, with these people as panel."""
    for n in range(count):
        batch = make_batch(state=BatchState.SEATED)
        with unit_of_work():
            for place, person in enumerate(people):
                role = "examiner" if place else "panel_leader"
                batches.assign_duty(batch, person, role, actor=OFFICE, at=NOON)
            batch.exam_on = date(2026, 12, 5) - timedelta(days=7 * n)


def answer(row, accepted, *, without_cause=False, words="出差", on=TODAY):
    with unit_of_work():
        service.record_answer(
            row, accepted=accepted, without_cause=without_cause, words=words, on=on,
            actor=OFFICE, at=NOON,
        )  # fmt: skip


def test_a_panel_is_drawn_with_a_leader_and_duties_and_can_be_drawn_again(db):
    people, batch = examiners(5), make_batch()
    drawing = drawn(batch)

    assert sorted(d.role for d in batch.duties) == ["examiner", "examiner", "panel_leader"]
    assert {d.person_id for d in batch.duties} <= {p.id for p in people}
    assert all(d.report["verdict"] == "pass" and len(d.meeting) == 2 for d in batch.duties)
    assert sorted(service.redraw(drawing)) == sorted(r.person_id for r in drawing.dispatches)
    with pytest.raises(Conflict, match="已经安排了考评小组"):
        drawn(batch)


@pytest.mark.parametrize(
    ("over", "words"),
    [({"size": 1}, "不少于 3 人"), ({"size": 4}, "单数"), ({"seed": ""}, "抽取种子")],
)
def test_impossible_draws(db, over, words):
    batch = make_batch()
    with pytest.raises(Invalid, match=words):
        drawn(batch, **over)


def test_too_few_examiners_are_said_so(db):
    examiners(2)
    batch = make_batch()
    with pytest.raises(Conflict, match="需要 3 人，可以抽取的只有 2 人"):
        drawn(batch)
    assert batch.duties == []


def test_the_unqualified_the_recused_and_the_over_rotated_stay_out(db):
    tired, fresh = examiners(3), examiners(4)
    held_before(tired, 3)
    bound, unsound = fresh[0], fresh[1]
    batch = make_batch(state=BatchState.REGISTERING)
    make_registration(batch, name="张三")
    with unit_of_work():
        said = TieInput(Tie.TEACHER, "张三", date(2020, 1, 1))
        service.declare_tie(bound, said, actor=OFFICE, at=NOON)
        unsound.political_declaration = None

    pool = service.pool(batch)

    assert {m.person_id for m in pool.members} == {p.id for p in fresh[2:]}
    why = {person.id: text for person, text in pool.left_out}
    assert why[bound.id] == "申报的张三与本批次人员同名，须核对是否同一人。"
    assert "此前已连续 3 次" in why[tired[0].id]
    assert unsound.id in why
    with pytest.raises(Conflict, match="此前已连续 3 次"), unit_of_work():
        batches.assign_duty(batch, tired[0], "examiner", actor=OFFICE, at=NOON)


def test_a_third_of_the_panel_is_replaced_each_time(db):
    old, new = examiners(3), examiners(1)
    held_before(old, 1)
    batch = make_batch()
    drawing = drawn(batch)

    people = {row.person_id for row in drawing.dispatches}
    assert new[0].id in people
    spare = next(person for person in old if person.id not in people)
    row = next(row for row in drawing.dispatches if row.person_id == new[0].id)
    with pytest.raises(Conflict, match="3 人中轮换 0 人"), unit_of_work():
        service.replace_member(row, spare, reason="临时调整", actor=OFFICE, at=NOON)


def test_a_member_is_replaced_for_a_reason_only(db):
    people, batch = examiners(4), make_batch()
    drawing = drawn(batch)
    row = drawing.dispatches[0]
    taken = {one.person_id for one in drawing.dispatches}
    spare = next(person for person in people if person.id not in taken)
    with pytest.raises(Invalid, match="更换原因"), unit_of_work():
        service.replace_member(row, spare, reason="", actor=OFFICE, at=NOON)
    stranger = make_person()
    with pytest.raises(Conflict, match="没有本等级考评员的聘任"), unit_of_work():
        service.replace_member(row, stranger, reason="x", actor=OFFICE, at=NOON)
    with unit_of_work():
        fresh = service.replace_member(row, spare, reason="生病", actor=OFFICE, at=NOON)

    assert (row.state, fresh.instead_of_id, fresh.reason, fresh.role) == (
        DispatchState.REPLACED, row.id, "生病", row.role,
    )  # fmt: skip
    assert spare.id in {d.person_id for d in batch.duties}
    assert row.person_id not in {d.person_id for d in batch.duties}


def test_letters_are_numbered_and_answered(db):
    examiners(3)
    batch = make_batch()
    first, second, third = drawn(batch).dispatches
    with pytest.raises(Conflict, match="尚未通知"):
        answer(first, True)
    with unit_of_work():
        for row in (first, second):
            service.send_letter(row, actor=OFFICE, at=NOON)
    assert [row.number for row in (first, second, third)] == [
        "派〔2026〕001 号", "派〔2026〕002 号", None,
    ]  # fmt: skip
    with pytest.raises(Invalid, match="早于通知日期"):
        answer(first, True, on=date(2026, 11, 20))
    with pytest.raises(Invalid, match="晚于今天"):
        answer(first, True, on=date(2026, 11, 22))
    with pytest.raises(Invalid, match="请填写说明"):
        answer(second, False, words="")
    answer(first, True)
    answer(second, False, without_cause=True)

    assert (first.state, second.state) == (DispatchState.ACCEPTED, DispatchState.REFUSED)
    assert second.person_id not in {d.person_id for d in batch.duties}
    assert queries.refusals(on=TODAY) == {second.person_id: 1}
    assert queries.refusals(on=TODAY + timedelta(days=364)) == {second.person_id: 1}
    assert queries.refusals(on=TODAY + timedelta(days=365)) == {}


def test_the_third_refusal_without_cause_within_a_year_ends_the_use(db):
    person = examiners(3)[0]
    for _ in range(3):
        batch = make_batch()
        row = next(r for r in drawn(batch).dispatches if r.person_id == person.id)
        with unit_of_work():
            service.send_letter(row, actor=OFFICE, at=NOON)
        answer(row, False, without_cause=True)

    batch = make_batch()
    assert (
        "一年内无故不接受 3 次" in {p.id: why for p, why in service.pool(batch).left_out}[person.id]
    )
    with pytest.raises(Conflict, match="无故不接受 3 次"), unit_of_work():
        batches.assign_duty(batch, person, "examiner", actor=OFFICE, at=NOON)
