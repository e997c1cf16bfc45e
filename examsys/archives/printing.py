"""The paper of an archive: sheets of the system's own records, catalogue, package."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from examsys.agency import queries as agency
from examsys.archives.models import ArchiveItem, Volume
from examsys.archives.sources import Sheet
from examsys.batches.models import Batch
from examsys.kernel import files
from examsys.kernel.files import KeptFile
from examsys.kernel.pdf import render_pdf
from examsys.kernel.signing import EPOCH, canonical


def sheet_pdf(batch: Batch, title: str, made: Sheet, *, at: datetime) -> bytes:
    """One automatic entry; equal records give equal bytes on one day."""
    identifier = sha256(repr((batch.uuid, title, made)).encode()).hexdigest()
    return render_pdf(
        "archives/print/sheet.html",
        identifier=f"archive-{identifier}",
        title=title,
        batch=batch,
        sheet=made,
        agency=agency.agency(),
        at=at,
    )


def catalogue_pdf(
    batch: Batch, volumes: Sequence[Volume], kept: Mapping[str, KeptFile], *, years: tuple[int, int]
) -> bytes:
    """卷内目录 of all volumes, each with its cover. years: paper and electronic retention."""
    return render_pdf(
        "archives/print/catalogue.html",
        identifier=f"catalogue-{batch.uuid}-{'-'.join(v.sha256 or 'open' for v in volumes)}",
        title=f"{batch.title} 档案",
        batch=batch,
        volumes=volumes,
        kept=kept,
        years=years,
        agency=agency.agency(),
    )


def volume_digest(volume: Volume, kept: Mapping[str, KeptFile]) -> str:
    """The fingerprint of a volume: its list, with the fingerprint of every file."""
    return sha256(canonical(listed(volume, kept))).hexdigest()


def listed(volume: Volume, kept: Mapping[str, KeptFile]) -> dict[str, object]:
    return {
        "batch": volume.batch.number,
        "volume": volume.number,
        "title": volume.title,
        "items": [_item(one, kept) for one in volume.items],
    }


def package(catalogue: bytes, volumes: Sequence[Volume], kept: Mapping[str, KeptFile]) -> bytes:
    """A zip of the catalogue and every file, in folders by volume."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "卷内目录.pdf", catalogue)
        for volume in volumes:
            _add(
                archive,
                f"{volume.number}-{volume.title}/目录.json",
                canonical(listed(volume, kept)),
            )
            for one in volume.items:
                if one.file_uuid:
                    row = kept[one.file_uuid]
                    suffix = row.name.rpartition(".")[2]
                    name = f"{volume.number}-{volume.title}/{one.position:02d}-{one.title}.{suffix}"
                    _add(archive, name, files.read(row))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=EPOCH)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)


def _item(one: ArchiveItem, kept: Mapping[str, KeptFile]) -> dict[str, object]:
    row = kept[one.file_uuid] if one.file_uuid else None
    return {
        "position": one.position,
        "kind": one.kind,
        "title": one.title,
        "sha256": row.sha256 if row else "",
        "size": row.size if row else 0,
        "waived": one.waived_reason,
    }
