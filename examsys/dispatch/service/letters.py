"""Letters of dispatch and what people answer to them."""

from datetime import date, datetime

from examsys.audit import service as audit
from examsys.dispatch import queries
from examsys.dispatch.events import DispatchEvent
from examsys.dispatch.models import Dispatch
from examsys.dispatch.service.drawing import stand_down, step
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Invalid
from examsys.rules.states import DispatchState


def send_letter(row: Dispatch, *, actor: Actor, at: datetime) -> None:
    """Number the letter; it counts as handed over. raises: Conflict when it was sent before."""
    step(row, DispatchState.SENT)
    year = clock.day_of(at).year
    row.number = f"派〔{year}〕{queries.letters(year) + 1:03d} 号"
    row.sent_by, row.sent_at = actor.name, at
    db.session.flush()
    _record(DispatchEvent.LETTER_SENT, row, actor=actor, at=at, number=row.number)


def record_answer(
    row: Dispatch,
    *,
    accepted: bool,
    without_cause: bool,
    words: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> None:
    """Enter what the person answered; a refusal takes the duty back and, without cause, counts.

    raises: Conflict before the letter; Invalid for an impossible day or a refusal without words.
    """
    if on > clock.day_of(at):
        raise Invalid(f"答复日期 {on} 晚于今天，请核对。")
    if row.sent_at is not None and on < clock.day_of(row.sent_at):
        raise Invalid(f"答复日期早于通知日期 {clock.day_of(row.sent_at)}，请核对。")
    if not accepted and not words:
        raise Invalid("不接受派遣的，请填写说明。")
    step(row, DispatchState.ACCEPTED if accepted else DispatchState.REFUSED)
    row.answered_on, row.answer, row.answered_by = on, words, actor.name
    row.without_cause = without_cause and not accepted
    if not accepted:
        stand_down(row, actor=actor, at=at)
    _record(
        DispatchEvent.ANSWERED,
        row,
        actor=actor,
        at=at,
        accepted=accepted,
        without_cause=row.without_cause,
    )


def record_export(count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """Somebody took the list of dispatches as a table."""
    audit.record(
        DispatchEvent.LIST_EXPORTED,
        actor=actor,
        subject="dispatches:list",
        at=at,
        detail={"count": count, "form": form},
    )


def _record(
    event: DispatchEvent, row: Dispatch, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"batch:{row.batch_id}",
        at=at,
        detail={"dispatch": row.id, "person": row.person_id, **detail},
    )
