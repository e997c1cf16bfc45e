"""A draw meets its blueprint exactly, or says why not; the checker is not the solver."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from time import perf_counter
from uuid import UUID

import pytest

from question_bank.assemble import assemble, digest
from question_bank.blueprint import Blueprint, Section, blueprint_faults
from question_bank.cards import Card, Component, Kind, Ref
from question_bank.check import check_forms
from question_bank.errors import Unsound
from question_bank.spec import Importance, Point, Range, Spec, largest_remainder

WEIGHTS = [Decimal(w) for w in (5, 25, 10, 20, 10, 10, 10, 10)]
L3 = (
    Section(Kind.SINGLE, 60, Decimal(1)),
    Section(Kind.MULTIPLE, 10, Decimal(2)),
    Section(Kind.TRUE_FALSE, 20, Decimal(1)),
)
SPREAD = {level: Decimal(share) for level, share in enumerate((10, 20, 40, 20, 10), start=1)}


def make_spec(points=160):
    parts = tuple(Range(f"F{i}", f"F{i}", w) for i, w in enumerate(WEIGHTS))
    return Spec(
        level=3,
        component=Component.THEORY,
        ranges=parts,
        points=tuple(
            Point(f"{part.code}-{n:03}", f"{part.code}.{n}", Importance("XXXXXXXXYZ"[n % 10]))
            for part, count in zip(parts, largest_remainder(points, WEIGHTS), strict=True)
            for n in range(count)
        ),
    )


def make_pool(spec, count, *, seed=0):
    dice = random.Random(seed)
    return [
        Card(
            Ref(UUID(int=dice.getrandbits(128)), 1),
            level=3,
            component=Component.THEORY,
            point_code=spec.points[n % len(spec.points)].code,
            kind=dice.choices([Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE], [6, 2, 3])[0],
            difficulty=dice.choices(range(1, 6), [1, 2, 4, 2, 1])[0],
            times_used=dice.choice([0, 0, 0, 1, 2]),
        )
        for n in range(count)
    ]


SPEC = make_spec()
PLAN = Blueprint.of(SPEC, L3, difficulty=SPREAD)
POOL = make_pool(SPEC, 500)

# One range of six alike items: the smallest place to see what is taken first.
TINY = Blueprint(
    level=3,
    component=Component.THEORY,
    ranges=(Range("A", "甲", Decimal(100)),),
    sections=(Section(Kind.SINGLE, 2, Decimal(50)),),
)


def tiny(number, **over):
    card = Card(Ref(UUID(int=number), 1), 3, Component.THEORY, f"A-{number:03}", Kind.SINGLE, 3)
    return replace(card, **over)


def drawn(assembly):
    return [sorted(ref.item.int for ref in form.refs) for form in assembly.forms]


def test_a_main_and_a_spare_paper_from_five_hundred_items():
    start = perf_counter()
    found = assemble(PLAN, POOL, seed=7)
    took = perf_counter() - start

    assert found.complete
    assert found.reasons == ()
    assert check_forms(PLAN, POOL, found.forms) == ()
    assert found.overlap[0, 1] <= 18
    assert found.snapshot == digest(POOL)
    assert sum(found.forms[0].reached.values()) == 90
    assert took < 3


def test_the_same_input_gives_the_same_forms_whatever_the_order_of_the_pool():
    mixed = random.Random(1).sample(POOL, len(POOL))
    first = assemble(PLAN, POOL, seed=7)
    assert assemble(PLAN, mixed, seed=7) == first
    assert assemble(PLAN, POOL, seed=8).forms != first.forms


def test_sections_follow_the_blueprint_and_items_inside_are_mixed():
    form = assemble(PLAN, POOL, seed=7, forms=1).forms[0]
    assert [pick.section for pick in form.picks] == [0] * 60 + [1] * 10 + [2] * 20
    codes = [pick.point_code for pick in form.picks if pick.section == 0]
    assert codes != sorted(codes)


def test_no_overlap_when_none_is_allowed():
    found = assemble(PLAN, POOL, seed=7, overlap_max=Decimal(0))
    assert found.overlap == {(0, 1): 0}
    assert check_forms(PLAN, POOL, found.forms, overlap_max=Decimal(0)) == ()


def test_a_thin_bank_is_solved_together_where_one_by_one_fails():
    """Three forms of two from three items: any greedy pair of forms leaves a third to find."""
    pool = [tiny(n) for n in (1, 2, 3)]
    found = assemble(TINY, pool, seed=1, forms=3, overlap_max=Decimal("0.5"))
    assert sorted(drawn(found)) == [[1, 2], [1, 3], [2, 3]]


def test_least_used_and_longest_rested_come_first():
    pool = [
        tiny(1, times_used=2, last_used=date(2025, 1, 1)),
        tiny(2, times_used=1, last_used=date(2026, 1, 1)),
        tiny(3, times_used=1, last_used=date(2025, 1, 1)),
        tiny(4),
    ]
    assert all(drawn(assemble(TINY, pool, seed=s, forms=1)) == [[3, 4]] for s in range(20))


def test_core_points_come_before_general_and_auxiliary_ones():
    known = {"A-001": Importance.Z, "A-002": Importance.Y, "A-003": Importance.X}
    plan = replace(TINY, importance=known)
    pool = [tiny(1), tiny(2), tiny(3, times_used=9)]
    assert all(drawn(assemble(plan, pool, seed=s, forms=1)) == [[2, 3]] for s in range(20))


def test_among_equals_every_item_has_the_same_chance():
    pool = [tiny(n) for n in range(1, 7)]
    counts = dict.fromkeys(range(1, 7), 0)
    for seed in range(300):
        for number in drawn(assemble(TINY, pool, seed=seed, forms=1))[0]:
            counts[number] += 1
    # 300 draws of 2 from 6: mean 100, standard deviation 8.2; five of those either way.
    assert all(59 <= count <= 141 for count in counts.values())


def test_enemies_and_points_are_kept_apart_and_excluded_items_out():
    pool = [
        tiny(1, enemies=(UUID(int=2),)),
        tiny(2),
        tiny(3, times_used=5),
        tiny(4, point_code="A-003", times_used=5),
    ]
    for seed in range(10):
        form = drawn(assemble(TINY, pool, seed=seed, forms=1))[0]
        assert len({1, 2} & set(form)) == len({3, 4} & set(form)) == 1
    barred = [Ref(UUID(int=1), 9), pool[2].ref]
    assert drawn(assemble(TINY, pool, seed=1, forms=1, exclude=barred)) == [[2, 4]]


def test_skill_papers_keep_the_marks_of_their_cases():
    functions = tuple(Range(f"F{n}", f"F{n}", w) for n, w in enumerate(WEIGHTS[2:], start=1))
    functions = tuple(
        replace(part, weight=Decimal(w))
        for part, w in zip(functions, (16, 17, 17, 17, 17, 16), strict=True)
    )
    plan = Blueprint(
        level=3,
        component=Component.SKILL,
        ranges=functions,
        sections=(Section(Kind.CASE, 4, Decimal(15)), Section(Kind.CASE, 2, Decimal(20))),
    )
    pool = [
        Card(Ref(UUID(int=n), 1), 3, Component.SKILL, f"F{n % 6 + 1}-{n:03}", Kind.CASE, 3,
             marks=Decimal(15 if n % 12 < 8 else 20))
        for n in range(24)
    ]  # fmt: skip
    found = assemble(plan, pool, seed=3, overlap_max=Decimal(0))
    assert check_forms(plan, pool, found.forms, overlap_max=Decimal(0)) == ()
    assert [pick.marks for pick in found.forms[1].picks] == [15] * 4 + [20] * 2


def test_fixed_cells_are_met_exactly():
    plan = replace(PLAN, cells={("F3", 1): 4, ("F1", 2): 0})
    form = assemble(plan, POOL, seed=7, forms=1).forms[0]
    assert sum(pick.range_code == "F3" and pick.section == 1 for pick in form.picks) == 4
    assert sum(pick.range_code == "F1" and pick.section == 2 for pick in form.picks) == 0


def test_every_shortfall_is_reported_at_once_in_exact_numbers():
    plan = replace(PLAN, cells={("F3", 1): 4})
    multiples = [c for c in POOL if c.kind is Kind.MULTIPLE and c.point_code.startswith("F3-")]
    pool = [
        card
        for card in POOL
        if card not in multiples[2:] and not (card.point_code >= "F7-003" or card.difficulty == 5)
    ]
    found = assemble(plan, pool, seed=7, forms=1)
    assert not found.complete
    assert found.forms == ()
    assert found.reasons == ("F7：需 9，可用 3，缺 6", "F3 × 第 2 行 多选：需 4，可用 2，缺 2")


def test_too_few_for_two_forms_says_for_how_many():
    found = assemble(TINY, [tiny(1), tiny(2)], seed=1, overlap_max=Decimal(0))
    assert found.reasons[1] == "甲（2 套卷，两两重复不超过 0 题）：需 4，可用 2，缺 2"
    assert found.shortfalls[1].missing == 2


def test_a_joint_conflict_names_the_rules_and_no_others():
    """F4 and F6 exist only as true/false here and need more of them than the paper has."""
    plan = replace(PLAN, sections=(*L3[:2], replace(L3[2], count=20)), difficulty={})
    pool = [
        replace(c, kind=Kind.TRUE_FALSE) if c.point_code[:2] in ("F4", "F6", "F5") else c
        for c in POOL
    ]
    found = assemble(plan, pool, seed=7)
    assert found.shortfalls == ()
    assert set(found.conflict.rules) == {"F4 9 题", "F5 9 题", "F6 9 题", "判断 20 题"}
    listed = "F4 9 题；F5 9 题；F6 9 题；判断 20 题"
    told = f"以下要求单独都能满足，合在一起无法组卷：{listed}。请放宽其中一项，或补充试题"
    assert found.reasons == (told,)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, ()),
        ({"sections": L3[:2]}, ("试卷满分为 80 分，应为 100 分",)),
        ({"ranges": PLAN.ranges[1:]}, ("各鉴定范围比重合计为 95，应为 100",)),
        ({"ranges": ()}, ("蓝图缺鉴定范围或题型，请补全",)),
        ({"difficulty": {3: Decimal(90)}}, ("各级难度比例合计为 90，应为 100",)),
        ({"difficulty": {6: Decimal(100)}}, ("难度分为 1 至 5 级，各级比例不得小于 0",)),
        ({"tolerance": Decimal(-1)}, ("难度允许偏差不得小于 0",)),
        ({"cells": {("F9", 0): 1}}, ("细目表的某一格不在蓝图的鉴定范围和题型之内，或题数小于 0",)),
        ({"cells": {("F0", 0): 6}}, ("F0：各格题数合计 6，与应有的 5 题不符",)),
    ],
)
def test_a_blueprint_that_contradicts_itself_is_refused_with_every_reason(over, expected):
    plan = replace(PLAN, **over)
    assert blueprint_faults(plan) == expected
    if expected:
        with pytest.raises(Unsound):
            assemble(plan, POOL, seed=1)


def test_nested_ranges_in_a_blueprint_are_refused():
    plan = replace(TINY, ranges=(Range("A", "甲", Decimal(50)), Range("A-B", "乙", Decimal(50))))
    assert blueprint_faults(plan) == ("鉴定范围 A 与 A-B 重叠，请只保留一层",)


@pytest.mark.parametrize(
    "over", [{"forms": 0}, {"overlap_max": Decimal("1.1")}, {"seed": -1}, {"seed": 2**256}]
)
def test_senseless_arguments_are_refused(over):
    with pytest.raises(Unsound):
        assemble(TINY, [tiny(1)], **{"seed": 1, **over})


def test_two_revisions_of_one_item_are_refused():
    with pytest.raises(Unsound, match="两个版本"):
        assemble(TINY, [tiny(1), tiny(1, ref=Ref(UUID(int=1), 2))], seed=1)


def test_ranges_that_are_thin_only_together_are_counted_together():
    parts = zip("ABC", "甲乙丙", (25, 25, 50), strict=True)
    plan = replace(
        TINY,
        ranges=tuple(Range(code, name, Decimal(weight)) for code, name, weight in parts),
        sections=(Section(Kind.SINGLE, 4, Decimal(25)),),
    )
    codes = ["A-001", "B-001", *(f"C-{n:03}" for n in range(6))]
    pool = [tiny(n, point_code=code) for n, code in enumerate(codes, start=1)]
    found = assemble(plan, pool, seed=1, overlap_max=Decimal("0.25"))
    assert found.reasons == (
        "甲、乙 偏少，全卷（2 套卷，两两重复不超过 1 题）：需 7，可用 6，缺 1",
    )
