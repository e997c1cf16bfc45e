"""Which examiners go where: who may be sent again, and a draw that anybody can repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from math import ceil, log

from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check

PRACTICE = load("practice")
YEAR = timedelta(days=365)
Panel = frozenset[int]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who qualifies and need not stand back. past: dispatches before; last: their last."""

    person_id: int
    past: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """One person before one dispatch. run: panels in a row at this site, up to the last one.

    appointed: whether an appointment as examiner of the level holds on the day.
    """

    on: date
    appointed: bool = True
    run: int = 0
    max_run: int = PRACTICE["派遣（连续）"].values["max_consecutive"]
    refusals: int = 0
    max_refusals: int = PRACTICE["派遣（拒绝）"].values["max_refusals"]


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """A panel beside the last one at the same site; last=None when there was none."""

    on: date
    panel: Panel
    last: Panel | None = None
    share: Fraction = Fraction(1, 3)


def holds_office(x: TurnFacts, _: Clause) -> Outcome:
    required = "考试日有本等级考评员的聘任"
    observed = "在聘" if x.appointed else "未聘任、已期满或者暂停"
    return check(x.appointed, f"{observed}，要求{required}。", observed=observed,
                 required=required)  # fmt: skip


def not_too_often(x: TurnFacts, _: Clause) -> Outcome:
    required = f"在同一考点连续不超过 {x.max_run} 次"
    observed = f"此前已连续 {x.run} 次"
    return check(x.run < x.max_run, f"{observed}，要求{required}。", observed=observed,
                 required=required)  # fmt: skip


def still_used(x: TurnFacts, _: Clause) -> Outcome:
    required = f"一年内无故不接受派遣少于 {x.max_refusals} 次"
    observed = f"一年内无故不接受 {x.refusals} 次"
    return check(x.refusals < x.max_refusals, f"{observed}，要求{required}。",
                 observed=observed, required=required)  # fmt: skip


def enough_replaced(x: PanelFacts, _: Clause) -> Outcome:
    required = f"轮换不少于 {x.share}"
    if x.last is None:
        return check(True, f"本考点首次派遣，要求{required}。", observed="首次", required=required)
    fresh, size = len(x.panel - x.last), len(x.panel)
    observed = f"{size} 人中轮换 {fresh} 人"
    return check(fresh >= fresh_needed(size, x.share), f"{observed}，要求{required}。",
                 observed=observed, required=required)  # fmt: skip


TURN: Rulebook[TurnFacts] = Rulebook(
    (
        Rule("dispatch.appointed", PRACTICE["批次（考评小组）"], holds_office),
        Rule("dispatch.run", PRACTICE["派遣（连续）"], not_too_often),
        Rule("dispatch.refusals", PRACTICE["派遣（拒绝）"], still_used),
    )
)
ROTATION: Rulebook[PanelFacts] = Rulebook(
    (Rule("dispatch.rotation", PRACTICE["派遣（轮换）"], enough_replaced),)
)


def fresh_needed(size: int, share: Fraction) -> int:
    """How many of a panel have to be others than last time."""
    return ceil(size * share)


def run_of(person_id: int, panels: Sequence[Panel]) -> int:
    """In how many of the latest panels in a row this person served. panels: newest first."""
    for count, panel in enumerate(panels):
        if person_id not in panel:
            return count
    return len(panels)


def weight(member: Member, *, on: date) -> float:
    """Who was sent less often, and longer ago, comes sooner; never zero."""
    rested = YEAR if member.last is None else min(max(on - member.last, timedelta()), YEAR)
    return (1 + rested / YEAR) / (1 + member.past)


def order(pool: Sequence[Member], *, seed: str, on: date) -> list[int]:
    """Everybody in drawing order; depends on the seed and the weights, never on the pool's order.

    Each person waits an exponential time of rate `weight`; the first to come is the first drawn.
    """
    waits = [(_wait(m, seed=seed, on=on), m.person_id) for m in pool]
    return [person_id for _, person_id in sorted(waits)]


def draw(
    pool: Sequence[Member],
    *,
    size: int,
    seed: str,
    on: date,
    last: Panel | None,
    share: Fraction,
) -> list[int]:
    """returns: a panel in drawing order, shorter than `size` when the pool does not suffice."""
    may_stay = size if last is None else size - fresh_needed(size, share)
    panel: list[int] = []
    for person_id in order(pool, seed=seed, on=on):
        if last is not None and person_id in last:
            if not may_stay:
                continue
            may_stay -= 1
        panel.append(person_id)
        if len(panel) == size:
            break
    return panel


def leader_of(panel: Sequence[int], pool: Sequence[Member]) -> int:
    """The most experienced of a panel; of equals the one drawn first."""
    past = {member.person_id: member.past for member in pool}
    return max(panel, key=lambda person_id: (past[person_id], -panel.index(person_id)))


def _wait(member: Member, *, seed: str, on: date) -> float:
    digest = sha256(f"{seed}:{member.person_id}".encode()).digest()
    share = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
    return -log(share) / weight(member, on=on)
