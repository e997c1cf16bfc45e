"""Two passes become results: what agrees is taken, what differs is resolved by a third person."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.rules.marking import Mark, component_state, differences
from examsys.scoring import queries
from examsys.scoring.events import ScoringEvent
from examsys.scoring.models import Entry, Result, Script
from examsys.scoring.service.codes import require_scoring


def compare(batch: Batch, scripts: Sequence[Script], *, actor: Actor, at: datetime) -> int:
    """Give a result to every script on which both passes agree. returns: how many differ."""
    by_id = {row.id: row for row in scripts}
    first, second = marks_of(scripts, 1), marks_of(scripts, 2)
    open_ones = {found.script for found in differences(first, second, order=list(by_id))}
    line = pass_line(batch, at=at)
    for script_id, script in by_id.items():
        if script_id not in open_ones:
            _decide(script, first[script_id], line=line, actor=actor, at=at)
    return len(open_ones)


def resolve_difference(
    batch: Batch, script: Script, mark: Mark, *, reason: str, actor: Actor, at: datetime
) -> Result:
    """Settle one difference from the original script; neither of the two may.

    raises: NotAllowed, Conflict, Invalid.
    """
    require_scoring(batch)
    passes = queries.passes(batch.id)
    both = [passes[script.component, number] for number in (1, 2)]
    if not all(row.submitted_at for row in both):
        raise Conflict("两遍录入尚未全部提交，还不能裁定。")
    if script.result is not None:
        raise Conflict("这份成绩已经确定，无须裁定。")
    if any(actor.name in row.people for row in both):
        raise NotAllowed("本人参加过这一科目的录入，差异须由第三人裁定。")
    if not reason.strip():
        raise Invalid("请填写裁定依据。")
    db.session.add(
        Entry(
            script=script,
            pass_no=3,
            mark=mark.kind,
            value=mark.score,
            reason=reason.strip(),
            entered_by=actor.name,
            entered_at=at,
        )
    )
    result = _decide(script, mark, line=pass_line(batch, at=at), actor=actor, at=at)
    db.session.flush()
    audit.record(
        ScoringEvent.DIFFERENCE_RESOLVED,
        actor=actor,
        subject=f"script:{script.id}",
        at=at,
        detail={"batch": batch.id, "component": script.component.value, "reason": reason.strip()},
    )
    return result


def marks_of(scripts: Sequence[Script], pass_no: int) -> dict[int, Mark]:
    """What was entered in a pass, by script."""
    return {row.id: entry.as_mark for row in scripts if (entry := row.entry(pass_no)) is not None}


def pass_line(batch: Batch, *, at: datetime) -> Decimal:
    """The line each component must reach, as the batch froze it."""
    return Decimal(batches.parameter(batch, "score.pass_line", on=clock.day_of(at)))


def _decide(script: Script, mark: Mark, *, line: Decimal, actor: Actor, at: datetime) -> Result:
    result = Result(
        script=script,
        state=component_state(mark, pass_line=line),
        value=mark.score,
        decided_by=actor.name,
        decided_at=at,
    )
    db.session.add(result)
    return result
