"""The issuance ledger: one line per number, outside the database, only ever added to.

A line is `number day sha256-of-what-is-printed instant`. It is on disk before a certificate leaves
the house, so a database restored from an older backup cannot give a number a second time.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flask import current_app

from examsys.kernel.errors import Conflict
from examsys.rules.certificate import LENGTH, BadNumber, CertificateNumber, decode


@dataclass(frozen=True, slots=True)
class Line:
    """What the ledger says about one number."""

    number: str
    issued_on: date
    sha256: str


def path() -> Path:
    settings = current_app.config["SETTINGS"]
    return settings.ledger or Path(current_app.instance_path) / "issuance.ledger"


def last_serial(prefix: str, *, year: int, level: int) -> int:
    """The highest serial in the ledger for this prefix, year and level; 0 when there is none.

    raises: Conflict when the ledger cannot be read.
    """
    wanted = f"{prefix}{year % 100:02d}{level}"
    serials = (int(known.serial) for known in _numbers() if known.text.startswith(wanted))
    return max(serials, default=0)


def ensure(lines: Iterable[Line], *, at: datetime) -> int:
    """Write the lines that are not there yet, safe on disk on return. returns: how many.

    raises: Conflict when the ledger cannot be written.
    """
    wanted = list(lines)
    if not wanted:
        return 0
    try:
        with _opened() as descriptor:
            known = {number.text for number in _numbers()}
            missing = [line for line in wanted if line.number not in known]
            text = "".join(_written(line, at) for line in missing)
            if text and _torn(descriptor):
                text = "\n" + text
            _write(descriptor, text.encode())
    except OSError as error:
        raise Conflict(_trouble("写入", error)) from error
    return len(missing)


def _numbers() -> Iterator[CertificateNumber]:
    """Every number on a line; a line that power loss cut before the number's end is none."""
    try:
        text = path().read_text("ascii", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise Conflict(_trouble("读取", error)) from error
    for line in text.splitlines():
        try:
            yield decode(line[:LENGTH])
        except BadNumber:
            continue


@contextmanager
def _opened() -> Iterator[int]:
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = not target.exists()
    descriptor = os.open(target, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if fresh:
        _sync_folder(target.parent)


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _torn(descriptor: int) -> bool:
    """Whether power was lost inside the last line."""
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _written(line: Line, at: datetime) -> str:
    return f"{line.number} {line.issued_on} {line.sha256} {at.isoformat(timespec='seconds')}\n"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _trouble(what: str, error: OSError) -> str:
    return (
        f"证书核发台账无法{what}（{error.strerror}），已停止核发。"
        "请系统管理员检查 EXAMSYS_LEDGER 所指文件的权限和磁盘空间。"
    )
