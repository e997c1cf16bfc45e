"""Whether the records show that a regime was followed, per year and per batch."""

from datetime import date, timedelta

import pytest

from examsys.kernel.db import db as database
from examsys.kernel.errors import Missing
from examsys.kernel.work import unit_of_work
from examsys.regimes import queries, service
from examsys.regimes.proofs import BY_REGIME, PROOFS
from examsys.regimes.registers import BY_SLUG
from examsys.rules.regimes import REGIMES, practice
from examsys.rules.states import BatchState, Practice, RegistrationState
from tests.conftest import NOON
from tests.make import make_batch, make_person, make_published, make_registration
from tests.regimes.entrysamples import DAY, entered
from tests.regimes.samples import BOSS, CLERK, approved
from tests.regimes.test_views import statements

TODAY = date(2026, 11, 21)
IN_FORCE = {"effective_from": date(2025, 1, 1), "review_on": date(2027, 1, 1)}


def year(number, of=2026):
    return next(line for line in queries.matrix(of).lines if line.regime.number == number)


def batch_line(batch, number):
    return next(one for one in queries.of_batch(batch.id) if one.regime.number == number)


@pytest.mark.parametrize(
    ("records", "against", "expected"),
    [
        (0, 0, Practice.NOTHING),
        (1, 0, Practice.FOLLOWED),
        (9, 1, Practice.NOT_FOLLOWED),
        (0, 1, Practice.NOT_FOLLOWED),
    ],
)
def test_one_thing_against_it_outweighs_many_records(records, against, expected):
    assert practice(records=records, against=against) is expected


def test_every_regime_has_proofs_and_every_proof_a_place_or_a_room():
    assert [one.number for one in REGIMES if not BY_REGIME[one.number]] == []
    for proof in PROOFS:
        assert (proof.records is None) == bool(proof.room), proof.label
        assert (proof.records is None) == (not proof.place), proof.label
        if proof.records is not None and not proof.records.yearly:
            assert proof.batch_place, proof.label


def test_every_place_is_a_page(app):
    places = {place for one in PROOFS for place in (one.place, one.batch_place) if place}

    assert places - set(app.view_functions) == set()


def test_an_empty_house_has_nothing_to_show(db):
    matrix = queries.matrix(2026)

    assert [line.verdict for line in matrix.lines] == [Practice.NOTHING] * 17
    assert matrix.batches == ()


def test_regime_10_waits_for_the_rooms_that_will_prove_it(db):
    labels = [(one.proof.label, one.proof.records) for one in year(10).tallies]

    assert labels == [
        ("考评组长工作报告", None),
        ("评分一致性分析", None),
        ("批次质量报告", None),
    ]


def test_records_without_a_regime_in_force_do_not_show_it_followed(db):
    entered("fees")
    assert (year(1).verdict, year(1).reasons) == (
        Practice.NOT_FOLLOWED,
        ("有记录而没有施行中的制度版本",),
    )

    approved(1, **IN_FORCE)

    assert (year(1).verdict, year(1).version_no) == (Practice.FOLLOWED, 1)


@pytest.mark.parametrize(("used_on", "expected"), [(DAY, "not_followed"), (TODAY, "followed")])
def test_a_seal_used_before_its_approval_is_a_breach_from_the_next_day(db, used_on, expected):
    approved(3, **IN_FORCE)

    row = entered("seal", used_on=used_on)

    assert year(3).verdict == expected
    with unit_of_work():
        service.approve_entry(
            BY_SLUG["seal"], row, names=(), version=row.version, actor=BOSS, at=NOON
        )
    assert year(3).verdict == expected  # an approval afterwards heals nothing


def test_voided_rows_prove_nothing(db):
    approved(17, **IN_FORCE)
    row = entered("drills")
    assert year(17).verdict is Practice.FOLLOWED
    with unit_of_work():
        service.void_entry(
            BY_SLUG["drills"], row, reason="误记", version=row.version, actor=CLERK, at=NOON
        )

    assert year(17).verdict is Practice.NOTHING


def test_a_record_belongs_to_its_year(db):
    approved(17, **IN_FORCE)
    entered("drills", held_on=date(2025, 12, 31))

    assert (year(17).verdict, year(17, of=2025).verdict) == ("nothing", "followed")


@pytest.mark.parametrize(
    ("state", "expected"),
    [(BatchState.SITTING, Practice.NOTHING), (BatchState.SCORING, Practice.NOT_FOLLOWED)],
)
def test_a_batch_past_its_examination_needs_a_safety_check(db, state, expected):
    approved(16, **IN_FORCE)
    batch = make_batch(state=state)

    assert (batch_line(batch, 16).verdict, year(16).verdict) == (expected, expected)
    entered("safety", site_id=batch.site_id, batch_id=batch.id, checked_on=TODAY)
    assert batch_line(batch, 16).verdict is Practice.FOLLOWED


def test_a_check_of_last_december_counts_for_the_batch_of_january(db):
    approved(16, **IN_FORCE)
    batch = make_batch(state=BatchState.SCORING)
    fine = [{"line": "安全出口", "ok": True, "note": ""}]
    entered(
        "safety",
        site_id=batch.site_id,
        batch_id=batch.id,
        checked_on=date(2025, 12, 31),
        lines=fine,
    )

    assert year(16).verdict is Practice.FOLLOWED
    assert year(16, of=2025).verdict is Practice.NOTHING


def test_what_is_not_in_order_and_not_mended_counts_against_it(db):
    approved(16, **IN_FORCE)
    batch = make_batch()
    entered("safety", site_id=batch.site_id, checked_on=DAY)
    assert year(16).reasons == ("检查不符合而没有整改 1 项",)

    entered("safety", site_id=batch.site_id, checked_on=DAY, mended_on=TODAY)

    assert year(16).reasons == ("检查不符合而没有整改 1 项",)


@pytest.mark.parametrize(
    ("second", "expected"), [("other", Practice.FOLLOWED), ("one", Practice.NOT_FOLLOWED)]
)
def test_two_reviews_by_one_person_are_a_breach(db, second, expected):
    approved(4, **IN_FORCE)
    batch = make_batch(state=BatchState.REVIEWING)
    row = make_registration(batch, state=RegistrationState.APPROVED)
    with unit_of_work(audited=False):
        row.first_by, row.second_by = "one", second

    assert batch_line(batch, 4).verdict is expected


def test_published_scores_prove_the_score_regime(db):
    approved(8, **IN_FORCE)
    batch = make_published()

    line = batch_line(batch, 8)

    assert (line.verdict, line.reasons) == (Practice.FOLLOWED, ())
    counts = {one.proof.label: one.count for one in line.tallies}
    assert counts == {"裁定的科目成绩": 2, "公布的成绩册": 1, "成绩复核申请和结论": 0}


def test_a_cancelled_batch_owes_nothing(db):
    approved(16, **IN_FORCE)
    make_batch(state=BatchState.CANCELLED)

    assert year(16).verdict is Practice.NOTHING
    assert queries.matrix(2026).batches == ()


def test_one_batch_does_not_answer_for_another(db):
    approved(16, **IN_FORCE)
    done = make_batch(state=BatchState.SCORING)
    other = make_batch(state=BatchState.SCORING)
    fine = [{"line": "安全出口", "ok": True, "note": ""}]
    entered("safety", site_id=done.site_id, batch_id=done.id, lines=fine)

    verdicts = [batch_line(one, 16).verdict for one in (done, other)]
    assert verdicts == [Practice.FOLLOWED, Practice.NOT_FOLLOWED]
    assert year(16).reasons == (f"{other.title}没有考场安全检查",)


def test_a_year_or_a_batch_that_is_not_there_is_missing(db):
    with pytest.raises(Missing):
        queries.matrix(0)
    with pytest.raises(Missing):
        queries.of_batch(99)


def test_the_page_of_a_year_shows_verdicts_links_and_batches(client):
    approved(17, **IN_FORCE)
    entered("drills")
    batch = make_batch(state=BatchState.SCORING)

    text = client("head").get("/regimes/practice?year=2026").text

    assert 'href="/regimes/registers/drills/?year=2026"' in text
    assert f'href="/regimes/batch/{batch.id}/"' in text
    assert f"{batch.title}没有考场安全检查" in text
    assert "尚未启用：考评组长工作报告、评分一致性分析、批次质量报告" in text


def test_a_link_is_shown_only_to_who_may_follow_it(client):
    approved(17, **IN_FORCE)
    entered("drills")

    assert "/regimes/registers/drills/" not in client("item_writer").get("/regimes/practice").text


def test_the_page_of_a_batch_shows_the_versions_of_its_days(client):
    first = approved(9, **IN_FORCE)
    second = approved(9, effective_from=TODAY + timedelta(days=20))
    batch = make_batch()  # registration from 23 November, examination on 19 December

    text = client("exam_office").get(f"/regimes/batch/{batch.id}/").text

    assert first.effective_from < batch.registration_from < second.effective_from <= batch.exam_on
    assert [f"/regimes/versions/{row.id}/" in text for row in (first, second)] == [True, True]


def test_the_matrix_takes_as_many_statements_with_5_batches_as_with_1(db, client):
    browser = client("head")
    make_batch(state=BatchState.SCORING)
    browser.get("/regimes/practice")
    entered("fees")  # the log grew: nothing is remembered
    few = statements(database, browser, "/regimes/practice")
    for _ in range(4):
        make_batch(state=BatchState.SCORING)
        make_person()
    entered("fees")

    assert statements(database, browser, "/regimes/practice") == few
