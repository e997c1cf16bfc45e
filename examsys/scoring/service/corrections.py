"""Changing a result that is settled: asked for by one person, decided by another."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.rules.marking import Mark, component_state
from examsys.scoring import queries
from examsys.scoring.events import ScoringEvent
from examsys.scoring.models import Correction, Script
from examsys.scoring.service.codes import require_scoring
from examsys.scoring.service.comparison import pass_line


def ask_correction(
    batch: Batch, script: Script, mark: Mark, *, reason: str, actor: Actor, at: datetime
) -> Correction:
    """raises: Conflict without a result, once confirmed, or with another request open; Invalid."""
    _require_open(batch)
    if script.result is None:
        raise Conflict("这份成绩尚未确定，不需要更正。")
    if any(row.decided_at is None for row in script.corrections):
        raise Conflict("这份成绩已有一项更正申请待审批。")
    old = script.result.as_mark
    if old == mark:
        raise Invalid("更正后的成绩与现有成绩相同，请核对。")
    if not reason.strip():
        raise Invalid("请填写更正原因。")
    correction = Correction(
        script=script,
        old_mark=old.kind,
        old_value=old.score,
        new_mark=mark.kind,
        new_value=mark.score,
        reason=reason.strip(),
        asked_by=actor.name,
        asked_at=at,
    )
    db.session.add(correction)
    db.session.flush()
    _record(ScoringEvent.CORRECTION_ASKED, correction, actor=actor, at=at, reason=reason.strip())
    return correction


def decide_correction(
    batch: Batch,
    correction: Correction,
    *,
    accept: bool,
    decision: str,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Accept or refuse a correction; whoever asked for it may not.

    raises: NotAllowed, Conflict, Stale.
    """
    expect_version(correction, version)
    _require_open(batch)
    if correction.asked_by == actor.name:
        raise NotAllowed("更正由本人申请，须由另一人审批。")
    if correction.decided_at is not None:
        raise Conflict("这项更正申请已经审批。")
    result = correction.script.result
    if result is None or result.as_mark != correction.old:
        raise Conflict("这份成绩在申请之后已有变化，请退回申请，重新核对。")
    correction.accepted, correction.decision = accept, decision
    correction.decided_by, correction.decided_at = actor.name, at
    if accept:
        result.state = component_state(correction.new, pass_line=pass_line(batch, at=at))
        result.value = correction.new.score
        result.decided_by, result.decided_at = actor.name, at
    _record(ScoringEvent.CORRECTION_DECIDED, correction, actor=actor, at=at, accepted=accept)


def _require_open(batch: Batch) -> None:
    require_scoring(batch)
    if queries.book(batch.id).confirmed_at is not None:
        raise Conflict("成绩结果已经确认。确需更正的，先由机构负责人退回重新核定。")


def _record(
    event: ScoringEvent, correction: Correction, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"correction:{correction.id}",
        at=at,
        detail={"script": correction.script_id, **detail},
    )
