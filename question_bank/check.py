"""A second opinion on drawn forms: every promise checked again, without the solver's code."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from question_bank.assemble import Form
from question_bank.blueprint import Blueprint
from question_bank.cards import Card, Ref
from question_bank.spec import largest_remainder


def check_forms(
    blueprint: Blueprint,
    pool: Sequence[Card],
    forms: Sequence[Form],
    *,
    overlap_max: Decimal = Decimal("0.2"),
    exclude: Collection[Ref] = (),
) -> tuple[str, ...]:
    """Every way in which forms break their blueprint, in Chinese; empty when they keep it."""
    cards = {card.ref: card for card in pool}
    found = []
    for number, form in enumerate(forms, start=1):
        strangers = [ref for ref in form.refs if ref not in cards]
        if strangers:
            found.append(f"第 {number} 套：{len(strangers)} 题不在备选题中")
            continue
        drawn = [cards[ref] for ref in form.refs]
        own = (*_numbers(blueprint, form, drawn), *_company(blueprint, form, drawn, exclude))
        found += [f"第 {number} 套：{fault}" for fault in own]
    most = blueprint.count * overlap_max
    for (a, one), (b, other) in combinations(enumerate(forms, start=1), 2):
        common = len({r.item for r in one.refs} & {r.item for r in other.refs})
        if common > most:
            found.append(f"第 {a} 套与第 {b} 套重复 {common} 题，上限 {most.normalize():f} 题")
    return tuple(found)


def _numbers(plan: Blueprint, form: Form, drawn: Sequence[Card]) -> Iterator[str]:
    wanted = largest_remainder(
        sum(section.count for section in plan.sections), [part.weight for part in plan.ranges]
    )
    for part, count in zip(plan.ranges, wanted, strict=True):
        inside = [c for c in drawn if c.point_code == part.code or part.covers(c.point_code)]
        if len(inside) != count:
            yield f"{part.name} 应 {count} 题，实有 {len(inside)} 题"
    placed = Counter(pick.section for pick in form.picks)
    for index, section in enumerate(plan.sections):
        if placed[index] != section.count:
            yield f"{plan.section_name(index)} 应 {section.count} 题，实有 {placed[index]} 题"
    if sum((pick.marks for pick in form.picks), Decimal(0)) != 100:
        yield "满分不是 100 分"
    found = Counter(card.difficulty for card in drawn)
    for level, (low, high) in plan.bands.items():
        if not low <= found[level] <= high:
            yield f"难度{level} 应 {low} 至 {high} 题，实有 {found[level]} 题"
    cells = Counter((pick.range_code, pick.section) for pick in form.picks)
    for (code, index), count in plan.cells.items():
        if cells[code, index] != count:
            yield f"{code} × {plan.section_name(index)} 应 {count} 题，实有 {cells[code, index]} 题"


def _company(
    plan: Blueprint, form: Form, drawn: Sequence[Card], exclude: Collection[Ref]
) -> Iterator[str]:
    for pick, card in zip(form.picks, drawn, strict=True):
        section = plan.sections[pick.section]
        home = next((r for r in plan.ranges if r.code == pick.range_code), None)
        told = (pick.point_code, pick.kind, pick.difficulty, pick.marks)
        true = (card.point_code, section.kind, card.difficulty, section.marks)
        if told != true or card.kind is not section.kind or card.marks not in (None, pick.marks):
            yield f"{card.ref} 与它所在的题型或分值不符"
        if home is None or not (home.code == card.point_code or home.covers(card.point_code)):
            yield f"{card.ref} 记错了鉴定范围"
        if (card.level, card.component) != (plan.level, plan.component):
            yield f"{card.ref} 不属于本级别或本科目"
    if len({card.point_code for card in drawn}) != len(drawn):
        yield "同一鉴定点出了两题"
    items = {card.ref.item for card in drawn}
    if any(enemy in items for card in drawn for enemy in card.enemies):
        yield "互斥题同卷"
    if items & {ref.item for ref in exclude}:
        yield "用了应排除的题"
