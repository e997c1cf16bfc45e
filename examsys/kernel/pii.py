"""Personal numbers in rows: sealed in full, searchable by a keyed index, shown by the last four.

A model that keeps `id_number` has the columns `uuid`, `id_number_sealed: bytes | None`,
`id_number_last4: str | None` and, where it is looked up, `id_number_index: bytes | None`.
"""

import hmac
import re
import unicodedata
from hashlib import sha256
from typing import Any

from flask import current_app

from examsys.kernel.keys import Keys
from question_bank.seal import Place

PURPOSE = "pii"
LOOK_ALIKE_X = str.maketrans({"х": "X", "Х": "X", "×": "X", "χ": "X", "Χ": "X", "✕": "X"})
COUNTRY = re.compile(r"^(?:\+|00)86(?=1\d{10}$)|^86(?=1\d{10}$)")


def keys() -> Keys:
    """The keys of the running application."""
    found = current_app.extensions["keys"]
    assert isinstance(found, Keys)
    return found


def put(row: Any, name: str, text: str | None) -> None:
    """Seal a value into `row`, with its last four characters and its index if kept."""
    value = normalise(text or "")
    envelope = keys().pii.seal(value.encode(), place=_place(row, name)) if value else None
    setattr(row, f"{name}_sealed", envelope)
    setattr(row, f"{name}_last4", value[-4:] if value else None)
    if hasattr(type(row), f"{name}_index"):
        setattr(row, f"{name}_index", index_of(name, value) if value else None)


def get(row: Any, name: str) -> str:
    """Open a sealed value; empty when the row has none. The caller records why.

    raises: question_bank.errors.Tampered, UnknownKey.
    """
    envelope = getattr(row, f"{name}_sealed")
    return keys().pii.open(envelope, place=_place(row, name)).decode() if envelope else ""


def index_of(name: str, text: str) -> bytes:
    """The blind index of a value: equal values give equal indexes, in every table."""
    message = name.encode() + b"\x00" + normalise(text).encode()
    return hmac.digest(keys().index, message, sha256)


def normalise(text: str) -> str:
    """One spelling for look-alike writings: full width, spaces, hyphens, any kind of x."""
    folded = unicodedata.normalize("NFKC", text.translate(LOOK_ALIKE_X))
    kept = [
        character
        for character in folded
        if unicodedata.category(character) not in {"Cc", "Cf", "Zs", "Zl", "Zp", "Pd"}
    ]
    return COUNTRY.sub("", "".join(kept).upper())


def _place(row: Any, name: str) -> Place:
    if not row.uuid:
        raise ValueError("a row gets its uuid before personal numbers are put into it")
    return Place(row.__tablename__, name, row.uuid, row_version=1, purpose=PURPOSE)
