"""The work after the numbers: ledger, PDF, signature, in slices; what is there is left alone."""

from datetime import datetime

from sqlalchemy import select

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.certificates import ledger, printing, queries
from examsys.certificates.events import CertificateEvent
from examsys.certificates.models import Certificate
from examsys.jobs import registry
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.jobs.progress import Progress
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict
from examsys.kernel.work import unit_of_work
from examsys.rules.states import CertificateState, JobState

JOB = "certificates.make"
PURPOSE = "certificate"
SLICE = 50


def enter_ledger(batch_id: int, *, at: datetime) -> int:
    """Bring the ledger up to the database for every series of the batch, after the commit.

    returns: how many lines were missing. raises: Conflict when it cannot be written.
    """
    heads = {one.number[:16] for one in queries.of_batch(batch_id)}
    lines = [ledger.Line(*row) for head in sorted(heads) for row in queries.series(head)]
    return ledger.ensure(lines, at=at)


def enqueue(batch: Batch, *, actor: Actor, at: datetime) -> Job:
    """Ask for the PDFs of every numbered certificate of the batch."""
    return jobs.enqueue(
        JOB,
        {"batch_id": batch.id},
        subject=f"batch:{batch.id}",
        actor=actor,
        at=at,
        back_url=f"/certificates/batch/{batch.id}/",
    )


def make_missing(batch: Batch, *, actor: Actor, at: datetime) -> Job:
    """Ask again after a run that did not finish. raises: Conflict when nothing is left to make."""
    if not queries.to_make(batch.id):
        raise Conflict("本批次没有待制作的证书。")
    if live_job(batch.id) is not None:
        raise Conflict("证书正在制作，请等待完成。")
    return enqueue(batch, actor=actor, at=at)


def live_job(batch_id: int) -> Job | None:
    """The unfinished job that makes this batch's certificates."""
    wanted = (JobState.QUEUED, JobState.RUNNING)
    query = select(Job).where(
        Job.kind == JOB, Job.subject == f"batch:{batch_id}", Job.state.in_(wanted)
    )
    return db.session.scalar(query.order_by(Job.id.desc()).limit(1))


def _make(progress: Progress, *, batch_id: int) -> None:
    """Make what is missing. Killed and started again, it goes on where it stopped."""
    enter_ledger(batch_id, at=progress.at)
    waiting = list(queries.to_make(batch_id))
    progress.start(len(waiting))
    for first in range(0, len(waiting), SLICE):
        made = _slice(waiting[first : first + SLICE], progress)
        progress.advance(made)
    progress.message = f"已制作证书 {len(waiting)} 本。"


def _slice(ids: list[int], progress: Progress) -> int:
    """Print outside the unit, store inside: the write lock is held for the storing alone."""
    query = select(Certificate).where(Certificate.id.in_(ids)).order_by(Certificate.number)
    printed = {
        row.id: printing.signed_pdf(row, at=progress.at) for row in db.session.scalars(query)
    }
    with unit_of_work():
        held = query.where(Certificate.state == CertificateState.RESERVED).with_for_update()
        for row in db.session.scalars(held):
            store(row, printed[row.id], actor=progress.actor, at=progress.at)
    return len(ids)


def store(row: Certificate, content: bytes, *, actor: Actor, at: datetime) -> None:
    """Keep the signed PDF; from here on the certificate is valid."""
    name = f"{row.number}.pdf"
    kept = files.keep(content, name=name, media_type="application/pdf", purpose=PURPOSE, at=at)
    row.pdf_uuid, row.state = kept.uuid, CertificateState.ISSUED
    audit.record(
        CertificateEvent.CERTIFICATE_ISSUED,
        actor=actor,
        subject=f"certificate:{row.id}",
        at=at,
        detail={
            "number": row.number,
            "printed_sha256": row.printed_sha256,
            "pdf_sha256": kept.sha256,
        },
    )


registry.register(JOB, "制作证书", _make)
