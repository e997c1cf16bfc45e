"""What leaves the house with full ID numbers in it: the reason is on record before the bytes go."""

import zipfile
from datetime import datetime
from io import BytesIO

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.certificates import queries
from examsys.certificates.events import CertificateEvent
from examsys.certificates.models import Certificate, Upload
from examsys.certificates.service.authority import PURPOSE as SHEET_PURPOSE
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Missing

PACK = 200  # certificates in one package: bounded memory, bounded time
EPOCH = (2026, 1, 1, 0, 0, 0)


def disclose_certificate(
    certificate: Certificate, *, reason: str, actor: Actor, at: datetime
) -> tuple[bytes, str]:
    """returns: the signed PDF and its name. Opens its own unit. raises: Conflict without a PDF."""
    if certificate.pdf_uuid is None:
        raise Conflict("证书尚未制作完成，请稍后再下载。")
    kept_uuid, name = certificate.pdf_uuid, filename(certificate)
    audit.disclose(
        CertificateEvent.CERTIFICATE_DOWNLOADED,
        actor=actor,
        subject=f"certificate:{certificate.id}",
        at=at,
        reason=reason,
        detail={"number": certificate.number},
    )
    return files.read(files.kept_file(kept_uuid)), name


def disclose_package(
    batch: Batch, *, part: int, reason: str, actor: Actor, at: datetime
) -> tuple[bytes, str]:
    """One ZIP of at most PACK certificates by number; part: from 1. Opens its own unit."""
    rows = queries.printed_of(batch.id)[(part - 1) * PACK : part * PACK]
    if not rows:
        raise Missing("这一部分没有已制作的证书，请返回核对。")
    wanted = [(one.pdf_uuid or "", filename(one)) for one in rows]
    name = f"证书-{batch.number}-{part}.zip"
    audit.disclose(
        CertificateEvent.PACKAGE_DOWNLOADED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        reason=reason,
        detail={"first": rows[0].number, "last": rows[-1].number, "count": len(rows)},
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for uuid, inside in wanted:
            content = files.read(files.kept_file(uuid))
            archive.writestr(zipfile.ZipInfo(inside, EPOCH), content)
    return out.getvalue(), name


def disclose_sheet(upload: Upload, *, reason: str, actor: Actor, at: datetime) -> tuple[bytes, str]:
    """returns: the frozen sheet and its name. Opens its own unit."""
    kept_uuid = upload.file_uuid
    audit.disclose(
        CertificateEvent.SHEET_DOWNLOADED,
        actor=actor,
        subject=f"upload:{upload.id}",
        at=at,
        reason=reason,
        detail={"batch": upload.batch_id, "count": upload.count},
    )
    kept = files.kept_file(kept_uuid, purpose=SHEET_PURPOSE)
    return files.read(kept), kept.name


def record_export(count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """The list without ID numbers left the house."""
    audit.record(
        CertificateEvent.LIST_EXPORTED,
        actor=actor,
        subject="certificates:list",
        at=at,
        detail={"count": count, "form": form},
    )


def filename(certificate: Certificate) -> str:
    return f"{certificate.number}.pdf"
