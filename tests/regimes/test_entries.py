"""Registers: approved by others, corrected with the past kept, voided and never deleted."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from examsys.audit.models import AuditEvent
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, Missing, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.regimes import queries, service
from examsys.regimes.models import FeeRate, RegisterCorrection
from examsys.regimes.registers import BY_SLUG, REGISTERS, cell, words
from examsys.rules.regimes import BY_NUMBER
from tests.conftest import NOON
from tests.make import make_agency, make_batch, make_person
from tests.regimes.entrysamples import entered, values
from tests.regimes.samples import BOSS, CLERK


def said(slug, row):
    register = BY_SLUG[slug]
    return [words(cell(column, row)) for column in register.columns]


def test_each_register_belongs_to_a_regime_and_has_a_typed_column_for_each_field():
    for register in REGISTERS:
        assert register.regime in BY_NUMBER
        assert [c.name for c in register.columns if not hasattr(register.model, c.name)] == []
        assert register.column(register.day) in register.columns


def test_a_row_of_each_register_says_what_was_entered(db):
    make_agency()
    batch, person = make_batch(), make_person()
    shown = {
        "seal": entered("seal", batch_id=batch.id),
        "fees": entered("fees"),
        "training": entered("training", people=[person.id]),
        "drills": entered("drills"),
        "safety": entered("safety", site_id=batch.site_id),
        "duty": entered("duty", batch_id=batch.id, person_id=person.id),
        "staff": entered("staff"),
    }

    assert {slug: said(slug, row) for slug, row in shown.items()} == {
        "seal": ["认定计划备案申请", "报备案机关", "2", "李慧", "2026-11-20", batch.title],
        "fees": ["理论知识考试", "三级", "200.50", "示例收费文件", "2026-11-20"],
        "training": ["考评员岗前培训", "2026-11-20", "8.5", "陈国梁", person.name],
        "drills": ["考场停电", "2026-11-20", "考务组", "—", "—"],
        "safety": [batch.site.name, "—", "2026-11-20", "李慧", "2 项，不符合 1 项", "—"],
        "duty": [
            batch.title,
            person.name,
            "2026-11-20 09:00",
            "2026-11-20 12:00",
            "试题有误",
            "第 12 题印刷不清",
            "按备用卷宣读",
        ],
        "staff": ["林静远", "负责人", "2026-11-20", "—"],
    }
    assert queries.counts() == dict.fromkeys(shown, 1)
    assert shown["safety"].failed == 1


def approve(row, *, actor=BOSS, names=("林静远",), version=None):
    with unit_of_work():
        service.approve_entry(
            BY_SLUG["seal"],
            row,
            names=names,
            version=version or row.version,
            actor=actor,
            at=NOON,
        )


def test_the_use_of_the_seal_is_approved_by_a_second_person(db):
    row = entered("seal")

    approve(row)

    assert (row.entered_by, row.approved_by) == ("clerk", "boss")
    with pytest.raises(Conflict, match="已经批准"):
        approve(row)


@pytest.mark.parametrize(
    ("actor", "names"), [(CLERK, ("方华",)), (BOSS, ("李慧",))], ids=["enterer", "applicant"]
)
def test_neither_who_entered_nor_who_asked_approves(db, actor, names):
    row = entered("seal")

    with pytest.raises(NotAllowed):
        approve(row, actor=actor, names=names)

    assert row.approved_at is None


def correct(slug, row, *, actor=CLERK, version=None, **over):
    with unit_of_work():
        service.correct_entry(
            BY_SLUG[slug],
            row,
            values(slug, **over),
            reason="份数写错",
            version=version or row.version,
            actor=actor,
            at=NOON,
        )


def test_a_correction_keeps_what_stood_there_and_asks_for_approval_again(db):
    row = entered("seal")
    approve(row)

    correct("seal", row, actor=BOSS, copies=3)

    (kept,) = queries.corrections(BY_SLUG["seal"], row.id)
    assert (kept.before, kept.reason, kept.corrected_by) == ({"份数": "2"}, "份数写错", "boss")
    assert (row.copies, row.entered_by, row.approved_at) == (3, "clerk", None)
    with pytest.raises(NotAllowed):
        approve(row, actor=BOSS)
    approve(row, actor=Actor(name="third"))


def test_a_stale_correction_changes_nothing(db):
    row = entered("fees")

    with pytest.raises(Stale):
        correct("fees", row, version=99, amount_fen=1)

    assert db.session.scalars(select(FeeRate.amount_fen)).all() == [20_050]
    assert db.session.scalars(select(RegisterCorrection)).all() == []


def test_a_voided_row_stays_and_no_longer_counts(db):
    row = entered("fees")
    register = BY_SLUG["fees"]
    with unit_of_work():
        service.void_entry(
            register, row, reason="重复登记", version=row.version, actor=CLERK, at=NOON
        )

    found = {
        state: db.session.scalars(queries.entries(register, state=state)).all()
        for state in ("", "voided", "all")
    }
    assert found == {"": [], "voided": [row], "all": [row]}
    assert queries.counts()["fees"] == 0
    with pytest.raises(Conflict, match="已经作废"):
        correct("fees", row)


def test_who_wrote_a_use_of_the_seal_may_not_make_it_disappear(db):
    register, row = BY_SLUG["seal"], entered("seal")

    with pytest.raises(NotAllowed, match="不能作废"), unit_of_work():
        service.void_entry(register, row, reason="误记", version=1, actor=CLERK, at=NOON)
    with unit_of_work():
        service.void_entry(register, row, reason="误记", version=1, actor=BOSS, at=NOON)
    assert (row.voided_by, row.void_reason) == (BOSS.name, "误记")


def test_every_verb_is_in_the_log(db):
    row = entered("seal")
    approve(row)
    correct("seal", row, copies=3)
    with unit_of_work():
        service.void_entry(
            BY_SLUG["seal"], row, reason="作废", version=row.version, actor=BOSS, at=NOON
        )

    found = db.session.execute(select(AuditEvent.action, AuditEvent.object)).all()
    verbs = ["added", "approved", "corrected", "voided"]
    assert found == [(f"regimes.entry.{verb}", f"register_seal:{row.id}") for verb in verbs]


@pytest.mark.parametrize(
    ("slug", "over", "sentence"),
    [
        ("training", {"held_on": date(2026, 11, 22)}, "培训日期不能晚于今天"),
        ("drills", {"mended_on": date(2026, 11, 19)}, "不能早于演练日期"),
        ("safety", {"mended_on": date(2026, 11, 19)}, "不能早于检查日期"),
        ("staff", {"until": date(2026, 11, 19)}, "不能早于任职日期"),
        ("duty", {"until_at": datetime(2026, 11, 20, 1, tzinfo=UTC)}, "应晚于开始时间"),
    ],
)
def test_days_that_do_not_fit_are_refused(db, slug, over, sentence):
    with pytest.raises(Invalid, match=sentence):
        entered(slug, **over)

    assert queries.counts()[slug] == 0


@pytest.mark.parametrize(
    ("slug", "over"),
    [
        ("training", {"held_on": date(2026, 11, 21)}),
        ("drills", {"mended_on": date(2026, 11, 20)}),
        ("staff", {"until": date(2026, 11, 20)}),
    ],
)
def test_the_same_day_is_accepted(db, slug, over):
    entered(slug, **over)

    assert queries.counts()[slug] == 1


def test_a_list_is_narrowed_by_words_year_and_batch(db):
    batch = make_batch()
    old = entered("seal", used_on=date(2025, 12, 31), document="租赁合同")
    new = entered("seal", used_on=date(2026, 1, 1), batch_id=batch.id)
    register = BY_SLUG["seal"]

    def found(**asked):
        return db.session.scalars(queries.entries(register, **asked)).all()

    assert found(q="租赁") == [old]
    assert found(year=2025) == [old]
    assert found(year=2026) == [new]
    assert found(batch_id=batch.id) == [new]
    assert found(q="%") == []


def test_the_year_of_a_moment_is_the_agencys(db):
    batch, person = make_batch(), make_person()
    # 2025-12-31 16:30 UTC is the first of January in China.
    begun = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    row = entered("duty", batch_id=batch.id, person_id=person.id, from_at=begun)

    year = [
        db.session.scalars(queries.entries(BY_SLUG["duty"], year=y)).all() for y in (2025, 2026)
    ]
    assert year == [[], [row]]


def test_a_register_that_is_not_there_is_missing(db):
    with pytest.raises(Missing):
        queries.register("x")
    with pytest.raises(Missing):
        queries.entry(BY_SLUG["fees"], 99)


def test_hours_keep_their_half(db):
    assert entered("training", people=[make_person().id]).hours == Decimal("8.5")
