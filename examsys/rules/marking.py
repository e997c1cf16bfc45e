"""Two entries of one script, what a component ends in, and who passed."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Generic, TypeVar

from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check, needs
from examsys.rules.states import LABELS, Component, ResultState, components_of

PRACTICE = load("practice")
FULL = Decimal(PRACTICE["发证（成绩）"].values["full"])
PASS_LINE = Decimal(PRACTICE["发证（成绩）"].values["pass_line"])
TENTH = Decimal("0.1")
K = TypeVar("K", bound=Hashable)


class BadMark(ValueError):
    """A score that cannot be; `str(error)` says in Chinese why."""


class MarkKind(StrEnum):
    SCORE = "score"
    ABSENT = "absent"
    VIOLATION = "violation"


MARK_WORDS: Mapping[MarkKind, str] = {
    MarkKind.SCORE: "成绩",
    MarkKind.ABSENT: "缺考",
    MarkKind.VIOLATION: "违纪",
}
TYPED = {"缺考": MarkKind.ABSENT, "违纪": MarkKind.VIOLATION}


@dataclass(frozen=True, slots=True)
class Mark:
    """What one person entered for one script: a score of 0 to 100, or a word."""

    kind: MarkKind
    score: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.kind is MarkKind.SCORE) is (self.score is None):
            raise BadMark("有成绩时填分数；缺考、违纪时不填分数。")
        if self.score is not None:
            object.__setattr__(self, "score", score(self.score))

    @property
    def text(self) -> str:
        return MARK_WORDS[self.kind] if self.score is None else f"{self.score} 分"


ABSENT = Mark(MarkKind.ABSENT)
VIOLATION = Mark(MarkKind.VIOLATION)


@dataclass(frozen=True, slots=True)
class Difference(Generic[K]):
    """One script on which the two entries do not agree; None where it was not entered."""

    script: K
    first: Mark | None
    second: Mark | None

    @property
    def text(self) -> str:
        words = (entry.text if entry else "未登录" for entry in (self.first, self.second))
        return "一录 {}，二录 {}".format(*words)


def score(value: Decimal | int | str) -> Decimal:
    """A score as 0.0 to 100.0 with one decimal.

    raises: BadMark.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise BadMark(f"“{value}”不是分数，应为 0 至 {FULL}，可有一位小数。") from None
    if not number.is_finite() or not 0 <= number <= FULL:
        raise BadMark(f"分数 {value} 超出范围，应为 0 至 {FULL}。")
    if number != number.quantize(TENTH):
        raise BadMark(f"分数 {value} 多于一位小数，请核对评分记录。")
    return abs(number.quantize(TENTH))  # -0 is 0


def read_mark(text: str) -> Mark:
    """A mark as typed into the grid: a score, 缺考 or 违纪.

    raises: BadMark.
    """
    typed = text.strip()
    if typed in TYPED:
        return Mark(TYPED[typed])
    if not typed.isascii() or not typed.replace(".", "", 1).isdigit():
        raise BadMark(f"“{text}”不能识别，请填分数、缺考或违纪。")
    return Mark(MarkKind.SCORE, score(typed))


def differences(
    first: Mapping[K, Mark], second: Mapping[K, Mark], *, order: Sequence[K] | None = None
) -> tuple[Difference[K], ...]:
    """Pair entries by script; unequal and unpaired ones are differences.

    order: all scripts in the order of the list; without it, in the order of entry.
    """
    scripts = dict.fromkeys((*(order or ()), *first, *second))
    return tuple(
        Difference(script, first.get(script), second.get(script))
        for script in scripts
        if first.get(script) is None or first.get(script) != second.get(script)
    )


def component_state(mark: Mark, *, pass_line: Decimal = PASS_LINE) -> ResultState:
    """What one component ended in; the pass line itself passes."""
    if mark.score is None:
        return ResultState(mark.kind.value)
    return ResultState.PASS if mark.score >= pass_line else ResultState.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """results: component, its state and its mark; a state of None is not known yet."""

    on: date
    level: int
    results: tuple[tuple[Component, ResultState | None, Mark | None], ...]


def final_result(x: ResultFacts, _: Clause) -> Outcome:
    """Each component passes by itself; components are never averaged."""
    found = {component: (state, mark) for component, state, mark in x.results}
    asked = [(one, *found.get(one, (None, None))) for one in components_of(x.level)]
    observed = "，".join(_in_words(*one) for one in asked)
    required = f"各科目均达到 {PASS_LINE} 分"
    states = {state for _, state, _ in asked}
    bad = states - {ResultState.PASS, ResultState.EXEMPT, None}
    if None in states and not bad:
        return needs("各科目成绩", message=f"{observed}，要求{required}。", required=required)
    return check(not bad, f"{observed}，要求{required}。", observed=observed, required=required)


def _in_words(component: Component, state: ResultState | None, mark: Mark | None) -> str:
    if state is None:
        return f"{LABELS[component]}尚无成绩"
    points = f" {mark.text}" if mark and mark.score is not None else ""
    return f"{LABELS[component]}{points}（{LABELS[state]}）"


RESULT: Rulebook[ResultFacts] = Rulebook(
    (Rule("result.every_component", PRACTICE["发证（成绩）"], final_result),)
)


def passed(level: int, states: Mapping[Component, ResultState]) -> bool:
    """Whether every component of the level passed or is exempt."""
    good = (ResultState.PASS, ResultState.EXEMPT)
    return all(states.get(component) in good for component in components_of(level))
