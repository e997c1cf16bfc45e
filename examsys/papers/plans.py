"""What a blueprint says, the whole plan of a draw, and the JSON that both are kept as."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from examsys.rules.states import Component
from question_bank import Blueprint as FullPlan
from question_bank import Card, Importance, Kind, Pick, Range, Ref, Section, Spec, composition
from question_bank import Component as BankComponent

# Domain §6.2 prefers middle difficulty; an agency plans its own.
USUAL_DIFFICULTY: Mapping[int, Decimal] = {
    1: Decimal(10),
    2: Decimal(25),
    3: Decimal(40),
    4: Decimal(20),
    5: Decimal(5),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Sections, difficulty and time; ranges and weights come from the specification table.

    difficulty: per cent by difficulty 1 to 5, empty where it is left free.
    tolerance: percentage points either way.
    """

    title: str
    minutes: int
    sections: tuple[Section, ...]
    difficulty: Mapping[int, Decimal] = field(default_factory=dict)
    tolerance: Decimal = Decimal(10)

    @property
    def total(self) -> Decimal:
        return sum((part.count * part.marks for part in self.sections), Decimal(0))

    def as_json(self) -> dict[str, Any]:
        return {
            "sections": _sections_json(self.sections),
            "difficulty": _shares_json(self.difficulty),
            "tolerance": str(self.tolerance),
        }

    @classmethod
    def from_json(cls, title: str, minutes: int, body: Mapping[str, Any]) -> "Plan":
        return cls(
            title=title,
            minutes=minutes,
            sections=_sections(body["sections"]),
            difficulty=_shares(body["difficulty"]),
            tolerance=Decimal(body["tolerance"]),
        )

    def over(self, spec: Spec) -> FullPlan:
        """The whole plan over a table; ranges that weigh nothing take no part."""
        weighty = tuple(part for part in spec.leaves if part.weight > 0)
        return FullPlan(
            level=spec.level,
            component=spec.component,
            ranges=weighty,
            sections=self.sections,
            difficulty=self.difficulty,
            tolerance=self.tolerance,
            importance=spec.importance,
        )


def usual_sections(level: int, component: Component) -> tuple[Section, ...]:
    """The published composition to start from. source: domain §3.6."""
    return composition(level, BankComponent(component.value))


def full_json(plan: FullPlan) -> dict[str, Any]:
    """A whole plan as a set keeps it."""
    return {
        "level": plan.level,
        "component": plan.component.value,
        "ranges": [[part.code, part.name, str(part.weight)] for part in plan.ranges],
        "sections": _sections_json(plan.sections),
        "difficulty": _shares_json(plan.difficulty),
        "tolerance": str(plan.tolerance),
        "importance": {code: rank.value for code, rank in plan.importance.items()},
    }


def full_plan(body: Mapping[str, Any]) -> FullPlan:
    return FullPlan(
        level=body["level"],
        component=BankComponent(body["component"]),
        ranges=tuple(Range(code, name, Decimal(weight)) for code, name, weight in body["ranges"]),
        sections=_sections(body["sections"]),
        difficulty=_shares(body["difficulty"]),
        tolerance=Decimal(body["tolerance"]),
        importance={code: Importance(rank) for code, rank in body["importance"].items()},
    )


def pick_json(pick: Pick) -> list[Any]:
    """[ref, section, range, point, kind, difficulty, marks] of one printed item."""
    return [
        str(pick.ref),
        pick.section,
        pick.range_code,
        pick.point_code,
        pick.kind.value,
        pick.difficulty,
        str(pick.marks),
    ]


def pick(body: Sequence[Any]) -> Pick:
    ref, section, range_code, point_code, kind, difficulty, marks = body
    return Pick(
        Ref.parse(ref), section, range_code, point_code, Kind(kind), difficulty, Decimal(marks)
    )


def pack_cards(cards: Sequence[Card]) -> bytes:
    """Cards as a draw saw them: zlib over JSON rows, one a card."""
    rows = [
        [
            str(card.ref),
            card.level,
            card.component.value,
            card.point_code,
            card.kind.value,
            card.difficulty,
            None if card.marks is None else str(card.marks),
            None if card.last_used is None else card.last_used.isoformat(),
            card.times_used,
            [str(enemy) for enemy in card.enemies],
        ]
        for card in sorted(cards, key=lambda card: card.ref)
    ]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9)


def unpack_cards(packed: bytes) -> list[Card]:
    return [
        Card(
            ref=Ref.parse(ref),
            level=level,
            component=BankComponent(component),
            point_code=point,
            kind=Kind(kind),
            difficulty=difficulty,
            marks=None if marks is None else Decimal(marks),
            last_used=None if used is None else date.fromisoformat(used),
            times_used=times,
            enemies=tuple(UUID(enemy) for enemy in enemies),
        )
        for ref, level, component, point, kind, difficulty, marks, used, times, enemies in (
            json.loads(zlib.decompress(packed))
        )
    ]


def _sections_json(sections: Sequence[Section]) -> list[list[Any]]:
    return [[part.kind.value, part.count, str(part.marks)] for part in sections]


def _sections(rows: Sequence[Sequence[Any]]) -> tuple[Section, ...]:
    return tuple(Section(Kind(kind), count, Decimal(marks)) for kind, count, marks in rows)


def _shares_json(shares: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(level): str(share) for level, share in shares.items()}


def _shares(body: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(level): Decimal(share) for level, share in body.items()}
