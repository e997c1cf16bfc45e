"""The bank in a database, on a session that is handed in and never committed here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import MetaData, Select, and_, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from question_bank.cards import Card, Component, Kind, Ref, Status
from question_bank.errors import Absent, AlreadyStored, Outdated
from question_bank.life import VERDICTS, require_step
from question_bank.sqlstore.rows import Filter, Revision, to_record, to_row
from question_bank.sqlstore.tables import Tables, tables
from question_bank.store import Record

CHUNK = 500  # SQLite allows 32,766 variables a statement; small chunks keep plans and memory flat.
T = TypeVar("T")


class SqlStore:
    """The bank in a database. Lists and counts read metadata alone."""

    def __init__(self, session: Session, bank: Tables | None = None) -> None:
        self._session = session
        self._bank = bank or tables(MetaData())

    def record(self, item: UUID) -> Record:
        """raises: Absent."""
        found = self._records(select(self._bank.item).where(self._bank.item.c.uuid == item))
        if not found:
            raise Absent(item)
        return found[0]

    def cards(self, *, level: int, component: Component) -> Sequence[Card]:
        item = self._bank.item
        wanted = Filter(level=level, component=component, status=Status.IN_USE)
        query = select(item).where(*wanted.clauses(item)).order_by(item.c.uuid)
        return [record.card for record in self._records(query)]

    def find(self, wanted: Filter, *, limit: int = 50, offset: int = 0) -> Sequence[Record]:
        """One page of items by point, then age; three statements at most, whatever the page."""
        item = self._bank.item
        query = select(item).where(*wanted.clauses(item))
        query = query.order_by(item.c.point_code, item.c.created_at, item.c.uuid)
        return self._records(query.limit(limit).offset(offset))

    def count(self, wanted: Filter) -> int:
        item = self._bank.item
        query = select(func.count()).select_from(item).where(*wanted.clauses(item))
        return self._session.execute(query).scalar_one()

    def tally(self, wanted: Filter) -> Mapping[tuple[str, Kind, int], int]:
        """How many items there are per point, kind and difficulty."""
        item = self._bank.item
        cell = (item.c.point_code, item.c.kind, item.c.difficulty)
        query = select(*cell, func.count()).where(*wanted.clauses(item)).group_by(*cell)
        rows = self._session.execute(query.order_by(*cell)).all()
        return {(point, Kind(kind), level): count for point, kind, level, count in rows}

    def statuses(self, *, level: int | None = None) -> Mapping[Status, int]:
        """How many items there are in each stage of life."""
        status = self._bank.item.c.status
        query = select(status, func.count()).where(*Filter(level=level).clauses(self._bank.item))
        rows = self._session.execute(query.group_by(status)).all()
        found = {Status(name): count for name, count in rows}
        return {stage: found.get(stage, 0) for stage in Status}

    def with_digests(self, digests: Collection[bytes]) -> Sequence[Record]:
        item = self._bank.item
        found: list[Record] = []
        for part in _chunks(sorted(set(digests))):
            found += self._records(select(item).where(item.c.digest.in_(part)))
        return sorted(found, key=lambda record: record.card.ref)

    def envelopes(self, refs: Collection[Ref]) -> Mapping[Ref, bytes]:
        version = self._bank.version
        wanted = set(refs)
        found: dict[Ref, bytes] = {}
        for part in _chunks(sorted({ref.item for ref in wanted})):
            for row in self._session.execute(select(version).where(version.c.item.in_(part))):
                if (ref := Ref(row.item, row.version)) in wanted:
                    found[ref] = bytes(row.envelope)
        for ref in refs:
            if ref not in found:
                raise Absent(ref)
        return found

    def history(self, item: UUID) -> Sequence[Revision]:
        """Who wrote which revision and when, the first one first."""
        version = self._bank.version
        columns = (version.c.version, version.c.written_by, version.c.written_at)
        query = select(*columns).where(version.c.item == item).order_by(version.c.version)
        return [Revision(*row) for row in self._session.execute(query)]

    def save(self, record: Record, envelope: bytes) -> None:
        """raises: AlreadyStored, Outdated."""
        ref, values = record.card.ref, to_row(record)
        item, version = self._bank.item, self._bank.version
        if self._has(ref):
            raise AlreadyStored(ref)
        if ref.version == 1:
            self._session.execute(insert(item).values(uuid=ref.item, version=1, **values))
        else:
            here = and_(item.c.uuid == ref.item, item.c.version == ref.version - 1)
            self._change(update(item).where(here).values(version=ref.version, **values), ref)
        row = insert(version).values(
            item=ref.item,
            version=ref.version,
            envelope=envelope,
            written_by=record.written_by,
            written_at=record.updated_at,
        )
        self._session.execute(row)
        self._pair(ref.item, record.card.enemies)

    def move(self, record: Record, *, to: Status, by: str, at: datetime) -> None:
        """Take one step in the life of an item. raises: Unsound, Outdated."""
        item, ref = self._bank.item, record.card.ref
        require_step(record, to=to, by=by, writers=[v.written_by for v in self.history(ref.item)])
        same = and_(
            item.c.uuid == ref.item,
            item.c.version == ref.version,
            item.c.status == record.status.value,
        )
        values: dict[str, Any] = {"status": to.value, "updated_at": at}
        if to in VERDICTS:
            values["reviewed_by"] = by
        self._change(update(item).where(same).values(values), ref)

    def mark_used(self, items: Iterable[UUID], *, on: date) -> None:
        """Count one use of each item; the day is the latest of its uses."""
        item = self._bank.item
        later = or_(item.c.last_used_on.is_(None), item.c.last_used_on < on)
        for part in _chunks(sorted(set(items))):
            change = update(item).where(item.c.uuid.in_(part))
            day = case((later, on), else_=item.c.last_used_on)
            used = item.c.times_used + 1
            self._session.execute(change.values(times_used=used, last_used_on=day))

    def _has(self, ref: Ref) -> bool:
        version = self._bank.version
        here = and_(version.c.item == ref.item, version.c.version == ref.version)
        return self._session.execute(select(version.c.version).where(here)).first() is not None

    def _change(self, statement: Any, ref: Ref) -> None:
        if self._session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
            raise Outdated(ref)

    def _pair(self, item: UUID, others: Collection[UUID]) -> None:
        enemy = self._bank.enemy
        known = set(self._enemies([item]).get(item, ()))
        pairs = [
            {"item": min(item, other), "other": max(item, other)}
            for other in sorted(set(others) - known - {item})
        ]
        if pairs:
            self._session.execute(insert(enemy), pairs)

    def _enemies(self, items: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
        enemy = self._bank.enemy
        found: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for part in _chunks(items):
            near = or_(enemy.c.item.in_(part), enemy.c.other.in_(part))
            for one, other in self._session.execute(select(enemy).where(near)):
                found[one].add(other)
                found[other].add(one)
        return {item: tuple(sorted(others)) for item, others in found.items()}

    def _records(self, query: Select[Any]) -> list[Record]:
        rows = self._session.execute(query).all()
        enemies = self._enemies([row.uuid for row in rows])
        return [to_record(row, enemies.get(row.uuid, ())) for row in rows]


def _chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
