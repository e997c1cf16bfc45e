"""Does this table of specification hold together, and does this blueprint fill a paper?"""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check, needs

PRACTICE = load("practice")
RANGE_CODE = re.compile(r"[A-Z](-[A-Z])*")
POINT_CODE = re.compile(r"([A-Z](?:-[A-Z])*)-([0-9]{3})")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class SpecRange:
    """One 鉴定范围. weight: share of 100, None while not set."""

    code: str
    title: str
    weight: Decimal | None

    @property
    def parent(self) -> str | None:
        above, _, _ = self.code.rpartition("-")
        return above or None


@dataclass(frozen=True, slots=True)
class SpecPoint:
    """One 鉴定点, the leaf that questions belong to."""

    code: str
    title: str

    @property
    def parent(self) -> str:
        return self.code.rpartition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFacts:
    """The table of one level and one component."""

    on: date
    ranges: tuple[SpecRange, ...]
    points: tuple[SpecPoint, ...]


def codes(x: SpecFacts, _: Clause) -> Outcome:
    """Ranges are letters, points end in three digits, and everything hangs on a listed range."""
    known = {row.code for row in x.ranges}
    wrong = [row.code for row in x.ranges if not RANGE_CODE.fullmatch(row.code)]
    wrong += [row.code for row in x.points if not POINT_CODE.fullmatch(row.code)]
    loose = [row.code for row in x.ranges if row.parent and row.parent not in known]
    loose += [row.code for row in x.points if row.parent not in known]
    required = "范围编码形如 A-B、鉴定点编码形如 A-B-001，且上级范围已列出"
    if not wrong and not loose:
        count = f"鉴定范围 {len(x.ranges)} 个、鉴定点 {len(x.points)} 个"
        return check(True, f"{count}，编码均符合要求。", observed=count, required=required)
    parts = [f"编码格式不符：{_some(wrong)}"] if wrong else []
    parts += [f"上级范围未列出：{_some(loose)}"] if loose else []
    observed = "；".join(parts)
    return check(False, f"{observed}。要求{required}。", observed=observed, required=required)


def no_duplicates(x: SpecFacts, _: Clause) -> Outcome:
    """No code twice, and no point under two names alike."""
    all_codes = [row.code for row in x.ranges] + [row.code for row in x.points]
    again = _repeated(all_codes) + _repeated([row.title.strip() for row in x.points])
    observed = f"重复：{_some(again)}" if again else "没有重复"
    required = "编码和鉴定点名称不重复"
    return check(not again, f"{observed}，要求{required}。", observed=observed, required=required)


def weights_total(x: SpecFacts, clause: Clause) -> Outcome:
    """The weights of the top ranges make one hundred."""
    top = [row for row in x.ranges if row.parent is None]
    total = clause.values["total"]
    required = f"一级鉴定范围权重合计 {total}"
    if gap := _unset(top):
        return needs("权重表", message=f"{gap}未填权重，要求{required}。", required=required)
    found = sum((row.weight or Decimal(0) for row in top), Decimal(0))
    observed = f"一级鉴定范围权重合计 {_plain(found)}"
    ok = found == total and all((row.weight or 0) >= 0 for row in top)
    return check(ok, f"{observed}，要求 {total}。", observed=observed, required=required)


def parents_add_up(x: SpecFacts, _: Clause) -> Outcome:
    """A parent weighs as much as its children together."""
    required = "上级权重等于下级权重之和"
    if gap := _unset(x.ranges):
        return needs("权重表", message=f"{gap}未填权重，要求{required}。", required=required)
    wrong = []
    for row in x.ranges:
        below = [one.weight or Decimal(0) for one in x.ranges if one.parent == row.code]
        if below and sum(below) != row.weight:
            total = _plain(sum(below, Decimal(0)))
            wrong.append(f"{row.code} 为 {_plain(row.weight)}，下级合计 {total}")
    observed = "；".join(wrong) or "上下级权重一致"
    return check(not wrong, f"{observed}，要求{required}。", observed=observed, required=required)


SPECIFICATION: Rulebook[SpecFacts] = Rulebook(
    (
        Rule("specification.codes", PRACTICE["细目表（编码）"], codes),
        Rule("specification.duplicates", PRACTICE["细目表（重复）"], no_duplicates),
        Rule("specification.total", PRACTICE["细目表（权重合计）"], weights_total),
        Rule("specification.parents", PRACTICE["细目表（上下级）"], parents_add_up),
    )
)


@dataclass(frozen=True, slots=True)
class BlueprintLine:
    """One kind of question in a paper. marks: of each question."""

    kind: str
    count: int
    marks: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintFacts:
    """lines None: the blueprint is not written yet."""

    on: date
    lines: tuple[BlueprintLine, ...] | None


def counts_are_positive(x: BlueprintFacts, _: Clause) -> Outcome:
    required = "每一题型的题量和分值大于零"
    if x.lines is None:
        return needs("组卷方案", message=f"尚无组卷方案，要求{required}。", required=required)
    wrong = [line.kind for line in x.lines if line.count <= 0 or line.marks <= 0]
    ok = bool(x.lines) and not wrong
    observed = f"不大于零的题型：{_some(wrong)}" if wrong else f"共 {len(x.lines)} 种题型"
    return check(ok, f"{observed}，要求{required}。", observed=observed, required=required)


def marks_total(x: BlueprintFacts, clause: Clause) -> Outcome:
    total = clause.values["total"]
    required = f"试卷总分 {total} 分"
    if x.lines is None:
        return needs("组卷方案", message=f"尚无组卷方案，要求{required}。", required=required)
    found = sum((line.count * line.marks for line in x.lines), Decimal(0))
    observed = f"各题分值合计 {_plain(found)} 分"
    return check(
        found == total, f"{observed}，要求 {total} 分。", observed=observed, required=required
    )


BLUEPRINT: Rulebook[BlueprintFacts] = Rulebook(
    (
        Rule("blueprint.counts", PRACTICE["组卷（题量）"], counts_are_positive),
        Rule("blueprint.marks", PRACTICE["组卷（总分）"], marks_total),
    )
)


def quotas(total: int, weights: Mapping[K, Decimal | int]) -> dict[K, int]:
    """Share out `total` questions by weight, largest remainder first; the sum is `total`.

    Ties go to the earlier key. source: domain §6.4.
    raises: ValueError for a negative total or weight, or weights that are all zero.
    """
    shares = {key: Fraction(weight) for key, weight in weights.items()}
    whole = sum(shares.values())
    if total < 0 or whole <= 0 or min(shares.values()) < 0:
        raise ValueError("quotas need a total of zero or more and weights above zero")
    exact = {key: total * share / whole for key, share in shares.items()}
    counts = {key: int(quota) for key, quota in exact.items()}
    by_remainder = sorted(exact, key=lambda key: counts[key] - exact[key])
    for key in by_remainder[: total - sum(counts.values())]:
        counts[key] += 1
    return counts


def _unset(ranges: Sequence[SpecRange]) -> str:
    return _some([row.code for row in ranges if row.weight is None])


def _repeated(words: Sequence[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def _some(words: Sequence[str], limit: int = 5) -> str:
    shown = "、".join(words[:limit])
    return f"{shown} 等 {len(words)} 项" if len(words) > limit else shown


def _plain(number: Decimal | None) -> str:
    return "未填" if number is None else f"{number.normalize():f}"
