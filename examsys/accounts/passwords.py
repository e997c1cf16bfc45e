"""Passwords: what is accepted, how it is kept (Argon2id, PHC notation), how long it lasts.

source: trust §2.3, profile 等保: at least 12 characters, 3 of 4 classes, a blocklist, 90 days.
"""

import os
import secrets
import string
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from examsys.accounts.weak import is_common

MIN_LENGTH, MAX_LENGTH, MIN_CLASSES = 12, 128, 3
HISTORY = 5
MAX_AGE = timedelta(days=90)
# 19 MiB, 2 passes: 53 ms and 39 sign-ins a second on 2 cores (trust §3).
COST: Any = {"length": 32, "iterations": 2, "lanes": 1, "memory_cost": 19_456}
# Verified when there is no such account, so that both answers take the same time.
DUMMY = (
    "$argon2id$v=19$m=19456,t=2,p=1$+lEWJOgr1XMjvl31nXVtKQ"
    "$Lu+i12vXhjmT8g9SqH8pVJUbU3csvg79gN99cvcbK4g"
)
_AT_ONCE = BoundedSemaphore(2)
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 l I i o


def hash_password(text: str) -> str:
    with _AT_ONCE:
        return Argon2id(salt=os.urandom(16), **COST).derive_phc_encoded(_bytes(text))


def verify_password(text: str, phc: str) -> bool:
    with _AT_ONCE:
        try:
            Argon2id.verify_phc_encoded(_bytes(text[:MAX_LENGTH]), phc)
        except InvalidKey:
            return False
    return True


def one_time() -> str:
    """returns: a password to be handed over once and changed at the first sign-in."""
    while True:
        text = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
        if not problems(text):
            return text


def problems(text: str, *, personal: Iterable[str] = (), history: Sequence[str] = ()) -> list[str]:
    """What speaks against a new password, as sentences; empty when it is accepted.

    personal: words an attacker tries first: login, name, agency.
    history: PHC strings of the last passwords, the current one included.
    """
    folded = unicodedata.normalize("NFKC", text)
    found = []
    if len(folded) < MIN_LENGTH:
        found.append(f"口令至少{MIN_LENGTH}个字符，现为{len(folded)}个。")
    if len(folded) > MAX_LENGTH:
        found.append(f"口令最多{MAX_LENGTH}个字符，现为{len(folded)}个。")
        return found
    if _classes(folded) < MIN_CLASSES:
        found.append("口令须包含大写字母、小写字母、数字、符号中的至少三类。")
    if is_common(folded, personal=personal):
        found.append("口令过于常见，或主要由姓名、账号、单位名称组成，请换一个。")
    if not found and any(verify_password(text, old) for old in history):
        found.append(f"不能使用最近{HISTORY}次用过的口令，请换一个。")
    return found


def expired(changed_at: datetime, *, at: datetime) -> bool:
    return at >= changed_at + MAX_AGE


def _classes(text: str) -> int:
    kinds = (str.isupper, str.islower, str.isdecimal, _is_symbol)
    return sum(any(kind(character) for character in text) for kind in kinds)


def _is_symbol(character: str) -> bool:
    return character in string.punctuation or not (character.isalnum() and character.isascii())


def _bytes(text: str) -> bytes:
    return unicodedata.normalize("NFKC", text).encode()
