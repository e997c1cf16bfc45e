"""Versions: two people, every demanded point placed, and the past stays what it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from examsys.audit.models import AuditEvent
from examsys.kernel import files
from examsys.kernel.errors import Conflict, Invalid, Missing, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.regimes import queries, service
from examsys.regimes.models import RegimeVersion
from tests.conftest import NOON
from tests.regimes.samples import BOSS, CLERK, approved, draft_of, drafted, pdf

TODAY = date(2026, 11, 21)


def approve(row, *, actor=BOSS, at=NOON, version=None):
    with unit_of_work():
        service.approve_version(row, version=version or row.version, actor=actor, at=at)


def test_a_version_in_force_was_drafted_by_one_and_approved_by_another(db):
    row = approved(9)

    assert queries.in_force(9, TODAY) is row
    assert (row.version_no, row.drafted_by, row.approved_by) == (1, "clerk", "boss")
    assert queries.in_force(8, TODAY) is None
    said = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert said == ["regimes.version.drafted", "regimes.version.approved"]


def test_who_drafted_may_not_approve(db):
    row = drafted(9)

    with pytest.raises(NotAllowed):
        approve(row, actor=CLERK)

    assert (row.approved_at, queries.in_force(9, TODAY)) == (None, None)


def test_who_changed_a_draft_may_not_approve_it_either(db):
    row = drafted(9)
    with unit_of_work():
        service.change_version(row, draft_of(9), None, version=row.version, actor=BOSS, at=NOON)

    with pytest.raises(NotAllowed):
        approve(row)


def test_who_changed_a_draft_before_the_last_editor_may_not_approve_it(db):
    row = drafted(9)
    for hand in (BOSS, CLERK):
        with unit_of_work():
            service.change_version(row, draft_of(9), None, version=row.version, actor=hand, at=NOON)

    with pytest.raises(NotAllowed):
        approve(row)


def test_a_point_without_an_article_refuses_the_approval_by_name(db):
    row = drafted(9, places={"命题": "第二条", "运送": "  ", "保密": "第九条"})

    with pytest.raises(Conflict) as refusal:
        approve(row)

    assert "试题保存、抽题（含备用试题）、试卷印刷、运送、安全保密" in str(refusal.value)
    assert row.places == {"命题": "第二条"}
    assert row.approved_at is None


def test_an_approved_version_cannot_be_changed(db):
    row = approved(9)

    with pytest.raises(Conflict, match="登记新版本"), unit_of_work():
        service.change_version(row, draft_of(9), pdf(), version=row.version, actor=CLERK, at=NOON)
    with pytest.raises(Conflict, match="不能再改"):
        approve(row)


def test_a_stale_page_changes_nothing(db):
    row = drafted(9)

    with pytest.raises(Stale), unit_of_work():
        service.change_version(row, draft_of(9), None, version=99, actor=CLERK, at=NOON)
    with pytest.raises(Stale):
        approve(row, version=99)


def test_a_new_version_supersedes_the_old_one_from_its_day(db):
    first = approved(9)
    begins = TODAY + timedelta(days=10)
    second = approved(9, effective_from=begins)

    assert second.version_no == 2
    assert queries.in_force(9, begins - timedelta(days=1)) is first
    assert queries.in_force(9, begins) is second


def test_only_one_version_at_a_time_waits_for_approval(db):
    drafted(9)

    with pytest.raises(Conflict, match="等待批准"):
        drafted(9)


def test_the_first_version_may_begin_in_the_past_but_a_later_one_may_not(db):
    approved(9, effective_from=date(2024, 1, 1), review_on=date(2027, 1, 1))
    row = drafted(9, effective_from=TODAY - timedelta(days=1))

    with pytest.raises(Conflict, match="早于今天"):
        approve(row)

    assert queries.in_force(9, TODAY).version_no == 1


def test_a_version_begins_after_those_approved_before(db):
    approved(9, effective_from=TODAY + timedelta(days=5))
    row = drafted(9, effective_from=TODAY + timedelta(days=5))

    with pytest.raises(Conflict, match="不晚于"):
        approve(row)


def test_a_document_changed_on_the_disk_is_not_approved(db, settings):
    from question_bank.errors import Tampered

    row = drafted(9)
    path = settings.instance / "files" / row.file_uuid[:2] / row.file_uuid
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(Tampered):
        approve(row)


def test_a_withdrawn_regime_is_missing_from_that_day(db):
    row = approved(9)
    end = TODAY + timedelta(days=7)
    with unit_of_work():
        service.withdraw_version(
            row, on=end, reason="并入考务管理", version=row.version, actor=BOSS, at=NOON
        )

    assert queries.in_force(9, end - timedelta(days=1)) is row
    assert queries.in_force(9, end) is None
    with pytest.raises(Conflict, match="已经废止"), unit_of_work():
        service.withdraw_version(
            row, on=end, reason="再次", version=row.version, actor=BOSS, at=NOON
        )


def test_a_version_is_not_withdrawn_for_days_that_have_passed(db):
    row = approved(9)

    with pytest.raises(Invalid, match="不能早于今天"), unit_of_work():
        service.withdraw_version(
            row,
            on=TODAY - timedelta(days=1),
            reason="补办",
            version=row.version,
            actor=BOSS,
            at=NOON,
        )

    assert row.withdrawn_on is None


def test_a_draft_given_up_makes_room_for_another(db):
    row = drafted(9)
    with unit_of_work():
        service.withdraw_version(
            row, on=TODAY + timedelta(days=9), reason="重写", version=1, actor=BOSS, at=NOON
        )

    assert row.withdrawn_on == TODAY
    assert drafted(9).version_no == 2
    with pytest.raises(Conflict, match="不能再改"):
        approve(row)


def test_a_review_moves_the_day_on(db):
    row = approved(9, effective_from=date(2025, 1, 1), review_on=TODAY)
    assert db.session.scalar(select(queries.reviews_due(TODAY))) == 1

    with unit_of_work():
        service.record_review(
            row, next_on=date(2027, 11, 21), version=row.version, actor=CLERK, at=NOON
        )

    assert (row.review_on, row.reviewed_by) == (date(2027, 11, 21), "clerk")
    assert db.session.scalar(select(queries.reviews_due(TODAY))) == 0


def test_a_review_is_due_only_of_what_is_in_force(db):
    approved(9, effective_from=date(2025, 1, 1), review_on=TODAY)
    approved(9, effective_from=TODAY, review_on=TODAY + timedelta(days=1))
    drafted(8, effective_from=date(2025, 1, 1), review_on=TODAY)

    assert db.session.scalar(select(queries.reviews_due(TODAY))) == 0
    assert db.session.scalar(select(queries.reviews_due(TODAY + timedelta(days=1)))) == 1


def test_the_first_day_comes_before_the_review(db):
    with pytest.raises(Invalid, match="复核日期"):
        drafted(9, review_on=TODAY)

    assert db.session.scalars(select(RegimeVersion)).all() == []


def test_the_file_is_kept_sealed_with_its_fingerprint(db):
    row = drafted(9)
    kept = files.kept_file(row.file_uuid, purpose="regime")

    assert (files.read(kept), kept.sha256) == (pdf().content, row.file_sha256)


def test_there_is_no_eighteenth_regime(db):
    with pytest.raises(Missing):
        queries.regime(18)
