"""Sealing bytes to a place. Envelope `CE1`:

    bytes  0-2     magic "CE1": format and its version
    byte   3       suite; 1 = AES-256-GCM with HKDF-SHA256
    bytes  4-7     number of the key-encryption key, big-endian
    bytes  8-39    salt, random
    bytes 40-51    nonce, random
    bytes 52-83    commitment to the record key
    bytes 84-      ciphertext, then a 16-byte tag

HKDF-SHA256(key, salt, context) gives 64 bytes: the record's own key and the commitment. AES-GCM
does not commit to its key; the stored commitment does. The place is authenticated, so an envelope
moved to another row, column, version or purpose does not open.
"""

import hmac
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.errors import Tampered, UnknownKey

PRODUCT = b"examsys"
MAGIC = b"CE1"
AES_256_GCM = 1
KEY, SALT, NONCE, COMMITMENT, TAG = 32, 32, 12, 32, 16
HEAD = len(MAGIC) + 1 + 4
_EIGHT, _SIXTEEN = (8).to_bytes(4, "big"), (16).to_bytes(4, "big")
BODY = HEAD + SALT + NONCE + COMMITMENT


class Cipher(Protocol):
    """An authenticated cipher under one record key."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...


SUITES: Mapping[int, Callable[[bytes], Cipher]] = {AES_256_GCM: AESGCM}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an envelope lives and what it is for; none of it is secret.

    row_uuid: a UUID, or its text in any form `UUID` reads.
    """

    table: str
    column: str
    row_uuid: UUID | str
    row_version: int
    purpose: str

    def __post_init__(self) -> None:
        if not (self.table and self.column and self.purpose):
            raise ValueError("a place names its table, column and purpose")
        if not 0 <= self.row_version < 2**63:
            raise ValueError("a row version is a number from 0")
        if not isinstance(self.row_uuid, UUID):
            object.__setattr__(self, "row_uuid", UUID(self.row_uuid))

    def associated(self, *, suite: int, kek: int) -> bytes:
        """The length-prefixed list that every envelope of this place authenticates."""
        assert isinstance(self.row_uuid, UUID)
        before, after = _around(suite, kek, self.table, self.column, self.purpose)
        version = _EIGHT + self.row_version.to_bytes(8, "big")
        return before + self.row_uuid.bytes + version + after


class Keys(Protocol):
    """What opens and seals: a key ring here, a keyholder under quorum custody later.

    No method hands out a key, so the implementation may live in another process.
    """

    @property
    def current(self) -> int:
        """The number of the key that new envelopes use."""

    def seal(self, plaintext: bytes, *, place: Place) -> bytes: ...

    def open(self, envelope: bytes, *, place: Place) -> bytes:
        """raises: UnknownKey, Tampered."""

    def mac(self, message: bytes, *, purpose: str) -> bytes:
        """A 32-byte keyed digest, stable as long as the current key is."""


class KeyRing:
    """Numbered 32-byte keys. New envelopes use the highest number; old ones still open.

    suites: the allow-list; the first seals, all of them open. An envelope cannot choose another.
    purposes: what these keys may be used for; None means anything.
    """

    def __init__(
        self,
        keys: Mapping[int, bytes],
        *,
        suites: Collection[int] = (AES_256_GCM,),
        purposes: Collection[str] | None = None,
    ) -> None:
        if not keys or any(len(key) != KEY for key in keys.values()):
            raise ValueError("a key ring needs at least one key, each of 32 bytes")
        if any(not 0 <= number < 2**32 for number in keys):
            raise ValueError("a key number is an unsigned 32-bit integer")
        if not suites or any(suite not in SUITES for suite in suites):
            raise ValueError("a key ring needs at least one suite that this software knows")
        self._keys = {number: bytes(key) for number, key in keys.items()}
        self._suites = tuple(suites)
        self._purposes = None if purposes is None else frozenset(purposes)
        self._current = max(self._keys)

    def __repr__(self) -> str:
        return f"KeyRing(numbers={sorted(self._keys)})"

    @property
    def current(self) -> int:
        return self._current

    def seal(self, plaintext: bytes, *, place: Place) -> bytes:
        """raises: ValueError for a purpose this ring does not serve."""
        if not self._serves(place):
            raise ValueError(f"this key ring does not serve the purpose {place.purpose}")
        return _sealed(
            plaintext,
            place=place,
            suite=self._suites[0],
            kek=self._current,
            key=self._keys[self._current],
            salt=os.urandom(SALT),
            nonce=os.urandom(NONCE),
        )

    def open(self, envelope: bytes, *, place: Place) -> bytes:
        """raises: UnknownKey, Tampered."""
        if len(envelope) < BODY + TAG or envelope[:3] != MAGIC or envelope[3] not in self._suites:
            raise Tampered(place)
        suite, kek = envelope[3], int.from_bytes(envelope[4:HEAD], "big")
        key = self._keys.get(kek)
        if key is None:
            raise UnknownKey(place)
        if not self._serves(place):
            raise Tampered(place)
        salt, nonce = envelope[HEAD : HEAD + SALT], envelope[HEAD + SALT : BODY - COMMITMENT]
        record = _record(key, salt=salt, suite=suite, purpose=place.purpose)
        if not compare_digest(record[KEY:], envelope[BODY - COMMITMENT : BODY]):
            raise Tampered(place)
        associated = place.associated(suite=suite, kek=kek)
        try:
            return SUITES[suite](record[:KEY]).decrypt(nonce, envelope[BODY:], associated)
        except InvalidTag:
            raise Tampered(place) from None

    def mac(self, message: bytes, *, purpose: str) -> bytes:
        """Digest a message under a key of its own, derived for this purpose alone."""
        info = _context(0, f"mac:{purpose}")
        key = HKDF(SHA256(), KEY, salt=None, info=info).derive(self._keys[self._current])
        return hmac.digest(key, message, sha256)

    def _serves(self, place: Place) -> bool:
        return self._purposes is None or place.purpose in self._purposes


def _sealed(
    plaintext: bytes, *, place: Place, suite: int, kek: int, key: bytes, salt: bytes, nonce: bytes
) -> bytes:
    record = _record(key, salt=salt, suite=suite, purpose=place.purpose)
    associated = place.associated(suite=suite, kek=kek)
    body = SUITES[suite](record[:KEY]).encrypt(nonce, plaintext, associated)
    head = MAGIC + bytes([suite]) + kek.to_bytes(4, "big")
    return head + salt + nonce + record[KEY:] + body


def _record(key: bytes, *, salt: bytes, suite: int, purpose: str) -> bytes:
    context = _context(suite, purpose)
    return HKDF(SHA256(), KEY + COMMITMENT, salt=salt, info=context).derive(key)


@lru_cache(maxsize=64)
def _context(suite: int, purpose: str) -> bytes:
    return _listed(PRODUCT, MAGIC, bytes([suite]), purpose.encode())


@lru_cache(maxsize=256)
def _around(suite: int, kek: int, table: str, column: str, purpose: str) -> tuple[bytes, bytes]:
    """What is the same for all rows of a column: the list before the row's uuid, and its end."""
    fixed = (PRODUCT, MAGIC, bytes([suite]), kek.to_bytes(4, "big"))
    before = _listed(*fixed, table.encode(), column.encode())
    return before + _SIXTEEN, _listed(purpose.encode())


def _listed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
