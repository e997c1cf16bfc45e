"""The letter that sends an examiner to a batch."""

from examsys.agency import queries as agency
from examsys.batches.service.duties import ROLES
from examsys.dispatch.models import Dispatch
from examsys.kernel import clock
from examsys.kernel.pdf import render_pdf
from examsys.rules.states import LEVELS, label


def letter(row: Dispatch) -> bytes:
    """raises: glyphs.Unprintable."""
    batch = row.batch
    return render_pdf(
        "dispatch/print/letter.html",
        identifier=f"dispatch-{row.uuid}",
        title="考评员派遣函",
        row=row,
        sent_on=clock.day_of(row.sent_at) if row.sent_at else None,
        batch=batch,
        role=ROLES[row.role],
        level=LEVELS[batch.level],
        sittings=[(label(one.component), one.starts_at, one.minutes) for one in batch.sittings],
        agency=agency.agency(),
    )
