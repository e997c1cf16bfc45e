"""Paper and tables of scores leaving the house: on record before they are handed over."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.kernel.actor import Actor
from examsys.scoring.events import ScoringEvent
from examsys.scoring.models import EntryPass


def note_sheet(of: EntryPass, *, actor: Actor, at: datetime) -> None:
    """Write down that the sheet of a pass is about to be printed."""
    audit.disclose(
        ScoringEvent.ENTRY_PRINTED,
        actor=actor,
        subject=f"batch:{of.batch_id}",
        at=at,
        reason="打印登分表",
        detail={"component": of.component.value, "pass": of.pass_no},
    )


def note_book(batch: Batch, *, form: str, actor: Actor, at: datetime) -> None:
    """Write down that the score book is about to be exported."""
    audit.disclose(
        ScoringEvent.RESULTS_EXPORTED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        reason="导出成绩册",
        detail={"form": form},
    )
