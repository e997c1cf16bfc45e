"""The leaf format: what is hashed, byte for byte. Pure, so that a stranger can repeat it.

    detail_digest = SHA-256(salt ‖ canonical JSON of detail)
    leaf          = SHA-256(0x00 ‖ canonical JSON of the fields below, prev included)

Canonical JSON: UTF-8, keys sorted, no blanks, no ASCII escapes.
"""

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64
FIELDS = (
    "seq",
    "at",
    "actor",
    "role",
    "session",
    "ip",
    "action",
    "object",
    "result",
    "detail_digest",
    "prev",
)


def canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def detail_digest(salt: str, detail: Mapping[str, object]) -> str:
    return hashlib.sha256(salt.encode() + canonical(dict(detail))).hexdigest()


def leaf_digest(fields: Mapping[str, object]) -> str:
    body = {name: fields[name] for name in FIELDS}
    return hashlib.sha256(b"\x00" + canonical(body)).hexdigest()
