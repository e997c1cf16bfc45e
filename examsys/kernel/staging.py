"""An uploaded workbook between its preview and its confirmation, kept sealed for a day."""

from datetime import datetime, timedelta

from sqlalchemy import select

from examsys.kernel import files
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.kernel.exports import XLSX
from examsys.kernel.files import KeptFile

LIFE = timedelta(days=1)


def stage(content: bytes, *, name: str, feature: str, at: datetime) -> KeptFile:
    """Keep an upload until it is confirmed; the caller's unit commits it. `uuid` goes in the form.

    feature: only the same feature gets it back.
    """
    media_type = XLSX if content.startswith(b"PK") else "text/csv"
    return files.keep(content, name=name, media_type=media_type, purpose=_purpose(feature), at=at)


def staged(uuid: str, *, feature: str, at: datetime) -> tuple[KeptFile, bytes]:
    """The upload as it was previewed. raises: Missing when it is too old or of another feature."""
    kept = files.kept_file(uuid, purpose=_purpose(feature))
    if kept.stored_at < at - LIFE:
        raise Missing("上传的文件已超过一天未确认，请重新上传。")
    return kept, files.read(kept)


def purge(*, at: datetime) -> int:
    """Forget what was never confirmed. returns: how many."""
    old = db.session.scalars(
        select(KeptFile).where(
            KeptFile.purpose.startswith("staging:"), KeptFile.stored_at < at - LIFE
        )
    ).all()
    for kept in old:
        files.forget(kept)
    return len(old)


def _purpose(feature: str) -> str:
    return f"staging:{feature}"
