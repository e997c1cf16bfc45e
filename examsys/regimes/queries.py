"""Reads of regimes for screens and for later features: versions, registers, what is proved."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from examsys.audit import queries as log
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.regimes.counting import year_span
from examsys.regimes.events import RegimesEvent
from examsys.regimes.models import RegimeVersion, RegisterCorrection, SealUse
from examsys.regimes.practice import Matrix, matrix, of_batch
from examsys.regimes.registers import BY_SLUG, REGISTERS, Kind, Register
from examsys.regimes.standings import (
    all_in_force,
    all_versions,
    drafts_waiting,
    in_force,
    lines,
    regime,
    reviews_due,
    version,
    versions,
)
from examsys.rules.states import LEVEL_SHORT

__all__ = [
    "Matrix",
    "all_in_force",
    "all_versions",
    "batch_choices",
    "corrections",
    "counts",
    "drafts_waiting",
    "entries",
    "entry",
    "in_force",
    "lines",
    "matrix",
    "of_batch",
    "regime",
    "register",
    "reviews_due",
    "seals_waiting",
    "version",
    "versions",
]
DAY = timedelta(days=1)


def register(slug: str) -> Register:
    """raises: Missing."""
    if slug not in BY_SLUG:
        raise Missing("没有这个登记簿。请从登记簿目录选择。")
    return BY_SLUG[slug]


def entry(register: Register, entry_id: int) -> Any:
    """A row of a register with what it names. raises: Missing."""
    query = select(register.model).where(register.model.id == entry_id).options(*_loads(register))
    found = db.session.scalar(query)
    if found is None:
        raise Missing(f"{register.title}中没有这条记录。请返回列表重新选择。")
    return found


def entries(
    register: Register,
    *,
    q: str = "",
    year: int | None = None,
    batch_id: int | None = None,
    state: str = "",
) -> Select[Any]:
    """The rows of a register; voided ones only when asked for by state `all` or `voided`."""
    model = register.model
    query = select(model).options(*_loads(register))
    if state != "all":
        gone = model.voided_at.is_not(None)
        query = query.where(gone if state == "voided" else ~gone)
    if q:
        texts = register.of_kind(Kind.LINE, Kind.TEXT)
        named = [getattr(model, one.name).contains(q, autoescape=True) for one in texts]
        query = query.where(or_(*named))
    if year:
        first, last = year_span(year)
        day = getattr(model, register.day)
        if register.column(register.day).kind is Kind.MOMENT:
            query = query.where(day >= clock.instant(first), day < clock.instant(last + DAY))
        else:
            query = query.where(day.between(first, last))
    if batch_id and register.of_kind(Kind.BATCH):
        query = query.where(model.batch_id == batch_id)
    return query


def seals_waiting(me: str) -> ScalarSelect[int]:
    """How many uses of the seal wait for the approval of this login."""
    query = select(func.count(SealUse.id)).where(
        SealUse.approved_at.is_(None),
        SealUse.voided_at.is_(None),
        SealUse.entered_by != me,
        func.coalesce(SealUse.changed_by, "") != me,
    )
    return query.scalar_subquery()


def batch_choices() -> list[tuple[str, str]]:
    """(id, title) of the two hundred newest batches, for choices."""
    query = select(Batch.id, Batch.year, Batch.seq, Batch.level)
    query = query.order_by(Batch.year.desc(), Batch.seq.desc()).limit(200)
    rows = db.session.execute(query)
    return [(str(b.id), f"{b.year}年第{b.seq}批 · {LEVEL_SHORT[b.level]}") for b in rows]


def corrections(register: Register, entry_id: int) -> Sequence[RegisterCorrection]:
    """How a row stood before each correction, the newest first."""
    query = select(RegisterCorrection).where(
        RegisterCorrection.register == register.slug, RegisterCorrection.entry_id == entry_id
    )
    return db.session.scalars(query.order_by(RegisterCorrection.id.desc())).all()


def counts() -> Mapping[str, int]:
    """How many rows each register holds, in one statement."""
    columns = [
        select(func.count(one.model.id)).where(one.model.voided_at.is_(None)).scalar_subquery()
        for one in REGISTERS
    ]
    row = db.session.execute(select(*columns)).one()
    return {one.slug: number for one, number in zip(REGISTERS, row, strict=True)}


def _loads(register: Register) -> list[Any]:
    model = register.model
    single = [
        joinedload(getattr(model, column.name.removesuffix("_id")))
        for column in register.of_kind(Kind.BATCH, Kind.PERSON, Kind.SITE)
    ]
    many = [selectinload(getattr(model, one.name)) for one in register.of_kind(Kind.PEOPLE)]
    return [*single, *many]


def drafters(row: RegimeVersion) -> set[str]:
    """Everybody who wrote at a version: none of them approves it."""
    subject = f"regime_version:{row.id}"
    return log.hands(subject, RegimesEvent.VERSION_DRAFTED, RegimesEvent.VERSION_CHANGED)


def writers(register: Register, row: Any) -> set[str]:
    """Everybody who wrote at a row of a register: none of them approves it."""
    subject = f"register_{register.slug}:{row.id}"
    return log.hands(subject, RegimesEvent.ENTRY_ADDED, RegimesEvent.ENTRY_CORRECTED)
