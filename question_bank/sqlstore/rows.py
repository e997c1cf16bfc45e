"""Records to rows and back, and which rows a list wants."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, or_

from question_bank.cards import Card, Component, Kind, Ref, Status
from question_bank.store import Record


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items to list; None does not restrict. under: a range code, or one point."""

    level: int | None = None
    component: Component | None = None
    status: Status | None = None
    kind: Kind | None = None
    difficulty: int | None = None
    under: str | None = None
    written_by: str | None = None
    reviewed_by: str | None = None

    def clauses(self, item: Table) -> list[ColumnElement[bool]]:
        """The conditions on the item table that this filter stands for."""
        exact = {
            "level": self.level,
            "component": self.component,
            "status": self.status,
            "kind": self.kind,
            "difficulty": self.difficulty,
            "written_by": self.written_by,
            "reviewed_by": self.reviewed_by,
        }
        # Drivers disagree on how an enum is bound; its value is plain text to all of them.
        plain = {k: v.value if isinstance(v, StrEnum) else v for k, v in exact.items()}
        where = [item.c[name] == value for name, value in plain.items() if value is not None]
        if self.under is not None:
            inside = item.c.point_code.startswith(f"{self.under}-", autoescape=True)
            where.append(or_(item.c.point_code == self.under, inside))
        return where


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an item, unopened."""

    version: int
    written_by: str
    written_at: datetime


def to_row(record: Record) -> dict[str, Any]:
    card = record.card
    return {
        "level": card.level,
        "component": card.component.value,
        "point_code": card.point_code,
        "kind": card.kind.value,
        "difficulty": card.difficulty,
        "marks": card.marks,
        "status": record.status.value,
        "written_by": record.written_by,
        "reviewed_by": record.reviewed_by,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "last_used_on": card.last_used,
        "times_used": card.times_used,
        "digest": record.digest,
    }


def to_record(row: Row[Any], enemies: tuple[UUID, ...]) -> Record:
    card = Card(
        ref=Ref(row.uuid, row.version),
        level=row.level,
        component=Component(row.component),
        point_code=row.point_code,
        kind=Kind(row.kind),
        difficulty=row.difficulty,
        marks=row.marks,
        last_used=row.last_used_on,
        times_used=row.times_used,
        enemies=enemies,
    )
    return Record(
        card=card,
        status=Status(row.status),
        written_by=row.written_by,
        reviewed_by=row.reviewed_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        digest=bytes(row.digest),
    )
