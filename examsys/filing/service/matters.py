"""What follows a filing: changes, renewal, orders to rectify, exit; each with a day."""

from datetime import date, datetime

from examsys.filing.events import FilingEvent
from examsys.filing.models import FilingCase, FilingMatter
from examsys.filing.service.cases import move, note
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid
from examsys.rules.filinglife import MATTER_LIFE, CaseState, MatterKind, MatterState, label


def open_matter(
    case: FilingCase,
    kind: MatterKind,
    *,
    title: str,
    detail: str,
    due_on: date,
    actor: Actor,
    at: datetime,
) -> FilingMatter:
    """Enter something to be done. raises: Conflict unless the filing stands; Invalid."""
    if case.state is not CaseState.ACCEPTED:
        raise Conflict(f"这项申报现为“{label(case.state)}”，备案后才登记变更、整改等事项。")
    if due_on < clock.day_of(at):
        raise Invalid(f"办理期限 {due_on} 早于今日，请核对。")
    row = FilingMatter(
        case_id=case.id,
        kind=kind,
        state=MatterState.OPEN,
        title=title,
        detail=detail,
        due_on=due_on,
        opened_by=actor.name,
        opened_at=at,
    )
    db.session.add(row)
    db.session.flush()
    on = due_on.isoformat()
    note(FilingEvent.MATTER_OPENED, case, actor=actor, at=at, kind=kind.value, id=row.id, on=on)
    return row


def move_matter(
    row: FilingMatter,
    to: MatterState,
    *,
    result: str,
    valid_until: date | None = None,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Say how a matter went on. valid_until: the new last day that a renewal brought.

    An exit that is closed ends the filing. raises: Stale, Conflict, Invalid.
    """
    expect_version(row, version)
    if to not in MATTER_LIFE[row.state]:
        raise Conflict(f"这个事项现为“{label(row.state)}”，不能转为“{label(to)}”。")
    if row.kind is MatterKind.RECTIFICATION and row.reported_on is None and _closes(to):
        raise Conflict("整改须先上报整改情况，再登记办结。")
    today = clock.day_of(at)
    row.state, row.result = to, result
    if to is MatterState.REPORTED:
        row.reported_on = today
    if _closes(to):
        row.closed_on, row.closed_by = today, actor.name
        _settle(row, valid_until=valid_until, today=today)
    detail = {"id": row.id, "state": to.value, "kind": row.kind.value}
    note(FilingEvent.MATTER_MOVED, row.case, actor=actor, at=at, **detail)


def _closes(to: MatterState) -> bool:
    return to is MatterState.CLOSED


def _settle(row: FilingMatter, *, valid_until: date | None, today: date) -> None:
    case = row.case
    if row.kind is MatterKind.RENEWAL:
        if valid_until is None or (case.valid_until and valid_until <= case.valid_until):
            raise Invalid("办结续备须填写晚于原有效期的新有效期。")
        case.valid_until = valid_until
    if row.kind is MatterKind.EXIT:
        move(case, CaseState.ENDED)
        case.ended_on, case.end_reason = today, row.result
