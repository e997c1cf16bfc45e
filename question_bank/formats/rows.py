"""Items from plain rows, as a workbook reader hands them over: all faults of all rows at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from question_bank.cards import POINT_CODE, Card, Component, Kind, Ref
from question_bank.formats import cells
from question_bank.formats.columns import OPTION_KEYS, TITLES, Fault, Row
from question_bank.items import LETTERS, Question, likeness
from question_bank.soundness import faults

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A sound row, ready to be put. row: its number in the file."""

    row: int
    point_code: str
    component: Component
    kind: Kind
    difficulty: int
    marks: Decimal | None
    question: Question

    def card(self, item: UUID, *, level: int) -> Card:
        """The card of a first revision."""
        return Card(
            ref=Ref(item, 1),
            level=level,
            component=self.component,
            point_code=self.point_code,
            kind=self.kind,
            difficulty=self.difficulty,
            marks=self.marks,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: every row is either an item or has faults."""

    total: int
    items: tuple[ItemRow, ...]
    faults: tuple[Fault, ...]

    @property
    def refused(self) -> int:
        return len({fault.row for fault in self.faults})


def read_items(rows: Iterable[Row], *, points: Collection[str] | None = None) -> Reading:
    """Read rows keyed by `ITEM_COLUMNS`; of duplicates in the file the first one stands.

    points: the codes of the table of specification; None accepts any well-formed code.
    """
    total = 0
    items: list[ItemRow] = []
    found: list[Fault] = []
    seen: dict[bytes, int] = {}
    for number, row in rows:
        total += 1
        reader = _Reader(number, row)
        item = reader.item(points)
        if item is not None:
            first = seen.setdefault(likeness(item.question), number)
            if first == number:
                items.append(item)
            else:
                reader.fault("stem", f"与第 {first} 行的题干和选项相同，请删去一行")
        found += reader.faults
    return Reading(total, tuple(items), tuple(found))


class _Reader:
    """One row and everything found wrong in it."""

    def __init__(self, number: int, row: Mapping[str, object]) -> None:
        self.number, self.row = number, row
        self.faults: list[Fault] = []

    def fault(self, key: str, reason: str) -> None:
        self.faults.append(Fault(self.number, TITLES.get(key, ""), reason))

    def cell(self, key: str, read: Callable[[object], T]) -> T | None:
        try:
            return read(self.row.get(key))
        except cells.Unreadable as reason:
            self.fault(key, str(reason))
            return None

    def item(self, points: Collection[str] | None) -> ItemRow | None:
        code = cells.code(self.row.get("point_code"))
        self._check_code(code, points)
        kind = self.cell("kind", cells.kind)
        component = self.cell("component", cells.component)
        difficulty = self.cell("difficulty", cells.difficulty)
        marks = self.cell("marks", lambda value: cells.amount(value, what="配分"))
        rubric = self.cell("rubric", cells.rubric)
        if kind is None or rubric is None:
            return None
        question = Question(
            stem=cells.text(self.row.get("stem")),
            options=self._options(),
            answer=cells.answer(self.row.get("answer"), kind),
            explanation=cells.text(self.row.get("explanation")),
            basis=cells.text(self.row.get("basis")),
            rubric=rubric,
        )
        for reason in faults(question, kind=kind, marks=marks):
            self.fault("", reason)
        if self.faults or component is None or difficulty is None:
            return None
        return ItemRow(self.number, code, component, kind, difficulty, marks, question)

    def _check_code(self, code: str, points: Collection[str] | None) -> None:
        if not POINT_CODE.fullmatch(code):
            self.fault("point_code", f"鉴定点代码“{code}”不符合“A-B-C-001”的写法")
        elif points is not None and code not in points:
            self.fault("point_code", f"鉴定点“{code}”不在细目表中，请核对或先补细目表")

    def _options(self) -> tuple[str, ...]:
        """The options up to the last one filled; a gap before it stays, to be named."""
        pairs = zip(OPTION_KEYS, LETTERS, strict=False)
        written = [cells.option(self.row.get(key), letter) for key, letter in pairs]
        while written and not written[-1]:
            written.pop()
        return tuple(written)
