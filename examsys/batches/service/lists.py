"""The list of batches leaving the house."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.batches.events import BatchEvent
from examsys.kernel.actor import Actor


def record_export(count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """Somebody took the list as a table."""
    audit.record(
        BatchEvent.LIST_EXPORTED,
        actor=actor,
        subject="batches:list",
        at=at,
        detail={"count": count, "form": form},
    )
