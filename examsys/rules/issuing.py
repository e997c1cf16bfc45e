"""May this certificate be issued? Every gate is one finding."""

from dataclasses import dataclass
from datetime import date

from examsys.rules.book import Rule, Rulebook
from examsys.rules.certificate import BadNumber, decode
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check, needs, note
from examsys.rules.states import LABELS, Component, ResultState, components_of

PRACTICE = load("practice")
CODE = load("code-2019-2")
GOOD = (ResultState.PASS, ResultState.EXEMPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacts:
    """results: component and its state, None while it has none.

    accepted: whether the authority accepted the results. publicity_until: its last day.
    prefix, number: given by the authority, and the number to be printed, once allocated.
    """

    on: date
    level: int
    results: tuple[tuple[Component, ResultState | None], ...]
    requires_acceptance: bool = True
    accepted: bool | None = None
    publicity_until: date | None = None
    open_objections: int | None = None
    number: str | None = None
    prefix: str | None = None


def every_component_passed(x: IssueFacts, _: Clause) -> Outcome:
    """Each component of the level by itself; never an average."""
    states = dict(x.results)
    asked = components_of(x.level)
    required = "各科目均合格：" + "、".join(LABELS[one] for one in asked)
    missing = [LABELS[one] for one in asked if states.get(one) is None]
    observed = "、".join(_result(one, states.get(one)) for one in asked)
    bad = [one for one in asked if states.get(one) is not None and states[one] not in GOOD]
    if missing and not bad:
        message = f"{observed}，要求{required}。"
        return needs(*(f"{word}成绩" for word in missing), message=message, required=required)
    return check(not bad, f"{observed}，要求{required}。", observed=observed, required=required)


def _result(component: Component, state: ResultState | None) -> str:
    return f"{LABELS[component]}{LABELS[state] if state else '尚无结果'}"


def results_accepted(x: IssueFacts, _: Clause) -> Outcome:
    """The authority's acceptance, where the agency's parameter demands it."""
    if not x.requires_acceptance:
        return note("本机构参数不要求发证前经主管部门认可成绩。", observed="不要求")
    required = "主管部门已认可本批次成绩"
    if x.accepted is None:
        message = f"主管部门是否认可成绩未知，要求{required}。"
        return needs("主管部门的认可回执", message=message, required=required)
    word = "已认可" if x.accepted else "未认可"
    return check(
        x.accepted, f"主管部门{word}成绩，要求{required}。", observed=word, required=required
    )


def publicity_over(x: IssueFacts, _: Clause) -> Outcome:
    """The last day of publicity lies before the day of issue."""
    required = "成绩公示期已满"
    if x.publicity_until is None:
        return needs(
            "成绩公示记录（起止日期）", message=f"尚无成绩公示，要求{required}。", required=required
        )
    observed = f"公示至 {x.publicity_until}（含），判定日 {x.on}"
    over = x.publicity_until < x.on
    return check(over, f"{observed}，要求{required}。", observed=observed, required=required)


def no_open_objection(x: IssueFacts, _: Clause) -> Outcome:
    required = "没有尚未处理的异议"
    if x.open_objections is None:
        return needs("异议登记簿", message=f"异议情况未知，要求{required}。", required=required)
    observed = f"尚未处理的异议 {x.open_objections} 件"
    return check(
        x.open_objections == 0,
        f"{observed}，要求{required}。",
        observed=observed,
        required=required,
    )


def number_fits(x: IssueFacts, _: Clause) -> Outcome:
    """The number reads back as ours: prefix, year of issue, level."""
    if x.number is None:
        return note("证书编号在核发时生成。", observed="尚未编号")
    try:
        parts = decode(x.number)
    except BadNumber as reason:
        return check(False, f"证书编号有误：{reason}", observed=x.number, required="22 位证书编号")
    wrong = []
    if x.prefix is not None and parts.prefix != x.prefix:
        wrong.append(f"前 13 位为 {parts.prefix}，要求 {x.prefix}")
    if parts.year != f"{x.on.year % 100:02d}":
        wrong.append(f"核发年份为 {parts.year}，要求 {x.on.year % 100:02d}")
    if parts.level != str(x.level):
        wrong.append(f"等级代码为 {parts.level}，要求 {x.level}")
    message = "；".join(wrong) if wrong else "证书编号与机构、年份、等级一致"
    return check(not wrong, f"{message}。", observed=x.number, required="与机构、年份、等级一致")


ISSUE: Rulebook[IssueFacts] = Rulebook(
    (
        Rule("certificate.components", PRACTICE["发证（成绩）"], every_component_passed),
        Rule("certificate.acceptance", PRACTICE["发证（认可）"], results_accepted),
        Rule("certificate.publicity", PRACTICE["发证（公示）"], publicity_over),
        Rule("certificate.objections", PRACTICE["发证（异议）"], no_open_objection),
        Rule("certificate.number", CODE["证书编号"], number_fits),
    )
)
