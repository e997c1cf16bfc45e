"""What may be known of a question unopened: everything that draws need, and never text."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self
from uuid import UUID


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    CASE = "case"


class Component(StrEnum):
    THEORY = "theory"
    SKILL = "skill"
    REVIEW = "review"


class Status(StrEnum):
    """The life of an item; only items in use are drawn."""

    DRAFT = "draft"
    REVIEWING = "reviewing"
    IN_USE = "in_use"
    RETURNED = "returned"
    RETIRED = "retired"


KIND_NAMES = {
    Kind.SINGLE: "单选",
    Kind.MULTIPLE: "多选",
    Kind.TRUE_FALSE: "判断",
    Kind.SHORT: "简答",
    Kind.CASE: "案例",
}
COMPONENT_NAMES = {
    Component.THEORY: "理论知识考试",
    Component.SKILL: "技能考核",
    Component.REVIEW: "综合评审",
}
STATUS_NAMES = {
    Status.DRAFT: "草稿",
    Status.REVIEWING: "待审",
    Status.IN_USE: "在用",
    Status.RETIRED: "停用",
    Status.RETURNED: "退回修改",
}
DIFFICULTY_NAMES = {1: "易", 2: "较易", 3: "中等", 4: "较难", 5: "难"}
CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE})
WRITTEN = frozenset({Kind.SHORT, Kind.CASE})
POINT_CODE = re.compile(r"[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,8}){0,6}")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """One revision of one item."""

    item: UUID
    version: int

    def __str__(self) -> str:
        return f"{self.item}@{self.version}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """raises: ValueError."""
        item, _, version = text.partition("@")
        return cls(UUID(item), int(version))


@dataclass(frozen=True, slots=True)
class Card:
    """An item seen from outside.

    level: 1 (highest) to 5. difficulty: 1 easy to 5 hard.
    marks: None where the blueprint decides; written items carry the sum of their rubric.
    enemies: items that give this one away and may not share a paper with it.
    """

    ref: Ref
    level: int
    component: Component
    point_code: str
    kind: Kind
    difficulty: int
    marks: Decimal | None = None
    last_used: date | None = None
    times_used: int = 0
    enemies: tuple[UUID, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.ref.version < 1 or not 1 <= self.level <= 5 or not 1 <= self.difficulty <= 5:
            raise ValueError("version from 1, level and difficulty from 1 to 5")
        if not POINT_CODE.fullmatch(self.point_code):
            raise ValueError(f"not a point code: {self.point_code!r}")
        if self.marks is not None and self.marks <= 0:
            raise ValueError("marks are positive, or None where the blueprint decides")
