"""The table of specification of one level: weighted ranges and the points inside them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from question_bank.cards import POINT_CODE, Component
from question_bank.errors import Unsound

WHOLE = Decimal(100)


class Importance(StrEnum):
    """X core, Y general, Z auxiliary."""

    X = "X"
    Y = "Y"
    Z = "Z"


@dataclass(frozen=True, slots=True)
class Range:
    """A part of the subject. code: "B-C" lies inside "B". weight: per cent of the whole paper."""

    code: str
    name: str
    weight: Decimal

    def covers(self, code: str) -> bool:
        """Whether a point or a smaller range lies inside this range."""
        return code.startswith(f"{self.code}-")


@dataclass(frozen=True, slots=True)
class Point:
    """The smallest thing that can be asked on its own."""

    code: str
    name: str
    importance: Importance = Importance.X


@dataclass(frozen=True, slots=True)
class Spec:
    """Ranges may nest; the innermost ones carry the weights that add up to 100."""

    level: int
    component: Component
    ranges: tuple[Range, ...]
    points: tuple[Point, ...]

    @property
    def leaves(self) -> tuple[Range, ...]:
        """The innermost ranges, in the order of the table."""
        return tuple(
            part for part in self.ranges if not any(part.covers(r.code) for r in self.ranges)
        )

    def range_of(self, point_code: str) -> Range | None:
        """The innermost range a point lies in."""
        return next((part for part in self.leaves if part.covers(point_code)), None)

    @property
    def importance(self) -> dict[str, Importance]:
        return {point.code: point.importance for point in self.points}

    def ratio(self, part: Range) -> tuple[int, int, int]:
        """Points X:Y:Z inside a range, always counted and never typed in."""
        inside = Counter(p.importance for p in self.points if part.covers(p.code))
        return inside[Importance.X], inside[Importance.Y], inside[Importance.Z]


def largest_remainder(total: int, weights: Sequence[Decimal]) -> tuple[int, ...]:
    """Share a whole number out by weight, exactly; of equal remainders the first is served first.

    source: domain §6.4.
    """
    whole = sum(map(Fraction, weights), Fraction(0))
    shares = [Fraction(weight) * total / whole for weight in weights]
    counts = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (counts[i] - shares[i], i))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return tuple(counts)


def spec_faults(spec: Spec) -> tuple[str, ...]:
    """Everything wrong with a table, in Chinese; empty when it is sound."""
    return tuple(_faults(spec))


def require_sound_spec(spec: Spec) -> None:
    """raises: Unsound with every reason."""
    if reasons := spec_faults(spec):
        raise Unsound(reasons)


def _faults(spec: Spec) -> Iterator[str]:
    if not spec.ranges:
        yield "细目表没有鉴定范围"
        return
    for code in (*(r.code for r in spec.ranges), *(p.code for p in spec.points)):
        if not POINT_CODE.fullmatch(code):
            yield f"代码“{code}”不符合“A-B-C-001”的写法（大写字母或数字，用短横线分段）"
    yield from _twice("范围代码", [r.code for r in spec.ranges])
    yield from _twice("鉴定点代码", [p.code for p in spec.points])
    yield from _twice("鉴定点名称", [p.name for p in spec.points])
    yield from _weight_faults(spec)
    for point in spec.points:
        if spec.range_of(point.code) is None:
            yield f"鉴定点 {point.code} 不在任何最小鉴定范围之内"
    for part in spec.leaves:
        if not any(part.covers(point.code) for point in spec.points):
            yield f"鉴定范围 {part.code}（{part.name}）内没有鉴定点"


def _weight_faults(spec: Spec) -> Iterator[str]:
    for part in spec.ranges:
        if part.weight <= 0:
            yield f"鉴定范围 {part.code}（{part.name}）的比重须大于 0"
        inside = [leaf.weight for leaf in spec.leaves if part.covers(leaf.code)]
        if inside and sum(inside) != part.weight:
            yield f"范围 {part.code} 的比重 {part.weight} 与其下各范围合计 {sum(inside)} 不符"
    total = sum((leaf.weight for leaf in spec.leaves), Decimal(0))
    if total != WHOLE:
        yield f"各鉴定范围比重合计为 {total}，应为 100"


def _twice(what: str, values: list[str]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{what}“{value}”出现了 {count} 次"
