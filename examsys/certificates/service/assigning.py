"""Taking in the numbers that the province assigned."""

from collections.abc import Sequence
from datetime import datetime

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.certificates import assigned, queries
from examsys.certificates.assigned import Assignment
from examsys.certificates.events import CertificateEvent
from examsys.certificates.models import AssignedNumber
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict
from examsys.rules.states import BatchState


def take_in_numbers(
    batch: Batch, wanted: Sequence[Assignment], *, actor: Actor, at: datetime
) -> None:
    """Keep the assigned numbers for the issue; one that has no certificate yet may be corrected.

    raises: Conflict outside the making of certificates, in the other mode, or once prepared.
    """
    require_open(batch, at=at)
    if queries.pending(batch.id) is not None:
        raise Conflict("本批次有待批准的发证申请，请先由负责人退回申请，再导入编号。")
    known = queries.assigned(batch.id)
    for one in wanted:
        row = known.get(one.registration_id)
        if row is None:
            row = AssignedNumber(registration_id=one.registration_id)
            db.session.add(row)
        row.number, row.issued_on = one.number, one.issued_on
        row.imported_by, row.imported_at = actor.name, at
    db.session.flush()
    audit.record(
        CertificateEvent.NUMBERS_IMPORTED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"count": len(wanted)},
    )


def require_open(batch: Batch, *, at: datetime) -> None:
    """raises: Conflict unless numbers of this batch may be imported now."""
    if not assigned.is_assigned(batch, on=clock.day_of(at)):
        raise Conflict("参数“证书编号方式”为“机构按前缀生成”，不需要导入编号。")
    if batch.state is not BatchState.CERTIFYING:
        raise Conflict("批次转入“证书制作中”后方可导入编号。")
