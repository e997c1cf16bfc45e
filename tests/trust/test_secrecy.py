"""Nothing personal or secret of the sample year is readable in what lies on the disk."""

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from examsys import config
from examsys.accounts.models import Account
from examsys.app import create_app
from examsys.audit.models import AuditDetail
from examsys.candidates.models import Candidate
from examsys.certificates.models import Certificate
from examsys.demo.cast import PASSWORD
from examsys.kernel import files, pii
from examsys.kernel.db import db as database
from examsys.personnel.models import Person

pytestmark = pytest.mark.slow
STEMS = Path(config.__file__).parent / "demo" / "data"
PERSONAL = re.compile(r"(?<![0-9a-f])(?:[1-9]\d{16}[\dX]|1[3-9]\d{9})(?![0-9a-f])")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An instance made by the verb, in a folder that was there before and open to all."""
    made = tmp_path_factory.mktemp("instance")
    made.chmod(0o755)
    environ = {**os.environ, "EXAMSYS_INSTANCE": str(made)}
    subprocess.run([sys.executable, "-m", "examsys.cli", "demo"], env=environ, check=True)
    app = create_app(config.from_environment({"EXAMSYS_INSTANCE": str(made)}))
    with app.app_context():
        yield made
        database.session.remove()
        database.engine.dispose()


def personal() -> set[str]:
    """Every ID number, phone and second-factor secret the instance holds."""
    held = {(Account, "id_number"), (Account, "totp"), (Person, "id_number"), (Person, "phone")}
    held |= {(Candidate, "id_number"), (Candidate, "phone")}
    found = {
        pii.get(row, name) for kind, name in held for row in database.session.scalars(select(kind))
    }
    return found - {""}


def stems() -> set[str]:
    """The longest run of words of every fifth item's stem and explanation."""
    text = "".join(path.read_text("utf-8") for path in sorted(STEMS.glob("l?/*")))
    runs = re.findall(r"[\u4e00-\u9fff，]{24,}", text)
    return {run[:24] for run in runs[::5]}


def spellings(secret: str) -> set[bytes]:
    """A secret as it might stand in a file; what is too short to say anything is left out."""
    found = set()
    for raw in (secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")):
        encoded = [base64.b64encode(b"\0" * n + raw)[cut:-4] for n, cut in ((0, 0), (1, 2), (2, 3))]
        found |= {raw, raw.hex().encode(), *encoded}
    found.add(secret.encode("unicode_escape"))
    return {spelling for spelling in found if len(spelling) >= 6}


def on_disk(folder: Path) -> dict[str, bytes]:
    """Everything but the keys and the kept files, which are looked at by themselves."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in paths
        if not {"keys", "files"} & set(path.relative_to(folder).parts)
    }


def test_nothing_personal_or_secret_is_readable(folder):
    secrets = personal() | stems() | {PASSWORD}
    assert len(personal()) > 100
    assert len(stems()) > 20
    kept = on_disk(folder)
    assert "examsys.sqlite" in kept
    found = {
        (name, secret)
        for secret in secrets
        for spelling in spellings(secret)
        for name, content in kept.items()
        if spelling in content
    }
    assert found == set()


def test_every_kept_file_is_sealed(folder):
    kept = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert len(kept) > 100
    assert {path.read_bytes()[:3] for path in kept} == {b"CE1"}


def test_only_the_owner_may_read(folder):
    open_to_others = {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.stat().st_mode & 0o077
    }
    assert open_to_others == set()


def test_the_log_names_no_number(folder):
    told = database.session.execute(select(AuditDetail.id, AuditDetail.detail)).all()
    assert [row for row in told if PERSONAL.search(str(row.detail))] == []


def test_a_certificate_carries_nothing_beside_its_page(folder):
    """Neither the document's properties nor an attachment name the person."""
    row = database.session.scalars(select(Certificate).limit(1)).one()
    content = files.read(files.kept_file(row.pdf_uuid))
    candidate = database.session.get(Candidate, row.candidate_id)
    for secret in (pii.get(candidate, "id_number"), candidate.name):
        assert [spelling for spelling in spellings(secret) if spelling in content] == []
    assert b"/EmbeddedFile" not in content
