"""Kept files: sealed bytes in `instance/files/`, one row each, the bytes safe before the row is."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from examsys.kernel import chores
from examsys.kernel.db import Model, db, new_uuid
from examsys.kernel.errors import Missing
from examsys.kernel.pii import keys
from question_bank.errors import BankError, Tampered
from question_bank.seal import Place

PURPOSE = "file"


class KeptFile(Model):
    """One file of bytes that a record refers to by `uuid`. The record's own event names it."""

    __tablename__ = "kept_file"
    __audited__ = False

    uuid: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(index=True)
    stored_at: Mapped[datetime]
    sealed: Mapped[bool] = mapped_column(default=True)


def keep(content: bytes, *, name: str, media_type: str, purpose: str, at: datetime) -> KeptFile:
    """Seal and store bytes, then add their row (flushed, committed by the caller's unit).

    purpose: what the file is for, as `photo`, `evidence`, `certificate`, `staging`.
    """
    kept = KeptFile(
        uuid=new_uuid(),
        sha256=sha256(content).hexdigest(),
        media_type=media_type,
        size=len(content),
        name=name,
        purpose=purpose,
        stored_at=at,
        sealed=True,
    )
    envelope = keys().pii.seal(content, place=_place(kept.uuid))
    _write_durably(_path(kept.uuid), envelope)
    db.session.add(kept)
    db.session.flush()
    return kept


def read(kept: KeptFile) -> bytes:
    """raises: Missing when the bytes are gone; question_bank.errors.Tampered when they changed."""
    try:
        envelope = _path(kept.uuid).read_bytes()
    except FileNotFoundError as error:
        raise Missing(
            f"文件“{kept.name}”不在文件库中：请从备份恢复 instance/files 目录。"
        ) from error
    content = keys().pii.open(envelope, place=_place(kept.uuid))
    if sha256(content).hexdigest() != kept.sha256:
        raise Tampered(_place(kept.uuid))
    return content


def kept_file(uuid: str, *, purpose: str | None = None) -> KeptFile:
    """raises: Missing, also for a file of another purpose."""
    found = db.session.scalar(select(KeptFile).where(KeptFile.uuid == uuid))
    if found is None or purpose not in (None, found.purpose):
        raise Missing("没有找到这个文件，可能已被清理：请重新上传。")
    return found


def forget(kept: KeptFile) -> None:
    """Delete the row; `sweep` removes the bytes later, so a rolled-back unit loses nothing."""
    db.session.delete(kept)
    db.session.flush()


def broken() -> Iterator[tuple[KeptFile, str]]:
    """Every kept file that cannot be read back as it was stored, with the reason."""
    for kept in db.session.scalars(select(KeptFile).order_by(KeptFile.id)):
        try:
            read(kept)
        except Missing:
            yield kept, "文件缺失"
        except BankError:
            yield kept, "文件内容与登记不符"


def sweep(*, at: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove stored bytes that no row refers to. returns: how many."""
    known = set(db.session.scalars(select(KeptFile.uuid)))
    limit = (at - older_than).timestamp()
    stray = [
        path
        for path in _folder().glob("*/*")
        if path.name not in known and path.stat().st_mtime < limit
    ]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)


chores.register("stray files", sweep, writes=False)


def _place(uuid: str) -> Place:
    return Place(KeptFile.__tablename__, "content", uuid, row_version=1, purpose=PURPOSE)


def _folder() -> Path:
    return Path(current_app.instance_path) / "files"


def _path(uuid: str) -> Path:
    return _folder() / uuid[:2] / uuid


def _write_durably(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
