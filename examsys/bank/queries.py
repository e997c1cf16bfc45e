"""Reads of the bank: metadata alone, never text. What they return is ordered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from examsys.accounts import queries as accounts
from examsys.audit.memo import until_next_event
from examsys.bank import gateway
from examsys.bank.models import BANK, ItemReview, SampleMark, SpecPoint, SpecTable
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.personnel import queries as personnel
from examsys.personnel.models import Person
from examsys.rules.states import Component, ItemDecision, ItemStatus, SpecState
from question_bank import Card, Importance, Kind, Point, Range, Record, Spec
from question_bank import Component as BankComponent
from question_bank.sqlstore import Filter, Revision

ITEM = BANK.item
LISTED = (
    "uuid", "version", "level", "component", "point_code", "kind", "difficulty", "marks",
    "status", "written_by", "reviewed_by", "created_at", "updated_at", "last_used_on",
    "times_used",
)  # fmt: skip
PERSON = "person:"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of items is narrowed to. writers: None = everybody's; under: range or point."""

    level: int | None = None
    component: str = ""
    kind: str = ""
    under: str = ""
    difficulty: int | None = None
    status: str = ""
    writer: str = ""
    q: str = ""
    writers: tuple[str, ...] | None = None


def cards(level: int, component: Component) -> Sequence[Card]:
    """Every item in use of a level and component, as the draw of a paper sees it: no samples."""
    found = gateway.store().cards(level=level, component=BankComponent(component.value))
    aside = sample_items()
    return [card for card in found if card.ref.item not in aside] if aside else found


def sample_items() -> frozenset[UUID]:
    """Items that are marked as samples, confirmed or waiting for it."""
    return frozenset(db.session.scalars(select(SampleMark.item).where(~SampleMark.refused)))


def samples(*, confirmed: bool | None = None) -> Sequence[Any]:
    """Marks with the metadata of their items, by level, component and point."""
    query = (
        select(SampleMark, ITEM.c.level, ITEM.c.component, ITEM.c.point_code, ITEM.c.kind,
               ITEM.c.version)
        .join(ITEM, ITEM.c.uuid == SampleMark.item)
        .where(~SampleMark.refused, ITEM.c.status == ItemStatus.IN_USE.value)
    )  # fmt: skip
    if confirmed is not None:
        decided = SampleMark.decided_at.is_not(None)
        query = query.where(decided if confirmed else ~decided)
    order = (ITEM.c.level.desc(), ITEM.c.component, ITEM.c.kind, ITEM.c.point_code, SampleMark.id)
    return db.session.execute(query.order_by(*order)).all()


def record(item: str | UUID) -> Record:
    """The current version of an item, unopened. raises: Missing."""
    try:
        wanted = item if isinstance(item, UUID) else UUID(item)
    except ValueError:
        raise Missing("没有这道试题，请回到试题列表查找。") from None
    with gateway.translated():
        return gateway.store().record(wanted)


def versions(item: UUID) -> Sequence[Revision]:
    return gateway.store().history(item)


def reviews(item: UUID) -> Sequence[ItemReview]:
    query = select(ItemReview).where(ItemReview.item == item)
    return db.session.scalars(query.order_by(ItemReview.at.desc(), ItemReview.id.desc())).all()


def items(asked: Asked) -> Select[Any]:
    """The list as rows of metadata."""
    return select(*(ITEM.c[name] for name in LISTED)).where(*_conditions(asked))


def statuses(asked: Asked) -> dict[ItemStatus, int]:
    """How many items there are in each stage of life."""
    query = select(ITEM.c.status, func.count()).where(*_conditions(asked))
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(ITEM.c.status))}
    return {stage: found.get(stage.value, 0) for stage in ItemStatus}


def waiting(writers: Collection[str], *, level: int | None = None) -> Select[Any]:
    """Items that wait for a review by somebody who neither wrote nor submitted them."""
    own = select(BANK.version.c.item).where(BANK.version.c.written_by.in_(list(writers)))
    sent = select(ItemReview.item).where(
        ItemReview.decision == ItemDecision.SENT, ItemReview.reviewer.in_(list(writers))
    )
    asked = Asked(level=level, status=ItemStatus.REVIEWING.value)
    return items(asked).where(ITEM.c.uuid.not_in(own), ITEM.c.uuid.not_in(sent))


def how_many(query: Select[Any]) -> Select[Any]:
    """Count the rows of a list."""
    return select(func.count()).select_from(query.subquery())


def tally(level: int, *, status: ItemStatus = ItemStatus.IN_USE) -> dict[tuple[str, Kind], int]:
    """How many items a level has per point and kind."""
    cell = (ITEM.c.point_code, ITEM.c.kind)
    query = select(*cell, func.count()).where(ITEM.c.level == level, ITEM.c.status == status.value)
    rows = db.session.execute(query.group_by(*cell).order_by(*cell))
    return {(point, Kind(kind)): count for point, kind, count in rows}


def counts(*, since: datetime, until: datetime) -> dict[str, dict[int, int]]:
    """Items added, revised and retired in a span, by level. until: not included."""
    version = BANK.version
    joined = select(ITEM.c.level, func.count()).join_from(version, ITEM).group_by(ITEM.c.level)
    written = joined.where(version.c.written_at >= since, version.c.written_at < until)
    stopped = (
        select(ITEM.c.level, func.count())
        .join_from(ItemReview, ITEM, ItemReview.item == ITEM.c.uuid)
        .where(ItemReview.decision == ItemDecision.STOPPED)
        .where(ItemReview.at >= since, ItemReview.at < until)
        .group_by(ITEM.c.level)
    )
    found = {
        "added": written.where(version.c.version == 1),
        "revised": written.where(version.c.version > 1),
        "retired": stopped,
    }
    return {
        name: {row[0]: row[1] for row in db.session.execute(query)} for name, query in found.items()
    }


def stock() -> dict[tuple[int, Kind, ItemStatus], int]:
    """How many items there are by level, kind and stage of life."""
    cell = (ITEM.c.level, ITEM.c.kind, ITEM.c.status)
    rows = db.session.execute(select(*cell, func.count()).group_by(*cell).order_by(*cell))
    return {(level, Kind(kind), ItemStatus(status)): n for level, kind, status, n in rows}


def table(level: int, *, on: date) -> SpecTable | None:
    """The table in force for a level on a day, with its rows."""
    query = select(SpecTable).where(
        SpecTable.level == level,
        SpecTable.state == SpecState.ENACTED,
        SpecTable.effective_from <= on,
    )
    newest = query.order_by(SpecTable.effective_from.desc(), SpecTable.id.desc()).limit(1)
    return db.session.scalar(newest.options(*_ROWS))


def draft_table(level: int) -> SpecTable | None:
    """The table of a level that is being edited, with its rows."""
    query = select(SpecTable).where(SpecTable.level == level, SpecTable.state == SpecState.DRAFTING)
    return db.session.scalar(query.order_by(SpecTable.id.desc()).limit(1).options(*_ROWS))


def tables(level: int) -> Sequence[SpecTable]:
    """Every table a level ever had, without rows, the newest first."""
    query = select(SpecTable).where(SpecTable.level == level)
    return db.session.scalars(query.order_by(SpecTable.id.desc())).all()


def spec(level: int, component: Component, *, on: date) -> Spec | None:
    """The table in force as the draw of a paper reads it: ranges that weigh something there."""
    found = table(level, on=on)
    if found is None:
        return None
    ranges = tuple(
        Range(row.code, row.name, row.weight(component))
        for row in found.ranges
        if row.weight(component) > 0
    )
    points = tuple(
        Point(row.code, row.name, Importance(row.importance))
        for row in found.points
        if any(part.covers(row.code) for part in ranges)
    )
    return Spec(level, BankComponent(component.value), ranges, points)


def point_names(*, on: date) -> dict[tuple[int, str], str]:
    """(level, code) → name of every point, by the newest table in force that has it."""
    return until_next_event(("point names", on), lambda: _point_names(on))


def _point_names(on: date) -> dict[tuple[int, str], str]:
    query = select(SpecTable.level, SpecPoint.code, SpecPoint.name).join(SpecPoint.table)
    query = query.where(SpecTable.state == SpecState.ENACTED, SpecTable.effective_from <= on)
    rows = db.session.execute(query.order_by(SpecTable.effective_from, SpecTable.id))
    return {(level, code): name for level, code, name in rows}


def keys_of(actor: Actor) -> tuple[str, ...]:
    """Every name under which this natural person may have written: login, and entry in the
    register. The last one is what new work is signed with."""
    person = person_of(actor)
    return (actor.name,) if person is None else (actor.name, f"{PERSON}{person.id}")


def person_of(actor: Actor) -> Person | None:
    """The register's entry of the natural person behind an account."""
    account = accounts.account_by_login(actor.name)
    if account is None or account.id_number_index is None:
        return None
    return personnel.person_by_index(account.id_number_index)


def names(keys: Collection[str | None]) -> Mapping[str, str]:
    """Writers and reviewers by name, in two statements."""
    wanted = {key for key in keys if key}
    ids = [int(key.removeprefix(PERSON)) for key in wanted if key.startswith(PERSON)]
    people = select(Person.id, Person.name).where(Person.id.in_(ids))
    found = {f"{PERSON}{row.id}": row.name for row in db.session.execute(people)}
    return {**{key: key for key in wanted}, **accounts.names(sorted(wanted)), **found}


@dataclass(frozen=True, slots=True)
class People:
    """Whose names stand beside items: who wrote the current versions, and everybody by name."""

    writers: Sequence[str]
    names: Mapping[str, str]


def people() -> People:
    writers, reviewers = (
        db.session.scalars(select(column).distinct().order_by(column)).all()
        for column in (ITEM.c.written_by, ITEM.c.reviewed_by)
    )
    return People(writers, names([*writers, *reviewers]))


_ROWS = (selectinload(SpecTable.ranges), selectinload(SpecTable.points))


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    exact = {
        "level": asked.level,
        "component": asked.component or None,
        "kind": asked.kind or None,
        "difficulty": asked.difficulty,
        "status": asked.status or None,
        "written_by": asked.writer or None,
    }
    where = [ITEM.c[name] == value for name, value in exact.items() if value is not None]
    where += Filter(under=asked.under or None).clauses(ITEM)
    if asked.writers is not None:
        own = select(BANK.version.c.item).where(BANK.version.c.written_by.in_(asked.writers))
        where.append(ITEM.c.uuid.in_(own))
    if asked.q:
        named = (
            select(SpecPoint.id)
            .join(SpecPoint.table)
            .where(
                and_(SpecPoint.code == ITEM.c.point_code, SpecTable.level == ITEM.c.level),
                SpecTable.state == SpecState.ENACTED,
                SpecPoint.name.contains(asked.q, autoescape=True),
            )
        )
        code = ITEM.c.point_code.contains(asked.q.upper(), autoescape=True)
        where.append(or_(code, named.exists()))
    return where
