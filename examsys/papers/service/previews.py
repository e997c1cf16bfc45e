"""Can the bank fill this blueprint? Answered from metadata; nothing is drawn, opened or kept."""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from examsys.bank import queries as bank
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.errors import Conflict
from examsys.papers import queries
from examsys.papers.models import PaperSet
from examsys.papers.plans import Plan
from examsys.parameters import queries as parameters
from examsys.rules.states import LEVEL_SHORT, Component, PaperState, label
from question_bank import (
    Assembly,
    Card,
    Ref,
    TimeUp,
    Unsound,
    assemble,
    blueprint_faults,
)
from question_bank import Blueprint as FullPlan
from question_bank.blueprint import difficulty_name

SECONDS = 8.0
FORMS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a draw must keep besides its blueprint.

    barred: items of earlier papers that may not come back. sources: whose they are, in words.
    """

    overlap_max: Decimal
    barred: frozenset[Ref] = frozenset()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """One line of a blueprint beside what the bank has. most: None where exactly `least`."""

    what: str
    least: int
    most: int | None
    items: int
    points: int
    weight: Decimal | None = None

    @property
    def short(self) -> bool:
        return min(self.items, self.points) < self.least


@dataclass(frozen=True, slots=True)
class Preview:
    """reasons: every shortfall or contradiction in words; empty when a draw will succeed."""

    ranges: tuple[Need, ...]
    sections: tuple[Need, ...]
    difficulties: tuple[Need, ...]
    reasons: tuple[str, ...]
    pool: int

    @property
    def feasible(self) -> bool:
        return not self.reasons


def full_plan_of(plan: Plan, level: int, component: Component, *, on: date) -> FullPlan:
    """Lay a plan over the table in force. raises: Conflict with every contradiction."""
    spec = bank.spec(level, component, on=on)
    if spec is None or not spec.ranges:
        raise Conflict(
            f"{LEVEL_SHORT[level]}{label(component)}还没有生效的鉴定要素细目表（权重表）："
            "请先在题库的“鉴定要素细目表”中录入并启用。"
        )
    full = plan.over(spec)
    if faults := blueprint_faults(full):
        raise Conflict("组卷方案与细目表不符：" + "；".join(faults) + "。")
    return full


def terms_now(*, on: date) -> Terms:
    """The terms outside any batch, for a first look at a blueprint."""
    return Terms(overlap_max=parameters.value("paper.overlap_max", on=on))


def terms_of(batch: Batch, component: Component, *, fresh: bool = False, on: date) -> Terms:
    """fresh: also leave out the items of this batch's withdrawn sets, after a leak for instance."""
    last = batches.parameter(batch, "paper.exclude_last_batches", on=on)
    earlier = [*queries.recent_sets(batch, component, batches=last)]
    if fresh:
        own = queries.sets_of(batch.id, component)
        earlier += [one for one in own if one.state is PaperState.WITHDRAWN]
    return Terms(
        overlap_max=batches.parameter(batch, "paper.overlap_max", on=on),
        barred=frozenset(ref for one in earlier for ref in refs_of(one)),
        sources=tuple(f"{one.batch.title}（第 {one.draw_no} 次组卷）" for one in earlier),
    )


def refs_of(paper_set: PaperSet) -> Iterator[Ref]:
    return (Ref.parse(row[0]) for form in paper_set.forms for row in form.refs)


def eligible(full: FullPlan, terms: Terms) -> list[Card]:
    """The cards a draw may touch, without those of barred items."""
    barred = {ref.item for ref in terms.barred}
    found = bank.cards(full.level, Component(full.component.value))
    return [
        card
        for card in found
        if card.ref.item not in barred
        and full.range_of(card.point_code) is not None
        and any(section.takes(card) for section in full.sections)
    ]


def choose(full: FullPlan, pool: Sequence[Card], terms: Terms, *, seed: int) -> Assembly:
    """Main and spare, or every reason why not. raises: Conflict when time is up."""
    try:
        return assemble(
            full, pool, seed=seed, forms=FORMS, overlap_max=terms.overlap_max, seconds=SECONDS
        )
    except Unsound as error:
        raise Conflict("；".join(error.reasons) + "。") from error
    except TimeUp as error:
        raise Conflict(str(error)) from error


def preview(plan: Plan, level: int, component: Component, *, terms: Terms, at: datetime) -> Preview:
    """Try a draw and keep nothing of it. raises: Conflict for a plan that contradicts itself."""
    full = full_plan_of(plan, level, component, on=clock.day_of(at))
    pool = eligible(full, terms)
    reasons = choose(full, pool, terms, seed=secrets.randbits(256)).reasons
    return Preview(
        ranges=tuple(_ranges(full, pool)),
        sections=tuple(_sections(full, pool)),
        difficulties=tuple(_difficulties(full, pool)),
        reasons=reasons,
        pool=len(pool),
    )


def _ranges(full: FullPlan, pool: Sequence[Card]) -> Iterator[Need]:
    for part in full.ranges:
        inside = [card for card in pool if full.range_of(card.point_code) == part.code]
        name = f"{part.code} {part.name}"
        yield Need(name, full.quotas[part.code], None, *_stock(inside), weight=part.weight)


def _sections(full: FullPlan, pool: Sequence[Card]) -> Iterator[Need]:
    for index, section in enumerate(full.sections):
        fit = [card for card in pool if section.takes(card)]
        yield Need(full.section_name(index), section.count, None, *_stock(fit))


def _difficulties(full: FullPlan, pool: Sequence[Card]) -> Iterator[Need]:
    counts = Counter(card.difficulty for card in pool)
    points = {level: {c.point_code for c in pool if c.difficulty == level} for level in range(1, 6)}
    for level in range(1, 6):
        least, most = full.bands.get(level, (0, full.count))
        yield Need(difficulty_name(level), least, most, counts[level], len(points[level]))


def _stock(cards: Sequence[Card]) -> tuple[int, int]:
    return len(cards), len({card.point_code for card in cards})
