"""Key files: made once, private, complete or refused."""

import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from examsys.kernel.keys import BadKeys, create, load
from question_bank.seal import Place

PLACE = Place("t", "c", "12345678-1234-5678-1234-567812345678", 1, "pii")


def test_files_are_private(tmp_path):
    create(tmp_path / "instance")
    folder = tmp_path / "instance" / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert sorted(file.name for file in folder.iterdir()) == [
        "audit.pem",
        "bank.json",
        "certificate.crt",
        "certificate.pem",
        "index.json",
        "pii.json",
        "report.pem",
        "session.json",
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["keys"]


def test_keys_are_created_once(tmp_path):
    first = create(tmp_path)
    again = create(tmp_path)
    assert again.public_material() == first.public_material()
    assert (again.index, again.session) == (first.index, first.session)
    assert again.pii.open(first.pii.seal(b"x", place=PLACE), place=PLACE) == b"x"
    assert len({first.index, first.session}) == 2


@pytest.mark.parametrize("name", ["pii.json", "audit.pem", "certificate.pem"])
def test_a_missing_file_is_never_made_anew(tmp_path, name):
    create(tmp_path)
    (tmp_path / "keys" / name).unlink()
    with pytest.raises(BadKeys, match="请从密钥备份恢复，切勿重新生成"):
        create(tmp_path)


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_file_others_can_read_is_refused(tmp_path, mode):
    create(tmp_path)
    path = tmp_path / "keys" / "pii.json"
    path.chmod(mode)
    with pytest.raises(BadKeys) as refusal:
        load(tmp_path)
    assert str(refusal.value) == (f"{path} 可被其他用户读取：请执行 chmod 600 {path} 后重新启动。")


def test_a_folder_others_can_read_is_refused(tmp_path):
    create(tmp_path)
    (tmp_path / "keys").chmod(0o755)
    with pytest.raises(BadKeys, match="chmod 700"):
        load(tmp_path)


def test_no_folder_says_what_to_run(tmp_path):
    with pytest.raises(BadKeys, match="examsys init"):
        load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"1": "AAAA"}', b'{"1": 7}'])
def test_a_damaged_ring_is_refused(tmp_path, content):
    create(tmp_path)
    (tmp_path / "keys" / "pii.json").write_bytes(content)
    with pytest.raises(BadKeys, match="已损坏"):
        load(tmp_path)


def test_a_foreign_certificate_is_refused(tmp_path):
    create(tmp_path / "a")
    create(tmp_path / "b")
    other = (tmp_path / "b" / "keys" / "certificate.crt").read_bytes()
    (tmp_path / "a" / "keys" / "certificate.crt").write_bytes(other)
    with pytest.raises(BadKeys, match="不配套"):
        load(tmp_path / "a")


def test_public_material_is_public(tmp_path):
    keys = create(tmp_path, holder="某认定机构")
    material = keys.public_material()
    assert b"PRIVATE" not in b"".join(material.values())
    signature = keys.report.sign(b"words")
    load_pem_public_key(material["report-public.pem"]).verify(signature, b"words")
    certificate = x509.load_pem_x509_certificate(material["certificate-signing.crt"])
    assert certificate.subject.rfc4514_string() == "CN=某认定机构"
    assert certificate.public_key() == keys.certificate_key.public_key()


def test_repr_shows_no_secret(tmp_path):
    keys = create(tmp_path)
    shown = repr(keys)
    assert "index" not in shown
    assert "KeyRing(numbers=[1])" in shown
