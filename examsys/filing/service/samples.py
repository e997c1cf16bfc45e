"""Samples of a filing: which items may become one is decided where papers are known, too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from examsys.bank import queries as bank_queries
from examsys.bank import service as bank
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict
from examsys.papers.models import PaperForm
from examsys.rules.states import ItemStatus

SHOWN = 50


def mark_samples(items: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Propose samples that stand in no paper ever drawn. raises: Conflict, Invalid."""
    taken = drawn()
    if any(item in taken for item in items):
        raise Conflict("所选试题中有已经抽入试卷的，不能作为样题，请取消勾选。")
    return bank.mark_samples(items, actor=actor, at=at)


def drawn() -> frozenset[UUID]:
    """Items of every paper ever drawn, from its references; no envelope is loaded."""
    refs = db.session.scalars(select(PaperForm.refs))
    return frozenset(UUID(str(row[0]).partition("@")[0]) for rows in refs for row in rows)


def candidates(level: int, component: str) -> list[Any]:
    """The first items in use that may become a sample, by point; metadata alone."""
    asked = bank_queries.Asked(level=level, component=component, status=ItemStatus.IN_USE.value)
    item = bank_queries.ITEM.c
    query = bank_queries.items(asked).where(item.times_used == 0)
    barred = drawn() | bank_queries.sample_items()
    if barred:
        query = query.where(item.uuid.not_in(barred))
    return list(
        db.session.execute(query.order_by(item.kind, item.point_code, item.uuid).limit(SHOWN))
    )
