"""Entries, component results and the final result; never an average."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.rules.finding import Verdict
from examsys.rules.marking import (
    ABSENT,
    RESULT,
    VIOLATION,
    BadMark,
    Difference,
    Mark,
    MarkKind,
    ResultFacts,
    component_state,
    differences,
    passed,
    read_mark,
    score,
)
from examsys.rules.states import Component, ResultState

T, S, V = Component.THEORY, Component.SKILL, Component.REVIEW
OK, NO = ResultState.PASS, ResultState.FAIL
TENTHS = st.integers(0, 1000).map(lambda n: Decimal(n) / 10)
MARKS = st.one_of(
    TENTHS.map(lambda n: Mark(MarkKind.SCORE, n)), st.sampled_from([ABSENT, VIOLATION])
)
ENTRIES = st.dictionaries(st.integers(1, 8), MARKS)


def points(value):
    return Mark(MarkKind.SCORE, Decimal(value))


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("60", points("60.0")),
        (" 59.5 ", points("59.5")),
        ("0", points(0)),
        ("100", points(100)),
        ("100.0", points(100)),
        ("缺考", ABSENT),
        ("违纪", VIOLATION),
    ],
)
def test_a_mark_is_read_as_typed(typed, mark):
    assert read_mark(typed) == mark


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("100.1", "分数 100.1 超出范围，应为 0 至 100。"),
        ("59.95", "分数 59.95 多于一位小数，请核对评分记录。"),
        ("-1", "“-1”不能识别，请填分数、缺考或违纪。"),
        ("６０", "“６０”不能识别，请填分数、缺考或违纪。"),
        ("1e2", "“1e2”不能识别，请填分数、缺考或违纪。"),
        ("NaN", "“NaN”不能识别，请填分数、缺考或违纪。"),
        ("", "“”不能识别，请填分数、缺考或违纪。"),
        (".", "“.”不能识别，请填分数、缺考或违纪。"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(typed, sentence):
    with pytest.raises(BadMark) as error:
        read_mark(typed)

    assert str(error.value) == sentence


def test_scores_and_words_exclude_each_other():
    with pytest.raises(BadMark):
        Mark(MarkKind.ABSENT, Decimal(0))
    with pytest.raises(BadMark):
        Mark(MarkKind.SCORE)
    with pytest.raises(BadMark):
        score("x")
    assert str(score(Decimal("-0"))) == "0.0"


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (points("60"), OK),
        (points("59.9"), NO),
        (points("0"), NO),
        (ABSENT, ResultState.ABSENT),
        (VIOLATION, ResultState.VIOLATION),
    ],
)
def test_the_pass_line_itself_passes(mark, state):
    assert component_state(mark) is state


def test_differences_name_both_entries_and_gaps():
    found = differences(
        {1: points(60), 2: ABSENT, 3: points(70)}, {1: points("60.0"), 2: points(0)}
    )

    assert found == (Difference(2, ABSENT, points(0)), Difference(3, points(70), None))
    assert [one.text for one in found] == ["一录 缺考，二录 0.0 分", "一录 70.0 分，二录 未登录"]
    assert differences({}, {}, order=[7]) == (Difference(7, None, None),)


@given(ENTRIES, ENTRIES)
def test_comparison_is_symmetric_and_complete(first, second):
    one = {d.script: (d.first, d.second) for d in differences(first, second)}
    other = {d.script: (d.second, d.first) for d in differences(second, first)}

    assert one == other
    assert differences(first, first) == ()
    agreed = {script for script in first if script in second and first[script] == second[script]}
    assert set(one) == (set(first) | set(second)) - agreed


CASES = [
    (3, ((T, OK, points(60)), (S, OK, points(60))), Verdict.PASS),
    (3, ((T, NO, points("59.9")), (S, OK, points(100))), Verdict.FAIL),
    (3, ((T, OK, points(60)), (S, None, None)), Verdict.NEEDS_EVIDENCE),
    (3, ((T, NO, points(30)), (S, None, None)), Verdict.FAIL),
    (3, ((T, OK, points(90)), (S, ResultState.ABSENT, ABSENT)), Verdict.FAIL),
    (3, ((T, OK, points(90)), (S, ResultState.VIOLATION, VIOLATION)), Verdict.FAIL),
    (3, ((T, ResultState.EXEMPT, None), (S, OK, points(60))), Verdict.PASS),
    (2, ((T, OK, points(60)), (S, OK, points(60))), Verdict.NEEDS_EVIDENCE),
    (2, ((T, OK, points(60)), (S, OK, points(60)), (V, OK, points(60))), Verdict.PASS),
    (1, ((T, OK, points(90)), (S, OK, points(90)), (V, NO, points(59))), Verdict.FAIL),
]


@pytest.mark.parametrize(("level", "results", "expected"), CASES, ids=str)
def test_the_final_result_asks_every_component(level, results, expected):
    report = RESULT.examine(ResultFacts(on=date(2026, 6, 1), level=level, results=results))

    assert report.verdict is expected
    states = {component: state for component, state, _ in results if state}
    assert passed(level, states) is (expected is Verdict.PASS)


def test_the_message_shows_each_component():
    facts = ResultFacts(on=date(2026, 6, 1), level=3, results=CASES[1][1])

    assert RESULT.examine(facts).findings[0].message == (
        "理论知识考试 59.9 分（不合格），技能考核 100.0 分（合格），要求各科目均达到 60 分。"
    )


@given(TENTHS, TENTHS)
def test_an_average_never_passes_anyone(theory, skill):
    states = {T: component_state(points(theory)), S: component_state(points(skill))}

    assert passed(3, states) is (theory >= 60 and skill >= 60)
