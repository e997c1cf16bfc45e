"""Ed25519 over canonical JSON: signed packages of files, and signed notes for checkpoints.

A package is a set of files, `manifest.json` (canonical JSON, layout below) and `manifest.sig` (the
64 raw signature bytes over exactly the manifest's bytes), so `openssl pkeyutl -verify -rawin` can
check it as well as we can.

    {"files": [{"name": …, "sha256": …, "size": …}, …], "format": "examsys-package/1",
     "statement": {…}}

A note follows the C2SP signed-note shape: the text, an empty line, and one line per signature:
`— <key name> <base64 of 4 bytes of key id and 64 bytes of signature>`.
"""

import base64
import json
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "examsys-package/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
EPOCH = (2026, 1, 1, 0, 0, 0)
MAX_PACKAGE = 200 * 1024 * 1024
ED25519 = b"\x01"
# What `zipfile` lets through of a zip whose every byte may have been changed.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


class BadSignature(ValueError):
    """What was handed in is not what was signed; the sentence says which part."""


@dataclass(frozen=True, slots=True)
class Package:
    """A read package. No problem in `problems` means that it is exactly what was signed."""

    statement: dict[str, Any]
    files: dict[str, bytes] = field(repr=False)
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of an append-only log: how many leaves, and their Merkle root."""

    origin: str
    size: int
    root: bytes


def canonical(thing: object) -> bytes:
    """One spelling of JSON: NFC, keys sorted, no spaces, UTF-8; numbers are whole.

    raises: ValueError for a float, a key that is no text, or two keys of one spelling.
    """
    plain = _plain(thing)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(thing: object, *, key: Ed25519PrivateKey) -> bytes:
    """returns: 64 bytes."""
    return key.sign(canonical(thing))


def verify(thing: object, signature: bytes, *, key: Ed25519PublicKey) -> bool:
    return _verifies(canonical(thing), signature, key)


def load_public_key(pem: bytes) -> Ed25519PublicKey:
    """raises: BadSignature when it is not an Ed25519 public key in PEM."""
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise BadSignature("公钥文件无法读取：请使用机构公布的 PEM 公钥。") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadSignature("公钥不是 Ed25519 公钥：请使用机构公布的公钥。")
    return key


def sign_files(
    files: Mapping[str, bytes], *, key: Ed25519PrivateKey, statement: Mapping[str, Any]
) -> tuple[bytes, bytes]:
    """returns: the manifest's bytes and its signature."""
    listed = [
        {"name": name, "sha256": sha256(content).hexdigest(), "size": len(content)}
        for name, content in sorted(files.items())
    ]
    manifest = canonical({"format": FORMAT, "statement": dict(statement), "files": listed})
    return manifest, key.sign(manifest)


def verify_files(
    files: Mapping[str, bytes], *, manifest: bytes, signature: bytes, key: Ed25519PublicKey
) -> list[str]:
    """returns: what does not agree, in sentences; an empty list passes."""
    if not _verifies(manifest, signature, key):
        return ["清单的签名不正确：清单被改动，或不是这把公钥的机构签发的。"]
    listed = _listing(manifest)
    if listed is None:
        return ["清单的格式不是本系统的签名包格式。"]
    problems = [f"多出清单之外的文件：{name}。" for name in sorted(files.keys() - listed.keys())]
    for name, (digest, size) in listed.items():
        if name not in files:
            problems.append(f"缺少文件：{name}。")
        elif len(files[name]) != size or sha256(files[name]).hexdigest() != digest:
            problems.append(f"文件内容与清单不符：{name}。")
    return problems


def write_package(
    files: Mapping[str, bytes], *, key: Ed25519PrivateKey, statement: Mapping[str, Any]
) -> bytes:
    """A zip of the files with their signed manifest; equal input gives equal bytes."""
    manifest, signature = sign_files(files, key=key, statement=statement)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted({**files, MANIFEST: manifest, SIGNATURE: signature}.items()):
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_package(content: bytes, *, key: Ed25519PublicKey) -> Package:
    """Open a package and check every byte of it.

    raises: BadSignature when it is no package at all.
    """
    files = _unzipped(content)
    manifest, signature = files.pop(MANIFEST, b""), files.pop(SIGNATURE, b"")
    if not manifest or not signature:
        raise BadSignature("这不是签名包：缺少 manifest.json 或 manifest.sig。")
    problems = verify_files(files, manifest=manifest, signature=signature, key=key)
    if _verifies(manifest, signature, key) and _listing(manifest) is not None:
        return Package(json.loads(manifest)["statement"], files, tuple(problems))
    return Package({}, files, tuple(problems))


def checkpoint_note(checkpoint: Checkpoint, *, key: Ed25519PrivateKey) -> str:
    """The signed note of a checkpoint; its key is named by its origin."""
    text = _note_text(checkpoint)
    signature = key.sign(text.encode())
    stamp = base64.b64encode(_key_id(checkpoint.origin, key.public_key()) + signature).decode()
    return f"{text}\n— {checkpoint.origin} {stamp}\n"


def open_note(note: str, *, key: Ed25519PublicKey) -> Checkpoint:
    """raises: BadSignature."""
    text, separator, lines = note.partition("\n\n")
    text += "\n"
    try:
        origin, size, root = text.splitlines()
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError as error:
        raise BadSignature("检查点的格式不正确。") from error
    if not separator or _note_text(checkpoint) != text:
        raise BadSignature("检查点的格式不正确。")
    expected = _key_id(checkpoint.origin, key)
    for line in lines.splitlines():
        stamp = _stamp(line, checkpoint.origin)
        if stamp[:4] == expected and _verifies(text.encode(), stamp[4:], key):
            return checkpoint
    raise BadSignature("检查点的签名不正确：内容被改动，或不是这把公钥的机构签发的。")


def _note_text(checkpoint: Checkpoint) -> str:
    if not checkpoint.origin or any(c.isspace() or c == "+" for c in checkpoint.origin):
        raise BadSignature("检查点的来源名称不能为空，也不能含空格或加号。")
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    raw = key.public_bytes_raw()
    return sha256(name.encode() + b"\n" + ED25519 + raw).digest()[:4]


def _stamp(line: str, origin: str) -> bytes:
    prefix = f"— {origin} "
    if not line.startswith(prefix):
        return b""
    try:
        return base64.b64decode(line.removeprefix(prefix), validate=True)
    except ValueError:
        return b""


def _verifies(message: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _listing(manifest: bytes) -> dict[str, tuple[str, int]] | None:
    try:
        body = json.loads(manifest)
        assert body["format"] == FORMAT
        assert isinstance(body["statement"], dict)
        return {file["name"]: (file["sha256"], file["size"]) for file in body["files"]}
    except (ValueError, KeyError, TypeError, AssertionError):
        return None


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_PACKAGE:
                raise BadSignature("签名包解压后超过 200 MB，不予打开。")
            files = {entry.filename: archive.read(entry) for entry in entries}
    except BadSignature:
        raise
    except UNREADABLE as error:
        raise BadSignature("文件已损坏，或不是签名包（zip）。") from error
    if len(files) != len(entries):
        raise BadSignature("签名包内有重名文件，不予打开。")
    return files


def _plain(thing: object) -> object:
    if thing is None or isinstance(thing, bool | int):
        return thing
    if isinstance(thing, str):
        return unicodedata.normalize("NFC", thing)
    if isinstance(thing, list | tuple):
        return [_plain(part) for part in thing]
    if isinstance(thing, Mapping):
        if not all(isinstance(name, str) for name in thing):
            raise ValueError("canonical JSON has text keys only")
        plain = {unicodedata.normalize("NFC", name): _plain(part) for name, part in thing.items()}
        if len(plain) != len(thing):
            raise ValueError("two keys of one spelling")
        return plain
    raise ValueError(f"canonical JSON cannot hold a {type(thing).__name__}")
