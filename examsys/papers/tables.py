"""What a drawn paper reached, as tables for the screen: counts and points, never text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from examsys.papers.models import PaperForm, PaperSet
from examsys.papers.plans import full_plan, pick
from question_bank import DIFFICULTY_NAMES, KIND_NAMES


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One range of the two-way table. cells: items by section. quota: wanted."""

    code: str
    name: str
    weight: Decimal
    quota: int
    cells: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.cells)


@dataclass(frozen=True, slots=True)
class TwoWay:
    """双向细目: ranges down, types across. source: domain §6.4."""

    columns: tuple[str, ...]
    rows: tuple[RangeRow, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(row.cells[i] for row in self.rows) for i in range(len(self.columns)))


@dataclass(frozen=True, slots=True)
class Spread:
    """Items of one difficulty: wanted from least to most, reached in each form."""

    name: str
    least: int
    most: int
    reached: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One printed item seen from outside."""

    number: int
    point_code: str
    point: str
    kind: str
    difficulty: str
    marks: Decimal
    item: str
    version: int


def two_way(form: PaperForm) -> TwoWay:
    plan = full_plan(form.paper_set.blueprint)
    cells = Counter((one.range_code, one.section) for one in map(pick, form.refs))
    columns = range(len(plan.sections))
    return TwoWay(
        tuple(plan.section_name(index) for index in columns),
        tuple(
            RangeRow(
                part.code,
                part.name,
                part.weight,
                plan.quotas[part.code],
                tuple(cells[part.code, index] for index in columns),
            )
            for part in plan.ranges
        ),
    )


def spread(paper_set: PaperSet) -> list[Spread]:
    plan = full_plan(paper_set.blueprint)
    reached = paper_set.reached["difficulty"]
    return [
        Spread(
            DIFFICULTY_NAMES[level],
            *plan.bands.get(level, (0, plan.count)),
            tuple(counts[level - 1] for counts in reached),
        )
        for level in range(1, 6)
    ]


def details(form: PaperForm) -> Iterator[Detail]:
    """Item by item in printed order; for those who may see which points are asked."""
    names = form.paper_set.reached["points"]
    for number, one in enumerate(map(pick, form.refs), start=1):
        yield Detail(
            number,
            one.point_code,
            names.get(one.point_code, ""),
            KIND_NAMES[one.kind],
            DIFFICULTY_NAMES[one.difficulty],
            one.marks,
            str(one.ref.item),
            one.ref.version,
        )
