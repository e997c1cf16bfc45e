"""The log as lines of canonical JSON, for keeping and for verifying elsewhere.

{"kind": "header", "format", "origin", "public_key"}             once, first
{"kind": "event", "seq", …, "leaf", "salt", "detail"}            1 … n; salt null = erased
{"kind": "checkpoint", "size", "root", "at", "occasion", "note"} after the event it ends with
{"kind": "head", "size", "leaf", "note"}                         once, last: nothing is cut off
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from examsys.audit import checkpoints
from examsys.audit.leaf import FIELDS, GENESIS, canonical
from examsys.audit.merkle import Tree
from examsys.audit.models import AuditDetail, AuditEvent, AuditHead, Checkpoint
from examsys.audit.note import origin_of
from examsys.kernel import pii
from examsys.kernel.db import db

FORMAT = "examsys-audit/1"


def lines(at: datetime) -> Iterator[bytes]:
    """returns: the whole log as of now, line by line, without holding it in memory."""
    size = db.session.scalar(select(AuditHead.size).where(AuditHead.id == 1)) or 0
    key = pii.keys().audit.public_key()
    yield _line(
        kind="header",
        format=FORMAT,
        origin=origin_of(key),
        public_key=base64.b64encode(key.public_bytes_raw()).decode(),
    )
    tree, leaf, signed = Tree(), GENESIS, _checkpoints(size)
    for event in _events(size):
        leaf = event["leaf"]
        tree.add(bytes.fromhex(leaf))
        yield _line(kind="event", **event)
        if tree.size in signed:
            yield _line(kind="checkpoint", **signed[tree.size])
    note = checkpoints.signed(tree, occasion="export", at=at)
    yield _line(kind="head", size=tree.size, leaf=leaf, note=note)


def _events(size: int) -> Iterator[dict[str, Any]]:
    names = [name for name in FIELDS if name != "seq"] + ["leaf"]
    columns = [AuditEvent.id.label("seq"), *(getattr(AuditEvent, name) for name in names)]
    query = (
        select(*columns, AuditDetail.salt, AuditDetail.detail)
        .outerjoin(AuditDetail, AuditDetail.id == AuditEvent.id)
        .where(AuditEvent.id <= size)
        .order_by(AuditEvent.id)
        .execution_options(yield_per=1000)
    )
    for row in db.session.execute(query).mappings():
        yield dict(row)


def _checkpoints(size: int) -> dict[int, dict[str, Any]]:
    names = ("size", "root", "at", "occasion", "note")
    columns = [getattr(Checkpoint, name) for name in names]
    query = select(*columns).where(Checkpoint.size <= size).order_by(Checkpoint.size)
    return {row["size"]: dict(row) for row in db.session.execute(query).mappings()}


def _line(**fields: Any) -> bytes:
    return canonical(fields) + b"\n"
