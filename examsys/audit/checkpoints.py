"""Take checkpoints: a signed root over all events so far, for printing and for anchoring.

A chain alone does not stop somebody who can rewrite all of it; a root that left the house does.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from examsys.audit.merkle import Tree
from examsys.audit.models import AuditEvent, Checkpoint
from examsys.audit.note import Note, origin_of, sign
from examsys.kernel import chores, pii
from examsys.kernel.db import db

EVERY = timedelta(hours=1)
OCCASIONS = {
    "hourly": "定时",
    "release": "试卷启封",
    "publication": "公示发布",
    "issue": "证书签发",
    "report": "年度报告",
    "export": "日志导出",
    "manual": "人工",
}


def take(occasion: str, at: datetime) -> Checkpoint | None:
    """Sign the root of the log as it stands, in the caller's unit of work.

    occasion: a key of OCCASIONS.
    returns: the new checkpoint, or the last one when nothing has happened since; None for an
    empty log.
    """
    if occasion not in OCCASIONS:
        raise ValueError(f"unknown occasion {occasion}")
    before = last()
    tree = grown(before)
    if before is not None and before.size == tree.size:
        return before
    if tree.size == 0:
        return None
    taken = Checkpoint(
        size=tree.size,
        root=tree.root().hex(),
        peaks=[peak.hex() for peak in tree.peaks],
        note=signed(tree, occasion=occasion, at=at),
        at=at.isoformat(timespec="microseconds"),
        occasion=occasion,
    )
    db.session.add(taken)
    db.session.flush()
    return taken


def take_if_due(*, at: datetime) -> Checkpoint | None:
    """The hourly checkpoint, for the worker to ask for as often as it likes."""
    before = last()
    if before is not None and at < datetime.fromisoformat(before.at) + EVERY:
        return None
    return take("hourly", at)


chores.register("hourly checkpoint", take_if_due, every=timedelta(minutes=5))


def last() -> Checkpoint | None:
    return db.session.scalar(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1))


def grown(before: Checkpoint | None) -> Tree:
    """The tree of a checkpoint, grown by the events since."""
    if before is None:
        tree = Tree()
    else:
        tree = Tree(before.size, [bytes.fromhex(peak) for peak in before.peaks])
    since = select(AuditEvent.leaf).where(AuditEvent.id > tree.size).order_by(AuditEvent.id)
    for leaf in db.session.scalars(since):
        tree.add(bytes.fromhex(leaf))
    return tree


def signed(tree: Tree, *, occasion: str, at: datetime) -> str:
    """returns: the signed note over a tree."""
    key = pii.keys().audit
    stamp = at.isoformat(timespec="microseconds")
    note = Note(origin_of(key.public_key()), tree.size, tree.root(), stamp, occasion)
    return sign(note, key)
