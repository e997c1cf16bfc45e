"""Checkpoints as signed notes (C2SP signed-note, tlog-checkpoint): text that a stranger verifies.

    <origin>            examsys-audit/<first 16 hex digits of SHA-256 of the public key>
    <size>              leaves under the root, decimal
    <root>              base64 of the Merkle root
    <time> <occasion>   an extension line: when and why

    — <origin> <base64 of 4 bytes key id ‖ 64 bytes Ed25519 signature over all lines above>

The key id is SHA-256(origin ‖ 0x0A ‖ 0x01 ‖ public key), first four bytes.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


class BadNote(ValueError):
    """Not a note, or not signed by this key; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a checkpoint states."""

    origin: str
    size: int
    root: bytes
    at: str
    occasion: str

    @property
    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{self.at} {self.occasion}\n"


def origin_of(key: Ed25519PublicKey) -> str:
    return "examsys-audit/" + hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def sign(note: Note, key: Ed25519PrivateKey) -> str:
    signature = _key_id(note.origin, key.public_key()) + key.sign(note.text.encode())
    return f"{note.text}\n— {note.origin} {base64.b64encode(signature).decode()}\n"


def open_note(signed: str, key: Ed25519PublicKey) -> Note:
    """raises: BadNote unless every byte is what the key's holder signed."""
    note, signature = _parse(signed)
    if note.origin != origin_of(key) or signature[:4] != _key_id(note.origin, key):
        raise BadNote("检查点不是用这把公钥对应的私钥签署的")
    try:
        key.verify(signature[4:], note.text.encode())
    except InvalidSignature:
        raise BadNote("检查点的签名不成立，内容已被改动") from None
    return note


def _parse(signed: str) -> tuple[Note, bytes]:
    try:
        text, last = signed.split("\n\n")
        origin, size, root, extension = text.split("\n")
        at, occasion = extension.split(" ")
        dash, name, coded = last.removesuffix("\n").split(" ")
        note = Note(origin, int(size), base64.b64decode(root, validate=True), at, occasion)
        signature = base64.b64decode(coded, validate=True)
    except (ValueError, binascii.Error):
        raise BadNote("检查点的格式不符") from None
    rebuilt = f"{note.text}\n— {origin} {base64.b64encode(signature).decode()}\n"
    if (dash, name, rebuilt) != ("—", origin, signed):
        raise BadNote("检查点的格式不符")
    return note, signature


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x01" + key.public_bytes_raw()).digest()[:4]
