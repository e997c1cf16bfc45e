"""What becomes of a drawn set: approved by another person, or withdrawn with a reason."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.bank import gateway
from examsys.kernel.actor import Actor
from examsys.kernel.db import expect_version
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.papers.events import PapersEvent
from examsys.papers.models import PaperSet
from examsys.papers.service.draws import BEFORE
from examsys.papers.service.previews import refs_of
from examsys.rules.states import PaperState, label


def approve_set(paper_set: PaperSet, *, version: int | None, actor: Actor, at: datetime) -> None:
    """Let a set be printed and sat; its items count as used on the day of the examination.

    raises: Stale; NotAllowed when the drawer approves; Conflict when it waits for no approval.
    """
    expect_version(paper_set, version)
    if paper_set.state is not PaperState.DRAWN:
        raise Conflict(f"这套试卷{label(paper_set.state)}，不能再审定。")
    if paper_set.drawn_by == actor.name:
        raise NotAllowed("组卷人不能审定自己组的试卷，请由另一人审定。")
    if paper_set.batch.state not in BEFORE:
        raise Conflict(f"批次处于“{label(paper_set.batch.state)}”，不能再审定试卷。")
    paper_set.state = PaperState.APPROVED
    paper_set.approved_by, paper_set.approved_at = actor.name, at
    items = {ref.item for ref in refs_of(paper_set)}
    gateway.store().mark_used(items, on=paper_set.batch.exam_on)
    _record(PapersEvent.SET_APPROVED, paper_set, actor=actor, at=at, items=len(items))


def withdraw_set(
    paper_set: PaperSet, *, reason: str, version: int | None, actor: Actor, at: datetime
) -> None:
    """Take a set out of use, so that another can be drawn. Use already counted stays counted.

    raises: Stale; Invalid without a reason; Conflict once the batch sits or it was withdrawn.
    """
    expect_version(paper_set, version)
    if not reason.strip():
        raise Invalid("请写明作废原因。")
    if paper_set.state is PaperState.WITHDRAWN:
        raise Conflict("这套试卷已作废。")
    if paper_set.batch.state not in BEFORE:
        raise Conflict(f"批次处于“{label(paper_set.batch.state)}”，试卷已启用，不能作废。")
    before = paper_set.state
    paper_set.state = PaperState.WITHDRAWN
    paper_set.withdrawn_by, paper_set.withdrawn_at = actor.name, at
    paper_set.withdrawn_reason = reason.strip()
    detail = {"was": before.value, "reason": paper_set.withdrawn_reason}
    _record(PapersEvent.SET_WITHDRAWN, paper_set, actor=actor, at=at, **detail)


def _record(
    event: PapersEvent, paper_set: PaperSet, *, actor: Actor, at: datetime, **detail: object
) -> None:
    body = {"batch": paper_set.batch_id, "component": paper_set.component.value, **detail}
    audit.record(event, actor=actor, subject=f"set:{paper_set.id}", at=at, detail=body)
