"""Kept files: sealed on disk, read back exactly, swept only when nothing refers to them."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from examsys.kernel import files
from examsys.kernel.errors import Missing
from examsys.kernel.work import unit_of_work
from question_bank.errors import Tampered
from tests.conftest import NOON

SECRET = "张三 110105194912310021".encode()


def keep(content=SECRET, *, purpose="evidence"):
    with unit_of_work():
        return files.keep(
            content, name="证明.pdf", media_type="application/pdf", purpose=purpose, at=NOON
        )


def stored(app, kept):
    return Path(app.instance_path) / "files" / kept.uuid[:2] / kept.uuid


def test_bytes_come_back_and_are_sealed_on_disk(app):
    kept = keep()
    path = stored(app, kept)
    assert files.read(kept) == SECRET
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"CE1")
    assert SECRET not in path.read_bytes()
    assert (kept.size, kept.name, kept.stored_at) == (len(SECRET), "证明.pdf", NOON)
    assert list(files.broken()) == []


def test_a_changed_or_moved_file_does_not_open(app):
    one, two = keep(b"one"), keep(b"two")
    stored(app, one).write_bytes(stored(app, two).read_bytes())
    with pytest.raises(Tampered):
        files.read(one)
    stored(app, two).unlink()
    with pytest.raises(Missing, match="请从备份恢复"):
        files.read(two)
    assert list(files.broken()) == [(one, "文件内容与登记不符"), (two, "文件缺失")]


def test_another_purpose_is_another_world(app):
    kept = keep()
    assert files.kept_file(kept.uuid, purpose="evidence") is kept
    for uuid, purpose in ((kept.uuid, "photo"), ("nothing", None)):
        with pytest.raises(Missing, match="请重新上传"):
            files.kept_file(uuid, purpose=purpose)


def test_a_rolled_back_unit_leaves_only_bytes_that_are_swept(app):
    with unit_of_work():
        kept = files.keep(b"x", name="x", media_type="text/plain", purpose="x", at=NOON)
        path = stored(app, kept)
        app.extensions["sqlalchemy"].session.rollback()
    standing = keep()
    for old in (path, stored(app, standing)):
        os.utime(old, (NOON.timestamp(), NOON.timestamp()))
    assert files.sweep(at=NOON + timedelta(days=1)) == 0
    assert files.sweep(at=NOON + timedelta(days=1, seconds=1)) == 1
    assert not path.exists()
    assert files.read(standing) == SECRET


def test_a_forgotten_file_is_swept(app):
    kept = keep()
    path = stored(app, kept)
    with unit_of_work():
        files.forget(kept)
    os.utime(path, (0, 0))
    assert files.sweep(at=NOON) == 1
