"""A log made without a database, line by line as the export writes it."""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from examsys.audit.leaf import GENESIS, canonical, detail_digest, leaf_digest
from examsys.audit.merkle import Tree
from examsys.audit.note import Note, origin_of, sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = origin_of(KEY.public_key())
AT = "2026-11-21T04:00:00.000000+00:00"


def header() -> dict[str, Any]:
    key = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
    return {"kind": "header", "format": "examsys-audit/1", "origin": ORIGIN, "public_key": key}


def event(seq: int, prev: str, **over: Any) -> dict[str, Any]:
    salt, detail = f"salt{seq}", {"n": seq}
    fields = {
        "seq": seq,
        "at": AT,
        "actor": "zhao",
        "role": "head",
        "session": "",
        "ip": "127.0.0.1",
        "action": "batches.batch.moved",
        "object": f"batch:{seq}",
        "result": "done",
        "detail_digest": detail_digest(salt, detail),
        "prev": prev,
        **over,
    }
    return sealed({"kind": "event", **fields, "salt": salt, "detail": detail})


def sealed(line: dict[str, Any]) -> dict[str, Any]:
    """The same event with the leaf its fields call for."""
    return {**line, "leaf": leaf_digest(line)}


def note(tree: Tree, occasion: str) -> str:
    return sign(Note(ORIGIN, tree.size, tree.root(), AT, occasion), KEY)


def log(size: int, *, every: int = 3) -> list[dict[str, Any]]:
    """A sound log with a checkpoint after every few events."""
    made, tree, leaf = [header()], Tree(), GENESIS
    for seq in range(1, size + 1):
        line = event(seq, leaf)
        leaf = line["leaf"]
        tree.add(bytes.fromhex(leaf))
        made.append(line)
        if seq % every == 0:
            made.append(checkpoint(tree))
    head = {"kind": "head", "size": size, "leaf": leaf, "note": note(tree, "export")}
    return [*made, head]


def checkpoint(tree: Tree) -> dict[str, Any]:
    return {
        "kind": "checkpoint",
        "size": tree.size,
        "root": tree.root().hex(),
        "at": AT,
        "occasion": "hourly",
        "note": note(tree, "hourly"),
    }


def rechained(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What somebody with the whole log but without the key would write: a chain that fits."""
    made, leaf, seq = [], GENESIS, 0
    for line in lines:
        if line["kind"] == "event":
            seq += 1
            line = sealed({**line, "seq": seq, "prev": leaf})
            leaf = line["leaf"]
        made.append({**line, "leaf": leaf} if line["kind"] == "head" else line)
    return made


def written(lines: list[dict[str, Any]]) -> list[bytes]:
    return [canonical(line) + b"\n" for line in lines]
