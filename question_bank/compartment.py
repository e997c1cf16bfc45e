"""Papers and seeds under keys: each paper in a compartment of its own. Sealed paper:

    bytes 0-2    magic "CP1"
    bytes 3-6    length n of the wrapped key, big-endian
    n bytes      envelope CE1 of the paper's own key, under the bank's keys
    the rest     envelope CE1 of the paper, under its own key

Only the wrapped key depends on who keeps the bank's keys; `rewrap` changes hands without opening
the paper.
"""

import os
from uuid import UUID

from question_bank.errors import Tampered
from question_bank.paper import Paper
from question_bank.seal import KEY, KeyRing, Keys, Place
from question_bank.vault import Opening, Witness

MAGIC = b"CP1"
TABLE = "paper"


def seal_paper(paper: Paper, *, keys: Keys) -> bytes:
    """Seal a paper under a fresh key, and that key under the bank's."""
    own = os.urandom(KEY)
    body = KeyRing({1: own}).seal(paper.to_bytes(), place=_place(paper.uuid, "paper"))
    return _joined(keys.seal(own, place=_place(paper.uuid, "paper-key")), body)


def open_paper(
    sealed: bytes, *, uuid: UUID, keys: Keys, witness: Witness, reader: str, reason: str
) -> Paper:
    """Open one whole paper under one witnessed event.

    uuid: of the row the bytes were found in; another paper's bytes do not open there.
    raises: UnknownKey, Tampered, and whatever the witness raises.
    """
    wrapped, body = _parted(sealed, uuid)
    witness(Opening((), reader, reason, f"paper:{uuid}"))
    own = keys.open(wrapped, place=_place(uuid, "paper-key"))
    return Paper.from_bytes(KeyRing({1: own}).open(body, place=_place(uuid, "paper")))


def rewrap(sealed: bytes, *, uuid: UUID, old: Keys, new: Keys) -> bytes:
    """Hand a paper over to other keys; its text stays sealed. raises: UnknownKey, Tampered."""
    wrapped, body = _parted(sealed, uuid)
    place = _place(uuid, "paper-key")
    return _joined(new.seal(old.open(wrapped, place=place), place=place), body)


def seal_seed(seed: int, *, uuid: UUID, keys: Keys) -> bytes:
    """Seal the seed of a draw; with the cards of that day it proves the draw later."""
    return keys.seal(seed.to_bytes(32, "big"), place=_place(uuid, "seed"))


def open_seed(
    sealed: bytes, *, uuid: UUID, keys: Keys, witness: Witness, reader: str, reason: str
) -> int:
    """raises: UnknownKey, Tampered, and whatever the witness raises."""
    witness(Opening((), reader, reason, f"seed:{uuid}"))
    return int.from_bytes(keys.open(sealed, place=_place(uuid, "seed")), "big")


def _place(uuid: UUID, purpose: str) -> Place:
    return Place(TABLE, "envelope", uuid, 1, purpose)


def _joined(wrapped: bytes, body: bytes) -> bytes:
    return MAGIC + len(wrapped).to_bytes(4, "big") + wrapped + body


def _parted(sealed: bytes, uuid: UUID) -> tuple[bytes, bytes]:
    end = 7 + int.from_bytes(sealed[3:7], "big")
    if sealed[:3] != MAGIC or len(sealed) <= end:
        raise Tampered(_place(uuid, "paper"))
    return sealed[7:end], sealed[end:]
