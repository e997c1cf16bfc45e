"""`verify dossier`: what it says of a sound package, a changed one, and of no package."""

import json

import pytest

from examsys.cli import main
from examsys.filing import package, service
from tests.conftest import NOON
from tests.filing.samples import BOSS, made, opened


@pytest.fixture
def file(db, tmp_path):
    path = tmp_path / "材料.zip"
    path.write_bytes(service.take(made(opened()), reason="核对", actor=BOSS, at=NOON))
    return path


def test_a_sound_dossier_with_its_own_and_with_a_given_key(file, tmp_path, capsys):
    key = tmp_path / "key.pem"
    key.write_bytes(package.enclosed_key(file.read_bytes()))

    assert main(["verify", "dossier", str(file)]) == 0
    assert "第 1 版" in capsys.readouterr().out
    assert main(["verify", "dossier", str(file), "--key", str(key), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


@pytest.mark.parametrize("spoil", [lambda b: b"x" * 40, lambda b: b[: len(b) // 2]])
def test_what_is_no_package_is_refused(file, capsys, spoil):
    file.write_bytes(spoil(file.read_bytes()))

    assert main(["verify", "dossier", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_a_dossier_of_another_house_does_not_pass(file, tmp_path, capsys):
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = tmp_path / "other.pem"
    other = Ed25519PrivateKey.generate().public_key()
    key.write_bytes(other.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))

    assert main(["verify", "dossier", str(file), "--key", str(key)]) == 1
    assert "核验不通过" in capsys.readouterr().out
