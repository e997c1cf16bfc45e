"""Reads of regimes: which version counts on a day, for one regime and for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.regimes.models import RegimeVersion, RegisterCorrection
from examsys.regimes.registers import BY_SLUG, REGISTERS, Kind, Register
from examsys.rules import regimes as rules
from examsys.rules.regimes import BY_NUMBER, REGIMES, Regime
from examsys.rules.states import LEVEL_SHORT, RegimeStanding

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A regime on a day: what is in force, what comes next, what waits for approval."""

    regime: Regime
    current: RegimeVersion | None
    coming: RegimeVersion | None
    draft: RegimeVersion | None
    review_due: bool


def regime(number: int) -> Regime:
    """raises: Missing."""
    if number not in BY_NUMBER:
        raise Missing("管理制度清单只有第一至第十七项。请从制度清单选择。")
    return BY_NUMBER[number]


def version(version_id: int) -> RegimeVersion:
    """raises: Missing."""
    found = db.session.get(RegimeVersion, version_id)
    if found is None:
        raise Missing("没有这个制度版本。请从制度清单重新选择。")
    return found


def versions(number: int) -> Sequence[RegimeVersion]:
    """All versions of one regime, the newest first."""
    query = select(RegimeVersion).where(RegimeVersion.number == number)
    return db.session.scalars(query.order_by(RegimeVersion.version_no.desc())).all()


def in_force(number: int, on: date) -> RegimeVersion | None:
    """The version of a regime in force on a day."""
    return rules.in_force(versions(number), on=on)


def all_versions() -> Mapping[int, Sequence[RegimeVersion]]:
    """Every version by regime, in one statement; a regime without one has an empty list."""
    found: dict[int, list[RegimeVersion]] = {one.number: [] for one in REGIMES}
    query = select(RegimeVersion).order_by(RegimeVersion.number, RegimeVersion.version_no)
    for row in db.session.scalars(query):
        found[row.number].append(row)
    return found


def all_in_force(on: date) -> Mapping[int, RegimeVersion]:
    """The versions in force on a day by regime, in one statement."""
    known = all_versions().items()
    found = {number: rules.in_force(rows, on=on) for number, rows in known}
    return {number: row for number, row in found.items() if row is not None}


def lines(on: date) -> list[Line]:
    """The 17 regimes as they stand on a day, in one statement."""
    known = all_versions()
    return [_line(regime, known[regime.number], on) for regime in REGIMES]


def _line(regime: Regime, rows: Sequence[RegimeVersion], on: date) -> Line:
    stands = {RegimeStanding(rules.standing(row, rows, on=on)): row for row in rows}
    current = stands.get(RegimeStanding.IN_FORCE)
    return Line(
        regime,
        current,
        stands.get(RegimeStanding.COMING),
        stands.get(RegimeStanding.DRAFTED),
        current is not None and current.review_on <= on,
    )


def reviews_due(on: date) -> ScalarSelect[int]:
    """How many regimes in force are to be reviewed by now: for the list of what waits."""
    later = aliased(RegimeVersion)
    superseded = exists().where(
        later.number == RegimeVersion.number,
        later.approved_at.is_not(None),
        later.effective_from <= on,
        later.version_no > RegimeVersion.version_no,
        or_(later.withdrawn_on.is_(None), later.withdrawn_on > later.effective_from),
    )
    query = select(func.count(RegimeVersion.id)).where(
        RegimeVersion.approved_at.is_not(None),
        RegimeVersion.effective_from <= on,
        RegimeVersion.review_on <= on,
        or_(RegimeVersion.withdrawn_on.is_(None), RegimeVersion.withdrawn_on > on),
        ~superseded,
    )
    return query.scalar_subquery()


def drafts_waiting(me: str) -> ScalarSelect[int]:
    """How many versions wait for the approval of this login."""
    query = select(func.count(RegimeVersion.id)).where(
        RegimeVersion.approved_at.is_(None),
        RegimeVersion.withdrawn_on.is_(None),
        RegimeVersion.drafted_by != me,
        RegimeVersion.changed_by != me,
    )
    return query.scalar_subquery()


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


def year_span(year: int) -> tuple[date, date]:
    """The first and the last day of a year. raises: Missing for one no calendar has."""
    if not 1 <= year < 9999:
        raise Missing("没有这个年度。")
    return date(year, 1, 1), date(year, 12, 31)


def _loads(register: Register) -> list[Any]:
    model = register.model
    single = [
        joinedload(getattr(model, column.name.removesuffix("_id")))
        for column in register.of_kind(Kind.BATCH, Kind.PERSON, Kind.SITE)
    ]
    many = [selectinload(getattr(model, one.name)) for one in register.of_kind(Kind.PEOPLE)]
    return [*single, *many]
