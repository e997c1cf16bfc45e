"""Do the year's figures add up, and is the report in time?

source: 人社厅函〔2023〕141号 三（二）.
"""

from dataclasses import dataclass
from datetime import date

from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check, needs, note

NOTICE, PRACTICE = load("mohrss-2023-141"), load("practice")
LEVEL_WORDS = {5: "五级", 4: "四级", 3: "三级", 2: "二级", 1: "一级"}


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """认定人数 of one level, both ways: who took part and who got a certificate."""

    level: int
    participated: int
    certified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """cut_off: the last day whose records the figures count. Lists are counted in rows.

    supplement: what came after the cut-off of the report; it is handed in when it is ready.
    """

    on: date
    year: int
    cut_off: date | None
    levels: tuple[LevelFigures, ...]
    participated_total: int | None
    certified_total: int | None
    list_rows: int | None
    list_certified_rows: int | None
    supplement: bool = False


def in_time(x: YearFacts, _: Clause) -> Outcome:
    """Handed over before the year ends, with a cut-off date inside it."""
    if x.supplement:
        return note("补充报告随时报送，不受年底前时限约束。", observed="补充报告")
    end = date(x.year, 12, 31)
    required = f"不晚于 {end} 报送，数据截止日在本年度内且不晚于报送日"
    if x.cut_off is None:
        return needs("数据截止日", message=f"未注明数据截止日，要求{required}。", required=required)
    observed = f"{x.on} 报送，数据截至 {x.cut_off}"
    ok = x.on <= end and x.cut_off.year == x.year and x.cut_off <= x.on
    return check(ok, f"{observed}，要求{required}。", observed=observed, required=required)


def certified_within_participated(x: YearFacts, _: Clause) -> Outcome:
    required = "各等级获证人数不多于参加认定人数"
    wrong = [
        f"{LEVEL_WORDS[row.level]}参加 {row.participated} 人、获证 {row.certified} 人"
        for row in x.levels
        if not 0 <= row.certified <= row.participated
    ]
    observed = "；".join(wrong) or f"{len(x.levels)} 个等级均符合"
    return check(not wrong, f"{observed}，要求{required}。", observed=observed, required=required)


def totals_match(x: YearFacts, _: Clause) -> Outcome:
    sums = (
        sum(row.participated for row in x.levels),
        sum(row.certified for row in x.levels),
    )
    required = f"合计参加 {sums[0]} 人、获证 {sums[1]} 人（各等级之和）"
    totals = (x.participated_total, x.certified_total)
    return _equal("合计", totals, sums, required=required, paper="年报合计数")


def list_matches(x: YearFacts, _: Clause) -> Outcome:
    if x.participated_total is None or x.certified_total is None:
        return needs("年报合计数", message="合计数未填，无法与名单核对。")
    totals = (x.participated_total, x.certified_total)
    required = f"名单 {totals[0]} 行，其中获证 {totals[1]} 行（合计数）"
    rows = (x.list_rows, x.list_certified_rows)
    return _equal("名单", rows, totals, required=required, paper="人员名单")


def _equal(
    what: str,
    found: tuple[int | None, int | None],
    wanted: tuple[int, int],
    *,
    required: str,
    paper: str,
) -> Outcome:
    if None in found:
        return needs(paper, message=f"{what}未填，要求{required}。", required=required)
    unit = "行" if what == "名单" else "人"
    observed = f"{what}参加 {found[0]} {unit}、获证 {found[1]} {unit}"
    return check(
        found == wanted, f"{observed}，要求{required}。", observed=observed, required=required
    )


YEAR_END: Rulebook[YearFacts] = Rulebook(
    (
        Rule("yearend.in_time", NOTICE["三（二）"], in_time),
        Rule("yearend.certified", PRACTICE["年报（口径）"], certified_within_participated),
        Rule("yearend.totals", PRACTICE["年报（合计）"], totals_match),
        Rule("yearend.list", PRACTICE["年报（名单）"], list_matches),
    )
)
