"""The life of a batch: the only place where its state changes."""

from datetime import date, datetime

from examsys.audit import service as audit
from examsys.batches import gates
from examsys.batches.events import BatchEvent
from examsys.batches.models import Batch, BatchStep
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, NotAllowed
from examsys.parameters import queries as parameters
from examsys.rules.lives import BATCH_LIFE
from examsys.rules.states import BatchState, label


def record_filing(
    batch: Batch, *, filed_on: date, receipt: str, actor: Actor, at: datetime
) -> None:
    """Approve the plan and record its filing with the authority; the planner may not.

    raises: NotAllowed, Conflict.
    """
    if batch.created_by == actor.name:
        raise NotAllowed("计划由本人制定，须由另一人审批并登记备案。")
    if batch.state is not BatchState.PLANNED:
        raise Conflict("只有计划中的批次可以登记备案。")
    batch.filed_on, batch.filing_receipt, batch.approved_by = filed_on, receipt, actor.name
    _enter(batch, BatchState.FILED, actor=actor, at=at)
    audit.record(
        BatchEvent.BATCH_FILED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"filed_on": str(filed_on), "receipt": receipt},
    )


def move(batch: Batch, to: BatchState, *, actor: Actor, at: datetime) -> None:
    """Bring a batch to its next state.

    raises: Conflict with every reason why not yet.
    """
    before = batch.state
    if to not in BATCH_LIFE[before]:
        raise Conflict(f"批次处于“{label(before)}”，不能直接转入“{label(to)}”。")
    if reasons := gates.reasons(batch, to, on=clock.day_of(at)):
        raise Conflict(f"还不能转入“{label(to)}”：" + "".join(reasons))
    if to is BatchState.ANNOUNCED:
        batch.parameters = parameters.snapshot(clock.day_of(at))
        batch.announced_at = at
    _enter(batch, to, actor=actor, at=at)
    audit.record(
        BatchEvent.BATCH_MOVED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"from": before.value, "to": to.value},
    )


def cancel_batch(batch: Batch, *, reason: str, actor: Actor, at: datetime) -> None:
    """raises: Conflict once the examination has begun."""
    if BatchState.CANCELLED not in BATCH_LIFE[batch.state]:
        raise Conflict("考试已经开始，批次不能取消。")
    batch.cancel_reason = reason
    _enter(batch, BatchState.CANCELLED, actor=actor, at=at)
    audit.record(
        BatchEvent.BATCH_CANCELLED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"reason": reason},
    )


def _enter(batch: Batch, state: BatchState, *, actor: Actor, at: datetime) -> None:
    batch.state = state
    step = next((s for s in batch.steps if s.state is state), None)
    if step is None:
        step = BatchStep(state=state)
        batch.steps.append(step)
    step.entered_at, step.entered_by = at, actor.name
