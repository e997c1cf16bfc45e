"""From results to the public notice: gates, roles, fingerprints, reopening, corrections."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from examsys.audit.models import AuditEvent
from examsys.batches import service as batches
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.publicity import queries as publicity
from examsys.rules.marking import ABSENT, Mark, MarkKind, component_state, passed
from examsys.rules.states import BatchState, Component, NoticeState, ResultState
from examsys.scoring import queries, service
from examsys.scoring.models import Outcome, Result
from tests.conftest import NOON
from tests.make import enter_marks, make_marked, make_published, make_scoring

APPROVER, BOSS = Actor("approver", ("score_approver",)), Actor("boss", ("head",))


def confirm(batch, *, actor=APPROVER, note="已核对"):
    with unit_of_work():
        service.confirm_results(batch, note=note, actor=actor, at=NOON)


def publish(batch, *, actor=BOSS):
    with unit_of_work():
        service.publish_results(batch, actor=actor, at=NOON)


def score(text: str) -> Mark:
    return Mark(MarkKind.SCORE, Decimal(text))


def outcomes(batch) -> list[bool]:
    return [row.passed for row in queries.outcomes(batch.id, unpublished=True)]


def test_each_component_must_reach_sixty_and_nothing_is_averaged(db):
    batch = make_marked(
        [("60", "60"), ("59.9", "100"), ("100", "59.9"), ("缺", "90"), ("90", "违"), ("60", "缺")]
    )

    confirm(batch)

    assert outcomes(batch) == [True, False, False, False, False, False]


@given(
    theory=st.integers(0, 1000).map(lambda n: Decimal(n) / 10),
    skill=st.integers(0, 1000).map(lambda n: Decimal(n) / 10),
)
def test_passing_is_never_an_average(theory, skill):
    states = {
        Component.THEORY: component_state(Mark(MarkKind.SCORE, theory)),
        Component.SKILL: component_state(Mark(MarkKind.SCORE, skill)),
    }

    assert passed(3, states) is (theory >= 60 and skill >= 60)


def test_the_pass_line_is_the_one_the_batch_froze(db):
    batch = make_scoring(1)
    with unit_of_work():
        batch.parameters = {"score.pass_line": 70}
        service.take_pass(batch, Component.THEORY, 1, actor=Actor("x"), at=NOON)
    enter_marks(batch, Component.THEORY, 1, ["69.9"], by="x")
    enter_marks(batch, Component.THEORY, 2, ["69.9"], by="y")

    assert db.session.scalars(select(Result.state)).all() == [ResultState.FAIL]


def test_confirming_names_everything_that_is_open_and_changes_nothing(db):
    batch = make_scoring(2)
    enter_marks(batch, Component.THEORY, 1, ["80", "70"], by="first")
    enter_marks(batch, Component.THEORY, 2, ["80", "71"], by="second")

    with pytest.raises(Conflict) as refusal, unit_of_work():
        service.confirm_results(batch, note="", actor=APPROVER, at=NOON)

    assert str(refusal.value) == (
        "还不能确认：理论知识考试还有 1 处录入差异没有裁定。技能考核的两遍录入尚未全部提交。"
    )
    assert (outcomes(batch), queries.book(batch.id).confirmed_at) == ([], None)


def test_whoever_entered_may_neither_confirm_nor_publish(db):
    batch = make_marked()
    with pytest.raises(NotAllowed):
        confirm(batch, actor=Actor("second"))
    confirm(batch)

    for name in ("first", "second", "approver"):
        with pytest.raises(NotAllowed):
            publish(batch, actor=Actor(name))

    assert batch.state is BatchState.SCORING
    assert publicity.notices_of(batch.id) == []


def test_anomalies_need_an_explanation(db):
    batch = make_marked([("0", "75")])

    with pytest.raises(Invalid, match="2 项异常"):
        confirm(batch, note="  ")
    confirm(batch, note="零分卷已复核")

    assert queries.book(batch.id).note == "零分卷已复核"


def test_publishing_shows_masked_names_and_begins_the_publicity_period(db):
    batch = make_marked([("80", "75"), ("缺", "59.5")])
    confirm(batch)

    publish(batch)

    notice = publicity.standing(batch.id, "results")
    names = [row.registration.candidate.name for row in queries.outcomes(batch.id)]
    assert notice.rows[0] == ["序号", "姓名", "准考证号", "理论知识考试", "技能考核", "结果"]
    assert [row[3:] for row in notice.rows[1:]] == [["80.0", "75.0", "合格"],
                                                    ["缺考", "59.5", "不合格"]]  # fmt: skip
    assert not {row[1] for row in notice.rows} & set(names)
    assert (notice.publicity_from, notice.publicity_until) == (date(2026, 11, 21),
                                                               date(2026, 11, 27))  # fmt: skip
    assert (notice.drafted_by, notice.published_by) == ("approver", "boss")
    assert batch.state is BatchState.PUBLICITY
    last = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc())).first()
    assert last == "scoring.results.published"


def test_the_notice_shows_no_marks_where_only_the_outcome_is_disclosed(db):
    batch = make_marked([("80", "59.9")])
    with unit_of_work():
        batch.parameters = {"score.disclosure": "PASS_ONLY"}
        service.confirm_results(batch, note="", actor=APPROVER, at=NOON)

    publish(batch)

    assert publicity.standing(batch.id, "results").rows[1][3:] == ["合格", "不合格", "不合格"]


def test_the_batch_cannot_move_to_publicity_past_confirmation(db):
    batch = make_marked()

    with pytest.raises(Conflict, match="尚未由成绩负责人确认"), unit_of_work():
        batches.move(batch, BatchState.PUBLICITY, actor=BOSS, at=NOON)


def test_a_score_edited_behind_our_back_is_not_published(db):
    batch = make_marked([("59", "75")])
    confirm(batch)
    with unit_of_work(audited=False):
        db.session.execute(update(Result).values(value=Decimal(90), state=ResultState.PASS))
        db.session().info["changed"] = False

    with pytest.raises(Conflict, match="与确认时不一致"):
        publish(batch)

    assert batch.state is BatchState.SCORING


def test_later_features_see_outcomes_only_after_publication(db):
    batch = make_marked()
    confirm(batch)
    registration = queries.outcomes(batch.id, unpublished=True)[0].registration_id
    before = (
        queries.outcomes(batch.id), queries.results(batch.id), queries.outcome(registration),
        queries.results_of(registration),
    )  # fmt: skip

    publish(batch)

    assert before == ([], [], None, [])
    assert [row.passed for row in queries.outcomes(batch.id)] == [True]
    assert queries.outcome(registration).passed is True
    assert len(queries.results(batch.id)) == len(queries.results_of(registration)) == 2


def test_reopening_withdraws_the_notice_and_hides_everything_again(db):
    batch = make_published()
    notice = publicity.standing(batch.id, "results")

    with unit_of_work():
        service.reopen_results(batch, reason="异议成立", actor=BOSS, at=NOON)

    assert (batch.state, notice.state) == (BatchState.SCORING, NoticeState.WITHDRAWN)
    assert db.session.scalars(select(Outcome)).all() == []
    book = queries.book(batch.id)
    assert (book.confirmed_at, book.published_at, book.notice_id) == (None, None, None)


def test_reopening_needs_a_reason_and_something_confirmed(db):
    batch = make_marked()
    with pytest.raises(Conflict), unit_of_work():
        service.reopen_results(batch, reason="x", actor=BOSS, at=NOON)
    confirm(batch)

    with pytest.raises(Invalid), unit_of_work():
        service.reopen_results(batch, reason=" ", actor=BOSS, at=NOON)

    assert outcomes(batch) == [True]


def ask(batch, mark, *, reason="登分表誊写有误"):
    script = queries.results(batch.id, unpublished=True)[0]
    with unit_of_work():
        return service.ask_correction(batch, script, mark, reason=reason, actor=APPROVER, at=NOON)


def decide(batch, correction, *, accept=True, actor=BOSS, version=None):
    with unit_of_work():
        service.decide_correction(
            batch, correction, accept=accept, decision="核对原卷", actor=actor, at=NOON,
            version=correction.version if version is None else version,
        )  # fmt: skip


def test_a_correction_takes_effect_when_another_person_accepts_it(db):
    batch = make_marked([("58", "75")])
    correction = ask(batch, score("68"))
    with pytest.raises(NotAllowed):
        decide(batch, correction, actor=APPROVER)
    with pytest.raises(Conflict, match="更正申请"):
        confirm(batch)

    decide(batch, correction)
    confirm(batch)

    assert (correction.old, correction.new) == (score("58"), score("68"))
    assert outcomes(batch) == [True]


def test_a_refused_correction_leaves_the_result(db):
    batch = make_marked([("58", "75")])
    correction = ask(batch, ABSENT)

    decide(batch, correction, accept=False)

    script = queries.results(batch.id, unpublished=True)[0]
    assert (script.result.as_mark, correction.accepted) == (score("58"), False)
    with pytest.raises(Conflict, match="已经审批"):
        decide(batch, correction)


@pytest.mark.parametrize(
    ("mark", "reason", "error"),
    [(score("58"), "x", Invalid), (score("70"), "  ", Invalid)],
    ids=["same mark", "no reason"],
)
def test_a_correction_without_substance_is_refused(db, mark, reason, error):
    batch = make_marked([("58", "75")])

    with pytest.raises(error):
        ask(batch, mark, reason=reason)

    assert queries.open_corrections(batch.id) == []


def test_a_correction_is_asked_once_and_not_after_confirmation(db):
    batch = make_marked([("58", "75")])
    correction = ask(batch, score("70"))
    with pytest.raises(Conflict, match="待审批"):
        ask(batch, score("71"))
    with pytest.raises(Stale):
        decide(batch, correction, version=correction.version + 1)
    decide(batch, correction)
    confirm(batch)

    with pytest.raises(Conflict, match="已经确认"):
        ask(batch, score("58"))
