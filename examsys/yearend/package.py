"""The signed package: one zip that is checked to the last byte with the public key alone.

Members: report.pdf, figures.xlsx, list.xlsx, report.json, checkpoint.txt, report-public.pem, and
manifest.json with manifest.sig of `kernel.signing`. They are stored, not deflated, so the bytes of
the zip follow from its members and anything added between or after them shows.
"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from examsys.kernel import signing
from examsys.kernel.signing import EPOCH, MANIFEST, SIGNATURE, UNREADABLE, BadSignature
from examsys.yearend.examining import wrong_figures

REPORT, KEY = "report.json", "report-public.pem"
MEMBERS = ("report.pdf", "figures.xlsx", "list.xlsx", REPORT, "checkpoint.txt", KEY)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found. checked: in words, in the order of the checks."""

    statement: Mapping[str, Any]
    checked: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def pack(
    files: Mapping[str, bytes], *, key: Ed25519PrivateKey, statement: Mapping[str, Any]
) -> bytes:
    """Sign the members; equal input gives equal bytes."""
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    whole = {**files, KEY: public}
    manifest, signature = signing.sign_files(whole, key=key, statement=statement)
    return _zipped({**whole, MANIFEST: manifest, SIGNATURE: signature})


def enclosed_key(content: bytes) -> Ed25519PublicKey:
    """The public key in the package itself: proves integrity, not origin. raises: BadSignature."""
    return signing.load_public_key(_members(content).get(KEY, b""))


def check(content: bytes, *, key: Ed25519PublicKey) -> Verdicts:
    """Check every byte, then what the report says.

    raises: BadSignature when it is no package at all.
    """
    package = signing.read_package(content, key=key)
    problems = list(package.problems)
    checked = ["清单签名", "各文件指纹", "包内没有签名之外的内容"]
    if not problems and content != _zipped(_members(content)):
        problems.append("签名包在签发后被附加或改动：文件之间或文件之后有签名之外的字节。")
    if not problems:
        problems += [f"缺少文件：{name}。" for name in MEMBERS if name not in package.files]
    if not problems:
        found = json.loads(package.files[REPORT])
        checked += ["清单与报告一致", "合计与名单一致"]
        problems += _inner(package.statement, found)
    return Verdicts(package.statement, tuple(checked), tuple(problems))


def _inner(statement: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    problems = [
        f"清单与报告不一致：{word}。"
        for name, word in (("year", "年度"), ("kind", "种类"), ("cut_off", "数据截止日"))
        if statement.get(name) != found.get(name)
    ]
    on = date.fromisoformat(str(statement["sealed_on"]))
    return problems + wrong_figures(found, on=on)


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except UNREADABLE as error:
        raise BadSignature("文件已损坏，或不是签名包（zip）。") from error


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compress_type=zipfile.ZIP_STORED)
    return out.getvalue()
