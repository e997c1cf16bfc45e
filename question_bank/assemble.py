"""Choosing questions: cards and a blueprint in, forms or reasons out. No text is opened here."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import combinations
from uuid import UUID

from question_bank.blueprint import Blueprint, require_sound_blueprint
from question_bank.cards import Card, Kind, Ref
from question_bank.conflict import Conflict, find_conflict
from question_bank.errors import Unsound
from question_bank.items import canonical
from question_bank.model import Draw, solve_forms
from question_bank.shortfall import Shortfall, find_shortfalls

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Pick:
    """One item of a form, with what was known of it when it was drawn."""

    ref: Ref
    section: int
    range_code: str
    point_code: str
    kind: Kind
    difficulty: int
    marks: Decimal


@dataclass(frozen=True, slots=True)
class Form:
    """One drawn paper: by section, and inside it in an order that the seed gives."""

    picks: tuple[Pick, ...]

    @property
    def refs(self) -> tuple[Ref, ...]:
        return tuple(pick.ref for pick in self.picks)

    @property
    def reached(self) -> dict[tuple[str, str, Kind, int], int]:
        """The table of what was reached: items by range, point, kind and difficulty."""
        table: dict[tuple[str, str, Kind, int], int] = {}
        for pick in sorted(self.picks, key=lambda p: (p.point_code, p.section, p.difficulty)):
            cell = (pick.range_code, pick.point_code, pick.kind, pick.difficulty)
            table[cell] = table.get(cell, 0) + 1
        return table

    @property
    def two_way(self) -> dict[tuple[str, int], int]:
        """Items by range and section."""
        return dict(sorted(Counter((p.range_code, p.section) for p in self.picks).items()))

    @property
    def difficulties(self) -> dict[int, int]:
        """Items by difficulty, 1 to 5."""
        found = Counter(pick.difficulty for pick in self.picks)
        return {level: found[level] for level in range(1, 6)}


@dataclass(frozen=True, slots=True)
class Assembly:
    """Either every form asked for, or every reason why not; never a short paper.

    snapshot: digest of the pool, so that a replay can show it had the same cards.
    """

    forms: tuple[Form, ...]
    shortfalls: tuple[Shortfall, ...]
    conflict: Conflict | None
    snapshot: str

    @property
    def complete(self) -> bool:
        return bool(self.forms)

    @property
    def overlap(self) -> dict[tuple[int, int], int]:
        """Items that two forms share, by their numbers from 0."""
        items = [{pick.ref.item for pick in form.picks} for form in self.forms]
        return {(a, b): len(items[a] & items[b]) for a, b in combinations(range(len(items)), 2)}

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why there are no forms, in Chinese, one sentence each."""
        found = tuple(shortfall.text for shortfall in self.shortfalls)
        return (*found, self.conflict.text) if self.conflict else found


def assemble(
    blueprint: Blueprint,
    pool: Sequence[Card],
    *,
    seed: int,
    forms: int = 2,
    overlap_max: Decimal = Decimal("0.2"),
    exclude: Collection[Ref] = (),
    seconds: float = SECONDS,
) -> Assembly:
    """Draw forms that meet a blueprint exactly, X points first, least used first, ties by `seed`.

    The same blueprint, pool and seed give the same forms, so a paper can be proved later.
    overlap_max: the share of a form that any two forms may have in common, from 0 to 1.
    exclude: items that may not be drawn in any revision, such as those of the last batches.
    raises: Unsound for a blueprint that contradicts itself; TimeUp.
    """
    require_sound_blueprint(blueprint)
    if forms < 1 or not 0 <= overlap_max <= 1 or not 0 <= seed < 2**256:
        raise Unsound(["套数至少为 1，重复比例在 0 至 1 之间，种子为 256 位以内的非负整数"])
    draw = Draw(
        plan=blueprint,
        pool=_eligible(blueprint, pool, exclude),
        forms=forms,
        shared=int(blueprint.count * overlap_max),
        seed=seed.to_bytes(32, "big"),
    )
    snapshot = digest(draw.pool)
    if shortfalls := find_shortfalls(draw):
        return Assembly((), shortfalls, None, snapshot)
    chosen = solve_forms(draw, seconds=seconds)
    if chosen is None:
        return Assembly((), (), find_conflict(draw, seconds=seconds), snapshot)
    found = tuple(_form(draw, picks, number) for number, picks in enumerate(chosen))
    return Assembly(found, (), None, snapshot)


def digest(pool: Sequence[Card]) -> str:
    """SHA-256 over everything a draw sees of its cards, in the order of their refs."""
    rows = [
        [
            str(card.ref),
            card.point_code,
            card.kind,
            card.difficulty,
            None if card.marks is None else str(card.marks.normalize()),
            None if card.last_used is None else card.last_used.isoformat(),
            card.times_used,
            [str(enemy) for enemy in sorted(card.enemies)],
        ]
        for card in sorted(pool, key=lambda card: card.ref)
    ]
    return sha256(canonical(rows)).hexdigest()


def _eligible(plan: Blueprint, pool: Sequence[Card], exclude: Collection[Ref]) -> tuple[Card, ...]:
    """The cards a draw may touch, sorted, so that the order of the pool plays no part."""
    barred: set[UUID] = {ref.item for ref in exclude}
    cards = sorted((card for card in pool if card.ref.item not in barred), key=lambda c: c.ref)
    if len({card.ref.item for card in cards}) != len(cards):
        raise Unsound(["同一道题的两个版本同时在备选题中，请只保留现行版本"])
    return tuple(
        card
        for card in cards
        if card.level == plan.level
        and card.component is plan.component
        and plan.range_of(card.point_code) is not None
        and any(section.takes(card) for section in plan.sections)
    )


def _form(draw: Draw, chosen: Sequence[tuple[Card, int]], number: int) -> Form:
    def place(choice: tuple[Card, int]) -> tuple[int, bytes]:
        card, section = choice
        return section, draw.dice(f"order:{number}", card.ref)

    picks = []
    for card, section in sorted(chosen, key=place):
        code = draw.plan.range_of(card.point_code)
        assert code is not None
        marks = draw.plan.sections[section].marks
        picks.append(
            Pick(card.ref, section, code, card.point_code, card.kind, card.difficulty, marks)
        )
    return Form(tuple(picks))
