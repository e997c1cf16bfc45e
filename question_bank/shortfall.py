"""What the bank lacks for a draw: each requirement on its own, all at once, in exact numbers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

from question_bank.blueprint import Blueprint, difficulty_name
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
        points = len({card.point_code for card in cards})
        stock, different = _stock(draw, cards), _different(draw, need)
        if points < need:
            found.append(Shortfall(what, need, points))
        elif stock < different:
            found.append(Shortfall(f"{what}（{_company(draw)}）", different, stock))
    return tuple(found or _thin_together(draw))


def _thin_together(draw: Draw) -> Iterator[Shortfall]:
    """Ranges that each suffice, but all together force forms to share more than they may."""
    plan = draw.plan
    lines = []
    for part in plan.ranges:
        cards = [card for card in draw.pool if plan.range_of(card.point_code) == part.code]
        lines.append((part.name, plan.quotas[part.code] * draw.forms, _stock(draw, cards)))
    usable = sum(min(need, stock) for _, need, stock in lines)
    if usable < (different := _different(draw, plan.count)):
        thin = "、".join(name for name, need, stock in lines if stock < need)
        yield Shortfall(f"{thin} 偏少，全卷（{_company(draw)}）", different, usable)


def _stock(draw: Draw, cards: list[Card]) -> int:
    """Different items that the forms together can use: one point gives one a form."""
    points = Counter(card.point_code for card in cards)
    return sum(min(count, draw.forms) for count in points.values())


def _different(draw: Draw, need: int) -> int:
    """Different items that the forms need: two that may share k need 2n-k."""
    return max(need, need * draw.forms - comb(draw.forms, 2) * draw.shared)


def _company(draw: Draw) -> str:
    return f"{draw.forms} 套卷，两两重复不超过 {draw.shared} 题"


def _row(plan: Blueprint, index: int) -> str:
    """A line of the blueprint as its author sees it."""
    return f"第 {index + 1} 行 {plan.section_name(index)}"


def _demands(draw: Draw) -> Iterator[tuple[str, int, list[Card]]]:
    plan, names = draw.plan, {part.code: part.name for part in draw.plan.ranges}
    home = {card.ref: plan.range_of(card.point_code) for card in draw.pool}
    yield "全卷（每个鉴定点至多一题）", plan.count, list(draw.pool)
    for code, need in plan.quotas.items():
        yield names[code], need, [card for card in draw.pool if home[card.ref] == code]
    for index, section in enumerate(plan.sections):
        yield _row(plan, index), section.count, [c for c in draw.pool if section.takes(c)]
    for (code, index), need in plan.cells.items():
        takes = plan.sections[index].takes
        inside = [card for card in draw.pool if home[card.ref] == code and takes(card)]
        yield f"{names[code]} × {_row(plan, index)}", need, inside
    for level, (low, high) in plan.bands.items():
        yield difficulty_name(level), low, [c for c in draw.pool if c.difficulty == level]
        rest = [card for card in draw.pool if card.difficulty != level]
        yield f"{difficulty_name(level)}以外", plan.count - high, rest
