"""The signed copy of a confidentiality agreement; a renewal is another agreement."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import Agreement
from examsys.personnel.scans import Scan

PURPOSE = "agreement"


def keep_signed_copy(row: Agreement, scan: Scan, *, actor: Actor, at: datetime) -> None:
    """raises: Conflict when a copy is kept already: nothing signed is overwritten."""
    if row.file_uuid is not None:
        raise Conflict("签字件已经上传，不能替换。续签的另登记一份协议。")
    kept = files.keep(
        scan.content, name=scan.name, media_type=scan.media_type, purpose=PURPOSE, at=at
    )
    row.file_uuid = kept.uuid
    audit.record(
        PersonnelEvent.AGREEMENT_COPY_KEPT,
        actor=actor,
        subject=f"person:{row.person_id}",
        at=at,
        detail={"agreement": row.id, "file": kept.uuid, "sha256": kept.sha256},
    )
