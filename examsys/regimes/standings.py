"""Reads of regime versions: which one counts on a day, for one regime and for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import aliased

from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.regimes.models import RegimeVersion
from examsys.rules import regimes as rules
from examsys.rules.regimes import BY_NUMBER, REGIMES, Regime
from examsys.rules.states import RegimeStanding


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
