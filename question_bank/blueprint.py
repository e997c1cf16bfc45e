"""What a paper must look like: quotas by range and type, a spread of difficulty, full marks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from question_bank.cards import DIFFICULTY_NAMES, KIND_NAMES, Card, Component, Kind
from question_bank.errors import Unsound
from question_bank.spec import WHOLE, Importance, Range, Spec, largest_remainder


@dataclass(frozen=True, slots=True)
class Section:
    """So many items of one kind at so many marks each."""

    kind: Kind
    count: int
    marks: Decimal

    def takes(self, card: Card) -> bool:
        """Whether a card may stand here; a card with marks of its own keeps them."""
        return card.kind is self.kind and card.marks in (None, self.marks)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The plan of one component at one level.

    ranges: disjoint, with weights that make up 100; a range takes the points inside it.
    difficulty: wanted per cent by difficulty 1 to 5; empty leaves it free.
    tolerance: percentage points either way; bounds are rounded outwards to whole items.
    cells: exact counts by (range code, index of section), where the plan fixes them.
    importance: of points, where known; X is taken before Y before Z.
    """

    level: int
    component: Component
    ranges: tuple[Range, ...]
    sections: tuple[Section, ...]
    difficulty: Mapping[int, Decimal] = field(default_factory=dict)
    tolerance: Decimal = Decimal(10)
    cells: Mapping[tuple[str, int], int] = field(default_factory=dict)
    importance: Mapping[str, Importance] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        spec: Spec,
        sections: tuple[Section, ...],
        *,
        difficulty: Mapping[int, Decimal] | None = None,
        tolerance: Decimal = Decimal(10),
    ) -> "Blueprint":
        """A blueprint over the innermost ranges of a table of specification."""
        return cls(
            level=spec.level,
            component=spec.component,
            ranges=spec.leaves,
            sections=sections,
            difficulty=difficulty or {},
            tolerance=tolerance,
            importance=spec.importance,
        )

    @property
    def count(self) -> int:
        return sum(section.count for section in self.sections)

    @property
    def full_marks(self) -> Decimal:
        return sum((part.count * part.marks for part in self.sections), Decimal(0))

    @property
    def quotas(self) -> dict[str, int]:
        """Items by range, by largest remainder; they add up to the paper."""
        counts = largest_remainder(self.count, [part.weight for part in self.ranges])
        return {part.code: count for part, count in zip(self.ranges, counts, strict=True)}

    @property
    def bands(self) -> dict[int, tuple[int, int]]:
        """The least and the most items of each difficulty; empty where difficulty is free."""
        if not self.difficulty:
            return {}
        return {level: self._band(self.difficulty.get(level, Decimal(0))) for level in range(1, 6)}

    def _band(self, share: Decimal) -> tuple[int, int]:
        low, high = Fraction(share - self.tolerance), Fraction(share + self.tolerance)
        per = Fraction(self.count, 100)
        return max(0, floor(low * per)), min(self.count, ceil(high * per))

    def range_of(self, point_code: str) -> str | None:
        """The code of the range a point counts towards."""
        for part in self.ranges:
            if part.code == point_code or part.covers(point_code):
                return part.code
        return None

    def section_name(self, index: int) -> str:
        """A section in words; marks are said where the kind alone would not tell."""
        section = self.sections[index]
        twins = sum(1 for other in self.sections if other.kind is section.kind)
        name = KIND_NAMES[section.kind]
        return name if twins == 1 else f"{name}（每题 {section.marks} 分）"


def difficulty_name(level: int) -> str:
    return f"难度{level}（{DIFFICULTY_NAMES[level]}）"


def blueprint_faults(blueprint: Blueprint) -> tuple[str, ...]:
    """Everything that contradicts itself in a blueprint, in Chinese; the bank plays no part."""
    return tuple(_faults(blueprint))


def require_sound_blueprint(blueprint: Blueprint) -> None:
    """raises: Unsound with every reason."""
    if reasons := blueprint_faults(blueprint):
        raise Unsound(reasons)


def _faults(plan: Blueprint) -> Iterator[str]:
    if not plan.ranges or not plan.sections:
        yield "蓝图缺鉴定范围或题型，请补全"
        return
    total = sum((part.weight for part in plan.ranges), Decimal(0))
    if total != WHOLE:
        yield f"各鉴定范围比重合计为 {total}，应为 100"
    if any(part.weight <= 0 for part in plan.ranges):
        yield "每个鉴定范围的比重都须大于 0"
    for part in plan.ranges:
        for other in plan.ranges:
            if part is not other and (part.code == other.code or part.covers(other.code)):
                yield f"鉴定范围 {part.code} 与 {other.code} 重叠，请只保留一层"
    if any(section.count < 1 or section.marks <= 0 for section in plan.sections):
        yield "每种题型的题数和每题分值都须大于 0"
    if plan.full_marks != WHOLE:
        yield f"试卷满分为 {plan.full_marks} 分，应为 100 分"
    yield from _difficulty_faults(plan)
    yield from _cell_faults(plan)


def _difficulty_faults(plan: Blueprint) -> Iterator[str]:
    if not plan.difficulty:
        return
    if any(level not in range(1, 6) or share < 0 for level, share in plan.difficulty.items()):
        yield "难度分为 1 至 5 级，各级比例不得小于 0"
        return
    total = sum(plan.difficulty.values(), Decimal(0))
    if total != WHOLE:
        yield f"各级难度比例合计为 {total}，应为 100"
    if plan.tolerance < 0:
        yield "难度允许偏差不得小于 0"


def _cell_faults(plan: Blueprint) -> Iterator[str]:
    codes = {part.code for part in plan.ranges}
    if any(
        code not in codes or not 0 <= index < len(plan.sections) or count < 0
        for (code, index), count in plan.cells.items()
    ):
        yield "细目表的某一格不在蓝图的鉴定范围和题型之内，或题数小于 0"
        return
    for part, quota in zip(plan.ranges, plan.quotas.values(), strict=True):
        yield from _line_fault(plan, [(part.code, i) for i in range(len(plan.sections))],
                               quota, f"{part.name}")  # fmt: skip
    for index, section in enumerate(plan.sections):
        line = [(part.code, index) for part in plan.ranges]
        yield from _line_fault(plan, line, section.count, plan.section_name(index))


def _line_fault(
    plan: Blueprint, line: list[tuple[str, int]], quota: int, name: str
) -> Iterator[str]:
    fixed = [plan.cells[cell] for cell in line if cell in plan.cells]
    if sum(fixed) > quota or (len(fixed) == len(line) and sum(fixed) != quota):
        yield f"{name}：各格题数合计 {sum(fixed)}，与应有的 {quota} 题不符"
