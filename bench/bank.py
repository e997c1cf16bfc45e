"""How fast items are sealed and opened, against the same primitives called bare in the same run.

Prints one JSON line a figure: name, value, unit, baseline, ratio, n.
"""

import json
import os
from collections.abc import Callable
from time import perf_counter
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.seal import BODY, HEAD, NONCE, SALT, KeyRing, Place

COUNT, ROUNDS, SIZE = 20_000, 5, 1024
KEK = os.urandom(32)
INFO = b"x" * 40


def main() -> None:
    ring = KeyRing({1: KEK})
    places = [Place("bank_item_version", "envelope", UUID(int=n), 1, "item") for n in range(COUNT)]
    texts = [os.urandom(SIZE) for _ in range(COUNT)]
    bare = [bare_seal(text) for text in texts]
    sealed = [ring.seal(text, place=place) for text, place in zip(texts, places, strict=True)]

    def seal_all() -> None:
        for text, place in zip(texts, places, strict=True):
            ring.seal(text, place=place)

    def open_all() -> None:
        for envelope, place in zip(sealed, places, strict=True):
            ring.open(envelope, place=place)

    def bare_seal_all() -> None:
        for text in texts:
            bare_seal(text)

    def bare_open_all() -> None:
        for envelope in bare:
            bare_open(envelope)

    report("seal_1kb", seal_all, bare_seal_all)
    report("open_1kb", open_all, bare_open_all)


def bare_seal(text: bytes) -> bytes:
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    key = HKDF(SHA256(), 64, salt=salt, info=INFO).derive(KEK)
    return bytes(HEAD) + salt + nonce + key[32:] + AESGCM(key[:32]).encrypt(nonce, text, INFO)


def bare_open(envelope: bytes) -> bytes:
    key = HKDF(SHA256(), 64, salt=envelope[HEAD : HEAD + SALT], info=INFO).derive(KEK)
    nonce = envelope[HEAD + SALT : HEAD + SALT + NONCE]
    return AESGCM(key[:32]).decrypt(nonce, envelope[BODY:], INFO)


def report(name: str, ours: Callable[[], None], bare: Callable[[], None]) -> None:
    """Take turns, so that a busy machine slows both; the best round of each counts."""
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for index, work in enumerate((ours, bare)):
            start = perf_counter()
            work()
            best[index] = min(best[index], perf_counter() - start)
    value, baseline = (COUNT / seconds for seconds in best)
    figure = {
        "name": name,
        "value": round(value),
        "unit": "items/s",
        "baseline": round(baseline),
        "ratio": round(value / baseline, 3),
        "n": COUNT,
    }
    print(json.dumps(figure))


if __name__ == "__main__":
    main()
