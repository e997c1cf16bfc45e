"""Codes and the two passes: who may enter, saving, racing saves, comparison, resolution."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from examsys.audit.models import AuditEvent
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import AppError, Conflict, Invalid, Missing, NotAllowed
from examsys.kernel.work import unit_of_work
from examsys.rules.marking import ABSENT, VIOLATION, Mark, MarkKind
from examsys.rules.states import BatchState, Component, ResultState
from examsys.scoring import queries, service
from examsys.scoring.models import Entry, Script
from tests.conftest import NOON
from tests.make import enter_marks, make_batch, make_marked, make_scoring

A, B, C = Actor("first"), Actor("second"), Actor("approver")
THEORY, SKILL = Component.THEORY, Component.SKILL


def score(text: str) -> Mark:
    return Mark(MarkKind.SCORE, Decimal(text))


def take(batch, pass_no, actor, component=THEORY):
    with unit_of_work():
        return service.take_pass(batch, component, pass_no, actor=actor, at=NOON)


def save(batch, pass_no, actor, marks, *, seen=None, component=THEORY):
    """marks: by place in the list of codes. seen: what the page showed, as (version, mark)."""
    scripts = queries.scripts(batch.id, component)
    cells = [
        service.Cell(scripts[place].id, mark, *reversed((seen or {}).get(place, (0, None))))
        for place, mark in marks.items()
    ]
    with unit_of_work():
        return service.save_marks(batch, component, pass_no, cells, actor=actor, at=NOON)


def entered(batch, pass_no, component=THEORY):
    rows = queries.scripts(batch.id, component)
    return [entry.as_mark if (entry := row.entry(pass_no)) else None for row in rows]


def test_codes_are_random_unique_and_given_once(db):
    batch = make_scoring(5)

    scripts = queries.results(batch.id, unpublished=True)
    codes = [row.blind_code for row in scripts]
    assert len(set(codes)) == len(codes) == 10
    assert all(code.isdecimal() and len(code) == 6 for code in codes)
    assert codes != sorted(codes)
    with pytest.raises(Conflict, match="不能重复生成"), unit_of_work():
        service.make_codes(batch, actor=C, at=NOON)
    assert db.session.scalar(select(func.count(Script.id))) == 10


def test_codes_wait_for_the_scoring(db):
    batch = make_batch(state=BatchState.SITTING)

    with pytest.raises(Conflict, match="考试中"), unit_of_work():
        service.make_codes(batch, actor=C, at=NOON)

    assert queries.find_book(batch.id) is None


def test_printing_the_list_is_on_record_before_it_is_made(db):
    batch = make_scoring(1)

    service.open_codes(batch, sheet="list", actor=C, at=NOON)

    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (last.action, last.actor, last.object) == (
        "scoring.codes.printed", "approver", f"batch:{batch.id}"
    )  # fmt: skip


@pytest.mark.parametrize(("mine", "other"), [(1, 2), (2, 1)])
def test_nobody_takes_part_in_both_passes_of_a_component(db, mine, other):
    batch = make_scoring(1)
    take(batch, mine, A)

    with pytest.raises(NotAllowed, match="须由另一人录入"):
        take(batch, other, A)

    assert queries.entry_pass(batch.id, THEORY, other).people == []
    take(batch, other, A, SKILL)
    take(batch, other, B)


def test_somebody_whose_part_of_a_pass_was_overwritten_stays_out_of_the_other(db):
    batch = make_scoring(1)
    take(batch, 1, A)
    save(batch, 1, A, {0: score("80")})
    take(batch, 1, B)
    save(batch, 1, B, {0: score("81")}, seen={0: (1, score("80"))})

    for person in (A, B):
        with pytest.raises(NotAllowed):
            take(batch, 2, person)


def test_only_those_who_took_a_pass_save_or_submit_it(db):
    batch = make_scoring(1)
    take(batch, 1, A)

    with pytest.raises(NotAllowed):
        save(batch, 1, B, {0: score("80")})
    with pytest.raises(NotAllowed), unit_of_work():
        service.submit_pass(batch, THEORY, 1, actor=B, at=NOON)
    with pytest.raises(Missing):
        take(batch, 3, A)

    assert entered(batch, 1) == [None]


def test_saving_writes_changes_and_clears_and_leaves_the_rest(db):
    batch = make_scoring(3)
    take(batch, 1, A)
    assert save(batch, 1, A, {0: score("80"), 1: ABSENT, 2: VIOLATION}) == 3

    changed = save(
        batch, 1, A, {0: score("80"), 1: None, 2: score("7.5")},
        seen={0: (1, score("80")), 1: (1, ABSENT), 2: (1, VIOLATION)},
    )  # fmt: skip

    assert changed == 2
    assert entered(batch, 1) == [score("80"), None, score("7.5")]


def test_a_stale_save_is_refused_whole_with_both_values(db):
    batch = make_scoring(2)
    take(batch, 1, A)
    take(batch, 1, B)
    save(batch, 1, A, {0: score("80")})

    with pytest.raises(service.StaleMarks) as refusal:
        save(batch, 1, B, {0: score("81"), 1: score("50")})

    theirs = list(refusal.value.found.values())
    assert [row.as_mark for row in theirs] == [score("80")]
    assert entered(batch, 1) == [score("80"), None]


def test_a_cell_cleared_and_filled_again_is_stale_too(db):
    batch = make_scoring(1)
    take(batch, 1, A)
    save(batch, 1, A, {0: score("80")})
    save(batch, 1, A, {0: None}, seen={0: (1, score("80"))})
    save(batch, 1, A, {0: score("82")})

    with pytest.raises(service.StaleMarks):
        save(batch, 1, A, {0: score("81")}, seen={0: (1, score("80"))})

    assert entered(batch, 1) == [score("82")]


def test_somebody_elses_change_to_a_cell_i_left_alone_is_no_conflict(db):
    batch = make_scoring(2)
    take(batch, 1, A)
    save(batch, 1, A, {0: score("80")})

    save(batch, 1, A, {0: None, 1: score("50")}, seen={0: (0, None)})

    assert entered(batch, 1) == [score("80"), score("50")]


def test_a_foreign_script_is_refused(db):
    batch, other = make_scoring(1), make_scoring(1)
    take(batch, 1, A)
    foreign = queries.scripts(other.id, THEORY)[0]

    with pytest.raises(Invalid), unit_of_work():
        service.save_marks(
            batch, THEORY, 1, [service.Cell(foreign.id, ABSENT, None, 0)], actor=A, at=NOON
        )

    assert db.session.scalar(select(func.count(Entry.id))) == 0


def test_an_incomplete_pass_is_not_handed_in(db):
    batch = make_scoring(2)
    take(batch, 1, A)
    save(batch, 1, A, {0: score("80")})

    with pytest.raises(Conflict, match="还有 1 份没有录入"), unit_of_work():
        service.submit_pass(batch, THEORY, 1, actor=A, at=NOON)

    assert queries.entry_pass(batch.id, THEORY, 1).submitted_at is None


def test_a_submitted_pass_is_closed(db):
    batch = make_scoring(1)
    enter_marks(batch, THEORY, 1, ["80"], by="first")

    with pytest.raises(Conflict, match="已经提交"):
        save(batch, 1, A, {0: score("90")}, seen={0: (1, score("80"))})
    with pytest.raises(Conflict, match="已经提交"):
        take(batch, 1, Actor("late"))

    assert entered(batch, 1) == [score("80")]


def test_the_second_submission_compares_and_decides_what_agrees(db):
    batch = make_scoring(4)
    enter_marks(batch, THEORY, 1, ["59.9", "60", "缺", "70"], by="first")
    assert queries.decided(batch.id) == {}

    enter_marks(batch, THEORY, 2, ["59.9", "60.0", "缺考", "70.5"], by="second")

    rows = [r for r in queries.results(batch.id, unpublished=True) if r.component is THEORY]
    assert [row.result.state if row.result else None for row in rows] == [
        ResultState.FAIL, ResultState.PASS, ResultState.ABSENT, None
    ]  # fmt: skip


def open_difference(batch):
    return next(row for row in queries.scripts(batch.id, THEORY) if row.result is None)


def resolve(batch, actor, *, mark="70", reason="原卷为 70 分"):
    script = open_difference(batch)
    with unit_of_work():
        return service.resolve_difference(
            batch, script, score(mark), reason=reason, actor=actor, at=NOON
        )


def make_difference():
    batch = make_scoring(1)
    enter_marks(batch, THEORY, 1, ["70"], by="first")
    enter_marks(batch, THEORY, 2, ["71"], by="second")
    return batch


def test_a_difference_is_resolved_by_a_third_person_with_a_reason(db):
    batch = make_difference()
    for person in (A, B):
        with pytest.raises(NotAllowed, match="第三人"):
            resolve(batch, person)
    with pytest.raises(Invalid, match="依据"):
        resolve(batch, C, reason="  ")
    assert queries.decided(batch.id) == {}

    result = resolve(batch, C)

    assert (result.state, result.value, result.decided_by) == (
        ResultState.PASS, Decimal("70.0"), "approver"
    )  # fmt: skip
    third = result.script.entry(3)
    assert (third.as_mark, third.reason, third.entered_by) == (
        score("70"), "原卷为 70 分", "approver"
    )  # fmt: skip


def test_nothing_is_resolved_twice_or_before_both_passes_are_in(db):
    batch = make_scoring(1)
    enter_marks(batch, THEORY, 1, ["70"], by="first")
    with pytest.raises(Conflict, match="尚未全部提交"):
        resolve(batch, C)

    agreed = make_marked()
    script = queries.scripts(agreed.id, THEORY)[0]
    with pytest.raises(Conflict, match="已经确定"), unit_of_work():
        service.resolve_difference(agreed, script, ABSENT, reason="x", actor=C, at=NOON)


def test_two_passes_taken_at_the_same_moment_by_one_person_give_one(app: Flask, db):
    batch_id = make_scoring(1).id
    database.session.remove()

    def attempt(pass_no: int) -> bool:
        from examsys.batches import queries as batches

        with app.app_context():
            try:
                take(batches.batch(batch_id), pass_no, A)
            except AppError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(attempt, (1, 2)))

    assert sorted(won) == [False, True]
    passes = queries.passes(batch_id)
    assert sorted(len(passes[THEORY, number].people) for number in (1, 2)) == [0, 1]


def test_racing_saves_of_one_cell_keep_one_value_and_refuse_the_other(app: Flask, db):
    batch_id = (batch := make_scoring(1)).id
    take(batch, 1, A)
    take(batch, 1, B)
    database.session.remove()

    def attempt(turn: tuple[Actor, str]) -> str:
        from examsys.batches import queries as batches

        with app.app_context():
            try:
                save(batches.batch(batch_id), 1, turn[0], {0: score(turn[1])})
            except Conflict:
                return ""
            return turn[1]

    with ThreadPoolExecutor(2) as pool:
        kept = list(pool.map(attempt, [(A, "80"), (B, "81")]))

    assert kept.count("") == 1
    script = queries.scripts(batch_id, THEORY)[0]
    assert script.entry(1).as_mark == score(max(kept))
