"""From results to publication: confirmed by one person, published by another."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.batches import service as batches_service
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.publicity import queries as publicity_queries
from examsys.publicity import service as publicity
from examsys.rules.marking import passed
from examsys.rules.states import BatchState, Component, NoticeState, ResultState
from examsys.scoring import gates, integrity, queries
from examsys.scoring.anomalies import anomalies
from examsys.scoring.events import ScoringEvent
from examsys.scoring.facts import lines
from examsys.scoring.models import Outcome, ScoreBook, Script
from examsys.scoring.notice import notice_text
from examsys.scoring.service.codes import require_scoring


def confirm_results(batch: Batch, *, note: str, actor: Actor, at: datetime) -> ScoreBook:
    """Settle who passed. note: explains the anomalies, needed when there are any.

    raises: NotAllowed for whoever entered scores; Conflict while anything is open; Invalid.
    """
    require_scoring(batch)
    book = queries.book(batch.id)
    if book.confirmed_at is not None:
        raise Conflict("成绩结果已经确认。")
    if missing := gates.unsettled(batch):
        raise Conflict("还不能确认：" + "".join(missing))
    if any(actor.name in row.people for row in queries.passes(batch.id).values()):
        raise NotAllowed("本人参加过本批次的成绩录入，结果须由另一人确认。")
    scripts = queries.results(batch.id, unpublished=True)
    found = anomalies(lines(batch, scripts))
    if found and not note.strip():
        raise Invalid(f"有 {len(found)} 项异常，请逐项核对后填写核对说明。")
    states = _states(scripts)
    _clear_outcomes(batch)
    for registration_id, by_component in states.items():
        db.session.add(
            Outcome(
                batch_id=batch.id,
                registration_id=registration_id,
                passed=passed(batch.level, by_component),
                decided_at=at,
            )
        )
    book.confirmed_by, book.confirmed_at, book.note = actor.name, at, note.strip()
    book.fingerprint = integrity.fingerprint(integrity.of_scripts(scripts))
    db.session.flush()
    detail = {"candidates": len(states), "anomalies": len(found), "results": book.fingerprint}
    _record(ScoringEvent.RESULTS_CONFIRMED, batch, actor=actor, at=at, **detail)
    return book


def publish_results(batch: Batch, *, actor: Actor, at: datetime) -> None:
    """Show the results: a 公示 notice, and the batch enters its publicity period.

    raises: NotAllowed for whoever entered, resolved or confirmed; Conflict.
    """
    require_scoring(batch)
    book = queries.book(batch.id)
    if book.confirmed_at is None or book.confirmed_by is None:
        raise Conflict("成绩结果尚未确认，不能公布。")
    if actor.name == book.confirmed_by or actor.name in queries.workers(batch.id):
        raise NotAllowed("本人参加过本批次成绩的录入、裁定或确认，须由另一人公布。")
    integrity.require_unchanged([batch], act="不能公布")
    scripts = queries.results(batch.id, unpublished=True)
    text = notice_text(batch, scripts, on=clock.day_of(at))
    notice = publicity.draft_notice(text, actor=actor, at=at)
    notice.drafted_by = book.confirmed_by  # the list is what this person confirmed
    days = batches.parameter(batch, "publicity.days_wd", on=clock.day_of(at))
    publicity.publish_notice(notice, actor=actor, at=at, days_wd=days)
    book.published_by, book.published_at, book.notice_id = actor.name, at, notice.id
    batches_service.move(batch, BatchState.PUBLICITY, actor=actor, at=at)
    _record(ScoringEvent.RESULTS_PUBLISHED, batch, actor=actor, at=at, notice=notice.id)


def reopen_results(batch: Batch, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take confirmed or published results back; a published notice is withdrawn.

    raises: Conflict when nothing was confirmed, or once certificates are made; Invalid.
    """
    book = queries.book(batch.id)
    if book.confirmed_at is None or batch.state not in (BatchState.SCORING, BatchState.PUBLICITY):
        raise Conflict("只有已确认、证书尚未制作的成绩可以退回重新核定。")
    if not reason.strip():
        raise Invalid("请填写退回原因。")
    if batch.state is BatchState.PUBLICITY:
        if book.notice_id is not None:
            _withdraw(book.notice_id, reason=reason.strip(), actor=actor, at=at)
        batches_service.move(batch, BatchState.SCORING, actor=actor, at=at)
    _clear_outcomes(batch)
    book.confirmed_by = book.confirmed_at = book.fingerprint = None
    book.published_by = book.published_at = book.notice_id = None
    _record(ScoringEvent.RESULTS_REOPENED, batch, actor=actor, at=at, reason=reason.strip())


def _withdraw(notice_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    notice = publicity_queries.notice(notice_id)
    if notice.state is NoticeState.PUBLISHED:
        publicity.withdraw_notice(notice, reason=reason, actor=actor, at=at)


def _states(scripts: Sequence[Script]) -> dict[int, dict[Component, ResultState]]:
    found: dict[int, dict[Component, ResultState]] = {}
    for row in scripts:
        if row.result is not None:
            found.setdefault(row.registration_id, {})[row.component] = row.result.state
    return found


def _clear_outcomes(batch: Batch) -> None:
    db.session.execute(delete(Outcome).where(Outcome.batch_id == batch.id))


def _record(
    event: ScoringEvent, batch: Batch, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(event, actor=actor, subject=f"batch:{batch.id}", at=at, detail=detail)
