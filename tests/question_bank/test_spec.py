"""A table of specification adds up, and quotas follow from it exactly."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.cards import Component
from question_bank.errors import Unsound
from question_bank.spec import (
    Importance,
    Point,
    Range,
    Spec,
    largest_remainder,
    require_sound_spec,
    spec_faults,
)

SPEC = Spec(
    level=3,
    component=Component.THEORY,
    ranges=(
        Range("A", "基本要求", Decimal(30)),
        Range("A-A", "职业道德", Decimal(5)),
        Range("A-B", "基础知识", Decimal(25)),
        Range("B", "劳动合同管理", Decimal(70)),
    ),
    points=(
        Point("A-A-001", "职业守则"),
        Point("A-B-001", "劳动法渊源", Importance.Y),
        Point("A-B-002", "劳动关系"),
        Point("B-001", "合同订立"),
    ),
)


def with_weight(code, weight):
    return replace(
        SPEC,
        ranges=tuple(replace(r, weight=Decimal(weight)) if r.code == code else r
                     for r in SPEC.ranges),
    )  # fmt: skip


def test_a_sound_table_has_no_faults_and_knows_its_leaves():
    assert spec_faults(SPEC) == ()
    assert [leaf.code for leaf in SPEC.leaves] == ["A-A", "A-B", "B"]
    assert SPEC.range_of("A-B-002") == SPEC.ranges[2]
    assert SPEC.range_of("C-001") is None
    assert SPEC.ratio(SPEC.ranges[0]) == (2, 1, 0)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (with_weight("B", 71), ("各鉴定范围比重合计为 101，应为 100",)),
        (with_weight("A", 31), ("范围 A 的比重 31 与其下各范围合计 30 不符",)),
        (
            replace(SPEC, points=(*SPEC.points, SPEC.points[0])),
            ("鉴定点代码“A-A-001”出现了 2 次", "鉴定点名称“职业守则”出现了 2 次"),
        ),
        (
            replace(SPEC, points=(*SPEC.points, Point("C-001", "别处"))),
            ("鉴定点 C-001 不在任何最小鉴定范围之内",),
        ),
        (
            replace(SPEC, points=SPEC.points[:-1]),
            ("鉴定范围 B（劳动合同管理）内没有鉴定点",),
        ),
        (
            replace(SPEC, points=(*SPEC.points, Point("B-甲", "错码"))),
            ("代码“B-甲”不符合“A-B-C-001”的写法（大写字母或数字，用短横线分段）",),
        ),
        (replace(SPEC, ranges=()), ("细目表没有鉴定范围",)),
    ],
)  # fmt: skip
def test_each_fault_is_named(spec, expected):
    assert spec_faults(spec) == expected
    with pytest.raises(Unsound):
        require_sound_spec(spec)


def test_weights_that_are_not_positive_are_named():
    found = spec_faults(with_weight("B", 0))
    assert "鉴定范围 B（劳动合同管理）的比重须大于 0" in found


def test_the_published_shape_gives_its_counts():
    weights = [Decimal(w) for w in (5, 25, 10, 20, 10, 10, 10, 10)]
    assert largest_remainder(90, weights) == (5, 22, 9, 18, 9, 9, 9, 9)
    assert largest_remainder(100, weights) == (5, 25, 10, 20, 10, 10, 10, 10)


@given(
    total=st.integers(0, 200),
    weights=st.lists(st.decimals("0.1", 100, places=1), min_size=1, max_size=12),
)
def test_quotas_sum_up_and_stay_within_one_of_their_share(total, weights):
    counts = largest_remainder(total, weights)
    whole = sum(map(Fraction, weights))
    assert sum(counts) == total
    assert all(
        abs(count - Fraction(w) * total / whole) < 1
        for count, w in zip(counts, weights, strict=True)
    )
