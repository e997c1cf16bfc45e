"""The signed ZIP of a dossier, as `kernel.signing` writes it, with our public key inside."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from examsys.kernel import signing

KEY = "report-public.pem"


def pack(
    files: Mapping[str, bytes], *, key: Ed25519PrivateKey, statement: Mapping[str, Any]
) -> bytes:
    """Sign the members; equal input gives equal bytes."""
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return signing.write_package({**files, KEY: pem}, key=key, statement=statement)


def check(content: bytes, *, key: Ed25519PublicKey) -> signing.Package:
    """raises: signing.BadSignature when it is no package at all."""
    return signing.read_package(content, key=key)


def enclosed_key(content: bytes) -> bytes:
    """The public key in the package itself: proves integrity, not origin."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return packed.read(KEY)
    except signing.UNREADABLE as error:
        raise signing.BadSignature("文件已损坏，或不是签名包（zip）。") from error
