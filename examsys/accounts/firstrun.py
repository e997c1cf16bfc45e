"""The first account of an instance: let in by a code that only the terminal shows.

`code` writes the code's hash to `first-run.code` (0600) in the instance and returns the code; a new
call replaces it. The file goes away with the first account.
"""

import hmac
import os
import re
from hashlib import sha256
from pathlib import Path

import pyotp

from examsys.accounts import queries
from examsys.accounts.codes import grouped

FILE = "first-run.code"


def needed() -> bool:
    """Whether this instance still waits for its first account."""
    return not queries.any_account()


def code(instance: Path) -> str:
    """returns: a fresh one-time code for the terminal, e.g. ABCD-EFGH-IJKL-MNOP; empty when
    the instance has an account already.
    """
    if not needed():
        done(instance)
        return ""
    fresh = pyotp.random_base32(32)[:16]
    path = instance / FILE
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(_digest(fresh))
    draft.replace(path)
    return grouped(fresh)


def matches(instance: Path, typed: str) -> bool:
    path = instance / FILE
    held = path.read_text() if path.is_file() else ""
    return bool(held) and hmac.compare_digest(held, _digest(typed))


def done(instance: Path) -> None:
    """The code has served."""
    (instance / FILE).unlink(missing_ok=True)


def _digest(text: str) -> str:
    return sha256(b"first run\x00" + re.sub(r"[^A-Z2-7]", "", text.upper()).encode()).hexdigest()
