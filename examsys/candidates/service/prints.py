"""Printing: what left the house is on record; large prints are made in the background."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates import printing
from examsys.candidates.events import CandidateEvent
from examsys.candidates.printing import SHEET_WORDS, Sheet
from examsys.jobs import registry
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.jobs.progress import Progress
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work

JOB = "candidates.print"
PURPOSE = "print"


def note_print(batch: Batch, sheet: Sheet, *, actor: Actor, at: datetime) -> None:
    audit.record(
        CandidateEvent.SHEETS_PRINTED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"sheet": sheet.value},
    )


def print_later(batch: Batch, sheet: Sheet, *, back_url: str, actor: Actor, at: datetime) -> Job:
    """Ask for a print that takes long."""
    title = f"{SHEET_WORDS[sheet]}（{batch.title}）"
    args = {"batch_id": batch.id, "sheet": sheet.value, "title": title}
    subject = f"batch:{batch.id}"
    note_print(batch, sheet, actor=actor, at=at)
    return jobs.enqueue(JOB, args, subject=subject, actor=actor, at=at, back_url=back_url)


def _make(progress: Progress, *, batch_id: int, sheet: str, title: str = "") -> str:
    """One document is one slice: pages are numbered through, so it cannot be cut."""
    progress.start(1)
    batch, wanted = batches.batch(batch_id), Sheet(sheet)
    made = printing.make(batch, wanted)
    name = printing.filename(batch, wanted)
    with unit_of_work(audited=False):
        kept = files.keep(
            made, name=name, media_type="application/pdf", purpose=PURPOSE, at=progress.at
        )
        uuid = kept.uuid
    progress.message = f"{title or SHEET_WORDS[wanted]}已生成。"
    progress.advance()
    return uuid


registry.register(JOB, "生成考务表单", _make, personal=True)
