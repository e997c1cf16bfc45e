"""Specification tables, blueprints and quotas."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.rules.finding import Verdict
from examsys.rules.paper import (
    BLUEPRINT,
    SPECIFICATION,
    BlueprintFacts,
    BlueprintLine,
    SpecFacts,
    SpecPoint,
    SpecRange,
    quotas,
)

PASS, FAIL, NEEDS = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE
DAY = date(2026, 3, 2)


def ranged(code, weight):
    return SpecRange(code, f"范围{code}", None if weight is None else Decimal(weight))


RANGES = (ranged("A", 30), ranged("A-A", "10.5"), ranged("A-B", "19.5"), ranged("B", 70))
POINTS = (SpecPoint("A-A-001", "职业道德"), SpecPoint("B-001", "劳动合同订立"))
SPEC = SpecFacts(on=DAY, ranges=RANGES, points=POINTS)

SPEC_CASES = [
    ("specification.codes", {}, PASS),
    ("specification.codes", {"points": (SpecPoint("A-A-1", "甲"),)}, FAIL),
    ("specification.codes", {"points": (SpecPoint("A-A-٠٠١", "甲"),)}, FAIL),
    ("specification.codes", {"points": (SpecPoint("C-001", "甲"),)}, FAIL),
    ("specification.codes", {"points": (SpecPoint("001", "甲"),)}, FAIL),
    ("specification.codes", {"ranges": (*RANGES, SpecRange("b", "乙", Decimal(0)))}, FAIL),
    ("specification.codes", {"ranges": (*RANGES, ranged("C-A", 0))}, FAIL),
    ("specification.duplicates", {}, PASS),
    ("specification.duplicates", {"points": (*POINTS, SpecPoint("B-001", "其他"))}, FAIL),
    ("specification.duplicates", {"points": (*POINTS, SpecPoint("B-002", "职业道德 "))}, FAIL),
    ("specification.total", {}, PASS),
    ("specification.total", {"ranges": (*RANGES[:3], ranged("B", "69.9"))}, FAIL),
    ("specification.total", {"ranges": (*RANGES[:3], ranged("B", "70.1"))}, FAIL),
    ("specification.total", {"ranges": ()}, FAIL),
    ("specification.total", {"ranges": (ranged("A", 110), ranged("B", -10))}, FAIL),
    ("specification.total", {"ranges": (*RANGES[:3], ranged("B", None))}, NEEDS),
    ("specification.parents", {}, PASS),
    ("specification.parents", {"ranges": (RANGES[0], ranged("A-A", 31), RANGES[3])}, FAIL),
    ("specification.parents", {"ranges": (RANGES[0], ranged("A-A", None), RANGES[3])}, NEEDS),
]
LINES = (BlueprintLine("单选", 80, Decimal(1)), BlueprintLine("判断", 20, Decimal(1)))
BLUE = BlueprintFacts(on=DAY, lines=LINES)
BLUE_CASES = [
    ("blueprint.counts", {}, PASS),
    ("blueprint.counts", {"lines": (*LINES, BlueprintLine("多选", 0, Decimal(2)))}, FAIL),
    ("blueprint.counts", {"lines": (*LINES, BlueprintLine("多选", 1, Decimal(0)))}, FAIL),
    ("blueprint.counts", {"lines": ()}, FAIL),
    ("blueprint.counts", {"lines": None}, NEEDS),
    ("blueprint.marks", {}, PASS),
    ("blueprint.marks", {"lines": (BlueprintLine("单选", 99, Decimal(1)),)}, FAIL),
    ("blueprint.marks", {"lines": (BlueprintLine("单选", 101, Decimal(1)),)}, FAIL),
    ("blueprint.marks", {"lines": (BlueprintLine("单选", 200, Decimal("0.5")),)}, PASS),
    ("blueprint.marks", {"lines": None}, NEEDS),
]


@pytest.mark.parametrize(("rule", "change", "expected"), SPEC_CASES, ids=str)
def test_specification_rule(rule, change, expected):
    assert SPECIFICATION.examine(replace(SPEC, **change)).finding(rule).verdict is expected


@pytest.mark.parametrize(("rule", "change", "expected"), BLUE_CASES, ids=str)
def test_blueprint_rule(rule, change, expected):
    assert BLUEPRINT.examine(replace(BLUE, **change)).finding(rule).verdict is expected


def test_sound_tables_pass_as_a_whole():
    assert SPECIFICATION.examine(SPEC).verdict is PASS
    assert BLUEPRINT.examine(BLUE).verdict is PASS


def test_messages_name_the_codes():
    wrong = replace(SPEC, points=tuple(SpecPoint(f"C-00{n}", f"点{n}") for n in range(7)))

    assert SPECIFICATION.examine(wrong).finding("specification.codes").observed == (
        "上级范围未列出：C-000、C-001、C-002、C-003、C-004 等 7 项"
    )


def test_quotas_give_the_odd_questions_to_the_largest_remainders():
    assert quotas(10, {"A": 33, "B": 33, "C": 34}) == {"A": 3, "B": 3, "C": 4}
    assert quotas(1, {"A": 50, "B": 50}) == {"A": 1, "B": 0}
    assert quotas(0, {"A": 1}) == {"A": 0}


@given(
    st.integers(0, 500),
    st.dictionaries(st.integers(), st.integers(0, 100), min_size=1).filter(
        lambda w: any(w.values())
    ),
)
def test_quotas_keep_the_total_and_stay_within_one_of_the_exact_share(total, weights):
    shared = quotas(total, weights)

    assert sum(shared.values()) == total
    for key, weight in weights.items():
        exact = total * weight / sum(weights.values())
        assert abs(shared[key] - exact) < 1
        assert weight or not shared[key]


@pytest.mark.parametrize(
    ("total", "weights"), [(-1, {"A": 1}), (1, {}), (1, {"A": 0}), (1, {"A": 2, "B": -1})]
)
def test_quotas_refuse_what_cannot_be_shared(total, weights):
    with pytest.raises(ValueError, match="quotas need"):
        quotas(total, weights)
