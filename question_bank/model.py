"""The draw as a 0-1 program: one form after the other, or all at once where that fails."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import combinations
from math import ceil, floor

from question_bank.blueprint import Blueprint, difficulty_name
from question_bank.cards import Card, Ref
from question_bank.program import Program, Rule
from question_bank.spec import Importance

# X before Y before Z; then least used; then longest rested; then the dice. For one item each
# weight outbids all the smaller ones together.
IMPORTANCE, USE, REST = 10_000.0, 100.0, 49.0
MOST_USES = 50
AGAIN = 25_000.0  # an item of an earlier form: dearer than a fresh one of a Z point
SPREAD = 3_000.0  # what it costs to leave the proportional share of a type in a range
RANKS = ("difficulty", "enemies", "cell", "overlap", "point", "section", "range")
_IMPORTANCE = {Importance.X: 0, Importance.Y: 1, Importance.Z: 2}

Chosen = list[tuple[Card, int]]


@dataclass(frozen=True, repr=False)
class Draw:
    """One question to the solver. shared: items any two forms may have in common."""

    plan: Blueprint
    pool: tuple[Card, ...]
    forms: int
    shared: int
    seed: bytes

    def dice(self, label: str, ref: Ref) -> bytes:
        """A fair number for one item and one purpose; it depends on the seed and nothing else."""
        return sha256(self.seed + f"|{label}|{ref}".encode()).digest()

    @cached_property
    def costs(self) -> dict[Ref, float]:
        """What it costs to take a card: cheap ones are taken first."""
        days = sorted({card.last_used or date.min for card in self.pool})
        step = REST / max(1, len(days))
        rested = {day: place * step for place, day in enumerate(days)}
        found = {}
        for card in self.pool:
            known = self.plan.importance.get(card.point_code, Importance.X)
            chance = int.from_bytes(self.dice("draw", card.ref)[:6], "big") / 2**48
            found[card.ref] = (
                IMPORTANCE * _IMPORTANCE[known]
                + USE * min(card.times_used, MOST_USES)
                + rested[card.last_used or date.min]
                + step * chance
            )
        return found

    @cached_property
    def candidates(self) -> tuple[Card, ...]:
        """The pool without cards that cannot matter.

        Of cards alike in point, section and difficulty a form takes one at most, so that the
        cheapest of each kind, one for every form, are enough. Cards with enemies are all kept.
        """
        alike: defaultdict[tuple[object, ...], list[Card]] = defaultdict(list)
        hated = {enemy for card in self.pool for enemy in card.enemies}
        for card in self.pool:
            lone = not card.enemies and card.ref.item not in hated
            sections = tuple(self.sections(card))
            key = (card.point_code, sections, card.difficulty, None if lone else card.ref)
            alike[key].append(card)
        kept = [
            card
            for cards in alike.values()
            for card in sorted(cards, key=lambda c: (self.costs[c.ref], c.ref))[: self.forms]
        ]
        return tuple(sorted(kept, key=lambda card: card.ref))

    def sections(self, card: Card) -> list[int]:
        return [i for i, section in enumerate(self.plan.sections) if section.takes(card)]


def solve_forms(draw: Draw, *, seconds: float) -> list[Chosen] | None:
    """Draw all forms, or prove that they cannot be drawn. raises: TimeUp."""
    found = _one_by_one(draw, seconds)
    if found is not None or draw.forms == 1:
        return found
    together = Model(draw, forms=draw.forms).solve(seconds=seconds, priced=False)
    if together is None:
        return None
    # The joint answer is any answer; each form is now drawn again as well as the others allow.
    for number in range(draw.forms):
        others = together[:number] + together[number + 1 :]
        better = Model(draw, forms=1, beside=others).solve(seconds=seconds)
        assert better is not None
        together[number] = better[0]
    return together


def _one_by_one(draw: Draw, seconds: float) -> list[Chosen] | None:
    drawn: list[Chosen] = []
    for _ in range(draw.forms):
        form = Model(draw, forms=1, beside=drawn).solve(seconds=seconds)
        if form is None:
            return None
        drawn += form
    return drawn


class Model:
    """Columns (form, card, section) and the rows of every rule.

    beside: forms already drawn, which the new one may meet in few items.
    """

    def __init__(self, draw: Draw, *, forms: int, beside: Sequence[Chosen] = ()) -> None:
        self.draw, self.plan = draw, draw.plan
        self.program = Program()
        self._taken = {card.ref for form in beside for card, _ in form}
        self._forms = [self._columns() for _ in range(forms)]
        for columns in self._forms:
            self._blueprint(columns)
            self._points_and_enemies(columns)
            self._spread(columns)
            for other in beside:
                met = {card.ref for card, _ in other}
                self._at_most(columns, met, draw.shared)
        self._overlap()

    def solve(
        self, *, seconds: float, priced: bool = True, without: Sequence[Rule] = ()
    ) -> list[Chosen] | None:
        """returns: cards with their sections, form by form. raises: TimeUp."""
        values = self.program.solve(seconds=seconds, priced=priced, without=without)
        if values is None:
            return None
        return [
            [(card, section) for (card, section), column in columns.items() if values[column]]
            for columns in self._forms
        ]

    def _columns(self) -> dict[tuple[Card, int], int]:
        return {
            (card, section): self.program.column(
                self.draw.costs[card.ref] + (AGAIN if card.ref in self._taken else 0.0)
            )
            for card in self.draw.candidates
            for section in self.draw.sections(card)
        }

    def _blueprint(self, columns: dict[tuple[Card, int], int]) -> None:
        plan, quotas, names = (
            self.plan,
            self.plan.quotas,
            {r.code: r.name for r in self.plan.ranges},
        )
        ranges, sections, bands = defaultdict(list), defaultdict(list), defaultdict(list)
        cells: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for (card, section), column in columns.items():
            code = plan.range_of(card.point_code) or ""
            ranges[code].append(column)
            sections[section].append(column)
            bands[card.difficulty].append(column)
            cells[code, section].append(column)
        for code, count in quotas.items():
            self._row(count, count, ranges[code], "range", f"{names[code]} {count} 题")
        for index, part in enumerate(plan.sections):
            text = f"{plan.section_name(index)} {part.count} 题"
            self._row(part.count, part.count, sections[index], "section", text)
        for (code, index), count in plan.cells.items():
            text = f"{names[code]} × {plan.section_name(index)} {count} 题"
            self._row(count, count, cells[code, index], "cell", text)
        for level, (low, high) in plan.bands.items():
            text = f"{difficulty_name(level)} {low} 至 {high} 题"
            self._row(low, high, bands[level], "difficulty", text)
        self._cells = cells

    def _points_and_enemies(self, columns: dict[tuple[Card, int], int]) -> None:
        points, items = defaultdict(list), defaultdict(list)
        for (card, _), column in columns.items():
            points[card.point_code].append(column)
            items[card.ref.item].append(column)
        for same in points.values():
            self._row(0, 1, same, "point", "每个鉴定点至多一题")
        for same in items.values():
            if len(same) > 1:
                self.program.row(0, 1, same)
        pairs = {
            (min(card.ref.item, enemy), max(card.ref.item, enemy))
            for card, _ in columns
            for enemy in card.enemies
            if enemy in items and enemy != card.ref.item
        }
        for one, other in sorted(pairs):
            self._row(0, 1, items[one] + items[other], "enemies", "互斥题不同卷")

    def _spread(self, columns: dict[tuple[Card, int], int]) -> None:
        """Keep each type near its proportional share of each range, as far as that is free."""
        for (code, index), cell in self._cells.items():
            if (code, index) in self.plan.cells:
                continue
            share = self.plan.quotas[code] * self.plan.sections[index].count / self.plan.count
            less = self.program.slack(SPREAD)
            more = self.program.slack(SPREAD)
            self.program.row(floor(share), len(columns), [*cell, less])
            self.program.row_less(-len(columns), ceil(share), cell, more)

    def _at_most(self, columns: dict[tuple[Card, int], int], met: set[Ref], most: int) -> None:
        shared = [column for (card, _), column in columns.items() if card.ref in met]
        if len(shared) > most:
            self._row(0, most, shared, "overlap", self._overlap_text)

    @property
    def _overlap_text(self) -> str:
        return f"{self.draw.forms} 套卷两两重复不超过 {self.draw.shared} 题"

    def _overlap(self) -> None:
        """Bound what each two forms share: a column marks an item that is in both."""
        if self.draw.shared >= self.plan.count:
            return
        for first, second in combinations(self._forms, 2):
            both = []
            for card in self.draw.candidates:
                sections = self.draw.sections(card)
                columns = [f[card, s] for f in (first, second) for s in sections]
                if self.draw.shared == 0:
                    self._row(0, 1, columns, "overlap", self._overlap_text)
                    continue
                mark = self.program.column()
                both.append(mark)
                self.program.row_less(-1, 1, columns, mark)
            if both:
                self._row(0, self.draw.shared, both, "overlap", self._overlap_text)

    def _row(self, low: int, high: int, columns: list[int], kind: str, text: str) -> None:
        self.program.row(low, high, columns, Rule(text, RANKS.index(kind)))
