"""What the bank lacks for a draw: each requirement on its own, all at once, in exact numbers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

from question_bank.blueprint import difficulty_name
from question_bank.cards import Card
from question_bank.model import Draw


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One requirement that the bank cannot meet, whatever the others are."""

    what: str
    need: int
    available: int

    @property
    def missing(self) -> int:
        return self.need - self.available

    @property
    def text(self) -> str:
        return f"{self.what}：需 {self.need}，可用 {self.available}，缺 {self.missing}"


def find_shortfalls(draw: Draw) -> tuple[Shortfall, ...]:
    """Every requirement that already fails alone; empty does not yet promise a paper."""
    found = []
    for what, need, cards in _demands(draw):
        points = Counter(card.point_code for card in cards)
        if len(points) < need:
            found.append(Shortfall(what, need, len(points)))
            continue
        # Two forms that may share k items need 2n-k different ones; one point gives one a form.
        different = max(need, need * draw.forms - comb(draw.forms, 2) * draw.shared)
        stock = sum(min(count, draw.forms) for count in points.values())
        if stock < different:
            note = f"{what}（{draw.forms} 套卷，两两重复不超过 {draw.shared} 题）"
            found.append(Shortfall(note, different, stock))
    return tuple(found)


def _demands(draw: Draw) -> Iterator[tuple[str, int, list[Card]]]:
    plan, names = draw.plan, {part.code: part.name for part in draw.plan.ranges}
    home = {card.ref: plan.range_of(card.point_code) for card in draw.pool}
    yield "全卷（每个鉴定点至多一题）", plan.count, list(draw.pool)
    for code, need in plan.quotas.items():
        yield names[code], need, [card for card in draw.pool if home[card.ref] == code]
    for index, section in enumerate(plan.sections):
        yield plan.section_name(index), section.count, [c for c in draw.pool if section.takes(c)]
    for (code, index), need in plan.cells.items():
        takes = plan.sections[index].takes
        inside = [card for card in draw.pool if home[card.ref] == code and takes(card)]
        yield f"{names[code]} × {plan.section_name(index)}", need, inside
    for level, (low, high) in plan.bands.items():
        yield difficulty_name(level), low, [c for c in draw.pool if c.difficulty == level]
        rest = [card for card in draw.pool if card.difficulty != level]
        yield f"{difficulty_name(level)}以外", plan.count - high, rest
