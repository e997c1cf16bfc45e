"""The progress board of a batch: each step with its state and due date, ready to show."""

from datetime import date
from typing import Any

from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.rules.states import BatchState, label

STEPS = tuple(s for s in BatchState if s is not BatchState.CANCELLED)


def board(batch: Batch, *, on: date) -> list[dict[str, Any]]:
    """returns: what `_parts/steps.html` draws."""
    return [_step(batch, state, on=on) for state in STEPS]


def _step(batch: Batch, state: BatchState, *, on: date) -> dict[str, Any]:
    row = next((s for s in batch.steps if s.state is state), None)
    place, here = STEPS.index(state), batch.state
    done_before = here is not BatchState.CANCELLED and place < STEPS.index(here)
    due = row.due_on if row else None
    if state is here:
        shown = "done" if state is BatchState.ARCHIVED else "now"
    elif done_before:
        shown = "done"
    else:
        shown = "late" if due and due < on and here is not BatchState.CANCELLED else "todo"
    if row and row.entered_at and shown in {"done", "now"}:
        note = f"{clock.day_of(row.entered_at)} 进入"
    else:
        note = f"应于 {due}" if due else ""
    return {"label": label(state), "state": shown, "due": note}
