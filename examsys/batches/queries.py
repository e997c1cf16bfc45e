"""Reads of batches for screens and for later features."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import joinedload, selectinload

from examsys.batches import gates
from examsys.batches.frozen import frozen
from examsys.batches.models import Batch, Duty
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.rules.lives import BATCH_LIFE
from examsys.rules.states import BatchState

OPEN = tuple(s for s in BatchState if s not in {BatchState.ARCHIVED, BatchState.CANCELLED})


def batch(batch_id: int) -> Batch:
    """One batch; its sittings, rooms, duties and steps are read when a page names them.

    raises: Missing.
    """
    options = (joinedload(Batch.occupation), joinedload(Batch.site))
    found = db.session.scalar(select(Batch).where(Batch.id == batch_id).options(*options))
    if found is None:
        raise Missing("没有这个批次。请从批次列表重新选择。")
    return found


def batches(
    *, year: int | None = None, level: int | None = None, state: str = "", q: str = ""
) -> Select[Batch]:
    query = select(Batch).options(joinedload(Batch.site), selectinload(Batch.steps))
    if year:
        query = query.where(Batch.year == year)
    if level:
        query = query.where(Batch.level == level)
    if state:
        query = query.where(Batch.state == state)
    return query.where(Batch.number.contains(q, autoescape=True)) if q else query


def open_batches() -> Sequence[Batch]:
    """Batches that still need work, the nearest examination first."""
    query = select(Batch).where(Batch.state.in_(OPEN)).options(selectinload(Batch.steps))
    return db.session.scalars(query.order_by(Batch.exam_on, Batch.id)).all()


def finished_batches() -> Sequence[Batch]:
    """The ten newest archived batches, for who looks something up."""
    query = select(Batch).where(Batch.state == BatchState.ARCHIVED).limit(10)
    return db.session.scalars(query.order_by(Batch.exam_on.desc(), Batch.id.desc())).all()


def latest() -> Sequence[Row[int, int, int, int]]:
    """id, year, seq and level of the thirty newest batches that were not cancelled."""
    query = select(Batch.id, Batch.year, Batch.seq, Batch.level)
    query = query.where(Batch.state != BatchState.CANCELLED)
    return db.session.execute(query.order_by(Batch.year.desc(), Batch.seq.desc()).limit(30)).all()


def years() -> Sequence[int]:
    return db.session.scalars(select(Batch.year).distinct().order_by(Batch.year.desc())).all()


def duty(duty_id: int) -> Duty:
    """raises: Missing."""
    found = db.session.get(Duty, duty_id)
    if found is None:
        raise Missing("没有这条考务安排，可能已被移除。")
    return found


def parameter(of: Batch, key: str, *, on: date) -> Any:
    """A parameter as this batch froze it, or as it stands on `on` before it was announced."""
    return frozen(of, key, on=on)


def due_on(of: Batch, state: BatchState) -> date | None:
    return next((step.due_on for step in of.steps if step.state is state), None)


def next_state(of: Batch) -> BatchState | None:
    """The state that comes next in the ordinary course."""
    ahead = [state for state in BATCH_LIFE[of.state] if state is not BatchState.CANCELLED]
    return ahead[0] if ahead else None


def why_not_yet(of: Batch, *, on: date) -> list[str]:
    """Every reason why the next state cannot be entered today."""
    ahead = next_state(of)
    return gates.reasons(of, ahead, on=on) if ahead else []
