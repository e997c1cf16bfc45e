"""Signatures over canonical JSON, packages and notes: exact, complete, offline."""

import base64
import io
import subprocess
import zipfile
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from examsys.kernel import signing
from examsys.kernel.signing import BadSignature, Checkpoint, Package

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
FILES = {"report.json": b"{}", "名单.xlsx": b"PK"}
STATEMENT = {"year": 2026, "agency": "某机构"}


def package(files=FILES):
    return signing.write_package(files, key=KEY, statement=STATEMENT)


def rezipped(content, change):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ({"b": 1, "a": [True, None, "中"]}, '{"a":[true,null,"中"],"b":1}'),
        ({"e\u0301": "e\u0301"}, '{"é":"é"}'),
        ({"z": {}, "é": (), "A": -5}, '{"A":-5,"z":{},"é":[]}'),
        ('a"\n\u2028', '"a\\"\\n\u2028"'),
    ],
)
def test_canonical_json(thing, expected):
    assert signing.canonical(thing) == expected.encode()


@pytest.mark.parametrize(
    "thing", [1.0, {"a": float("nan")}, {1: 2}, Decimal(1), {"é": 1, "e\u0301": 2}, [b"x"], {"a"}]
)
def test_what_has_no_canonical_form(thing):
    with pytest.raises(ValueError):
        signing.canonical(thing)


def test_sign_and_verify():
    signature = signing.sign({"b": 1, "a": 2}, key=KEY)
    assert signing.verify({"a": 2, "b": 1}, signature, key=PUBLIC) is True
    assert signing.verify({"a": 2, "b": 2}, signature, key=PUBLIC) is False
    assert signing.verify({"a": 2, "b": 1}, signature, key=OTHER) is False
    assert signing.verify({"a": 2, "b": 1}, b"short", key=PUBLIC) is False


def test_a_package_opens_as_it_was_signed():
    assert signing.read_package(package(), key=PUBLIC) == Package(STATEMENT, FILES, ())
    assert package() == package(dict(reversed(FILES.items())))


def test_a_package_does_not_verify_under_another_key():
    opened = signing.read_package(package(), key=OTHER)
    assert opened.statement == {}
    assert opened.problems == ("清单的签名不正确：清单被改动，或不是这把公钥的机构签发的。",)


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (lambda f: f.update({"report.json": b"{ }"}), ("文件内容与清单不符：report.json。",)),
        (lambda f: f.pop("名单.xlsx"), ("缺少文件：名单.xlsx。",)),
        (lambda f: f.update({"x.txt": b""}), ("多出清单之外的文件：x.txt。",)),
        (
            lambda f: f.update({"manifest.json": f["manifest.json"] + b" "}),
            ("清单的签名不正确：清单被改动，或不是这把公钥的机构签发的。",),
        ),
        (
            lambda f: f.update({"manifest.sig": bytes(64)}),
            ("清单的签名不正确：清单被改动，或不是这把公钥的机构签发的。",),
        ),
    ],
)
def test_every_change_of_a_package_is_named(change, problems):
    assert signing.read_package(rezipped(package(), change), key=PUBLIC).problems == problems


def test_signed_json_of_another_kind_is_no_manifest():
    manifest = signing.canonical({"format": "else"})
    problems = signing.verify_files({}, manifest=manifest, signature=KEY.sign(manifest), key=PUBLIC)
    assert problems == ["清单的格式不是本系统的签名包格式。"]


def test_what_is_no_package():
    with pytest.raises(BadSignature, match="缺少 manifest"):
        signing.read_package(rezipped(package(), lambda f: f.pop("manifest.sig")), key=PUBLIC)
    for content in (b"", b"PK\x03\x04", package()[:-40]):
        with pytest.raises(BadSignature, match="已损坏"):
            signing.read_package(content, key=PUBLIC)


def test_the_manifest_verifies_with_openssl_alone(tmp_path, keys):
    manifest, signature = signing.sign_files(FILES, key=keys.report, statement=STATEMENT)
    for name, body in {
        "m": manifest,
        "s": signature,
        "k": keys.public_material()["report-public.pem"],
    }.items():
        (tmp_path / name).write_bytes(body)
    command = "openssl pkeyutl -verify -pubin -inkey k -rawin -in m -sigfile s"
    answer = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=True)
    assert b"Verified" in answer.stdout


def test_public_keys(keys):
    pem = keys.public_material()["audit-public.pem"]
    assert signing.load_public_key(pem) == keys.audit.public_key()
    with pytest.raises(BadSignature, match="无法读取"):
        signing.load_public_key(b"x")


POINT = Checkpoint("examsys.example/audit", 42, bytes(32))


def test_a_checkpoint_note():
    note = signing.checkpoint_note(POINT, key=KEY)
    head, line = note.split("\n\n")
    assert head == f"examsys.example/audit\n42\n{base64.b64encode(bytes(32)).decode()}"
    assert line.startswith("— examsys.example/audit ")
    assert len(base64.b64decode(line.split()[2])) == 68
    assert signing.open_note(note, key=PUBLIC) == POINT


def test_a_note_with_a_witness_line_still_opens():
    note = signing.checkpoint_note(POINT, key=KEY) + "— witness AAAA\n"
    assert signing.open_note(note, key=PUBLIC) == POINT


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("42", "43"),
        lambda note: note.replace("42", "042"),
        lambda note: note.replace("examsys.example", "examsys.other"),
        lambda note: note.replace("AAAA", "AAAB", 1),
        lambda note: note.split("\n\n")[0],
        lambda note: note.replace("\n\n", "\n"),
        lambda note: "",
        lambda note: note[:-10],
    ],
)
def test_a_changed_note_does_not_open(change):
    with pytest.raises(BadSignature):
        signing.open_note(change(signing.checkpoint_note(POINT, key=KEY)), key=PUBLIC)


def test_a_note_of_another_key_does_not_open():
    with pytest.raises(BadSignature, match="签名不正确"):
        signing.open_note(signing.checkpoint_note(POINT, key=KEY), key=OTHER)


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb"])
def test_origins_that_would_break_the_format(origin):
    with pytest.raises(BadSignature, match="来源名称"):
        signing.checkpoint_note(Checkpoint(origin, 1, b""), key=KEY)
