"""The level-3 sample bank is complete, well formed and evenly keyed."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import examsys

DATA = Path(examsys.__file__).parent / "demo" / "data" / "l3"
RANGES = ("A-A", "A-B", "B-A", "B-B", "B-C", "B-D", "B-E", "B-F")
LEAST_ITEMS = {"A-A": 13, "A-B": 62, "B-B": 50}
CASE_MARKS = {"B-A": 15, "B-B": 20, "B-C": 15, "B-D": 15, "B-E": 15, "B-F": 20}
KINDS = ("single", "multiple", "true_false")


def load(name):
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


SPEC = load("spec.toml")
POINTS = {point["code"] for point in SPEC["point"]}
ITEMS = {code: load(f"items_{code}.toml")["item"] for code in RANGES}
ALL_ITEMS = [item for items in ITEMS.values() for item in items]
CASES = load("cases.toml")["case"]


def range_of(point):
    return point.rsplit("-", 1)[0]


def test_spec_ranges_and_weights():
    assert SPEC["level"] == 3
    assert tuple(row["code"] for row in SPEC["range"]) == RANGES
    assert [row["theory_weight"] for row in SPEC["range"]] == [5, 25, 10, 20, 10, 10, 10, 10]
    assert [row["skill_weight"] for row in SPEC["range"]] == [0, 0, 15, 20, 15, 15, 15, 20]
    assert sum(row["theory_weight"] for row in SPEC["range"]) == 100
    assert sum(row["skill_weight"] for row in SPEC["range"]) == 100


def test_spec_says_it_is_not_official():
    assert "示例，非官方权重" in (DATA / "spec.toml").read_text(encoding="utf-8")


def test_spec_points():
    names = [point["name"] for point in SPEC["point"]]
    assert len(POINTS) == len(SPEC["point"]) == len(set(names)) >= 125
    per_range = Counter(range_of(code) for code in POINTS)
    assert per_range == {"A-A": 7, "A-B": 32, "B-B": 25} | dict.fromkeys(
        ("B-A", "B-C", "B-D", "B-E", "B-F"), 13
    )


def test_point_importance_shares():
    total = len(SPEC["point"])
    share = Counter(point["importance"] for point in SPEC["point"])
    assert set(share) <= {"X", "Y", "Z"}
    assert share["X"] / total >= 0.80
    assert share["Y"] / total <= 0.15
    assert share["Z"] / total <= 0.05


@pytest.mark.parametrize("code", RANGES)
def test_items_per_range(code):
    items = ITEMS[code]
    share = {kind: n / len(items) for kind, n in Counter(i["kind"] for i in items).items()}
    assert len(items) >= LEAST_ITEMS.get(code, 25)
    assert {range_of(item["point"]) for item in items} == {code}
    assert 0.55 <= share["single"] <= 0.70
    assert 0.12 <= share["multiple"] <= 0.22
    assert 0.16 <= share["true_false"] <= 0.26


def test_items_per_kind():
    count = Counter(item["kind"] for item in ALL_ITEMS)
    assert set(count) == set(KINDS)
    assert len(ALL_ITEMS) >= 250
    assert count["single"] >= 155
    assert count["multiple"] >= 43
    assert count["true_false"] >= 52


def test_every_point_has_two_items():
    assert Counter(item["point"] for item in ALL_ITEMS) == dict.fromkeys(POINTS, 2)


@pytest.mark.parametrize("item", ALL_ITEMS, ids=lambda item: item["stem"][:12])
def test_item_is_well_formed(item):
    assert item["stem"].strip()
    assert item["explanation"].strip()
    assert item["basis"].strip()
    assert item["difficulty"] in {1, 2, 3, 4, 5}
    options = item.get("options", [])
    assert len(options) == len(set(options)) == {"single": 4, "multiple": 5}.get(item["kind"], 0)
    assert not any("以上" in option and "都" in option for option in options)
    assert key_is_valid(item)


def key_is_valid(item):
    answer = item["answer"]
    if item["kind"] == "true_false":
        return answer in {"√", "×"}
    letters = "ABCDE"[: len(item["options"])]
    right_count = 1 if item["kind"] == "single" else len(answer)
    ordered = list(answer) == sorted(set(answer))
    return (
        set(answer) <= set(letters)
        and ordered
        and len(answer) == right_count
        and (item["kind"] == "single" or 2 <= len(answer) <= 4)
    )


def test_fill_in_stems_have_one_gap():
    for item in ALL_ITEMS:
        gaps = item["stem"].count("（ ）")
        assert gaps == (0 if item["kind"] == "true_false" else 1), item["stem"]


def test_no_duplicate_stems():
    stems = Counter(row["stem"].strip() for row in [*ALL_ITEMS, *CASES])
    assert [stem for stem, n in stems.items() if n > 1] == []


def test_single_keys_are_spread():
    keys = Counter(item["answer"] for item in ALL_ITEMS if item["kind"] == "single")
    total = sum(keys.values())
    for letter in "ABCD":
        assert 0.18 <= keys[letter] / total <= 0.32, letter


def test_true_false_keys_are_spread():
    keys = Counter(item["answer"] for item in ALL_ITEMS if item["kind"] == "true_false")
    assert 0.4 <= keys["√"] / sum(keys.values()) <= 0.6


def test_difficulty_leans_to_the_middle():
    share = Counter(item["difficulty"] for item in ALL_ITEMS)
    assert set(share) == {1, 2, 3, 4, 5}
    assert share.most_common(1)[0][0] == 3
    assert sum(share[level] for level in (2, 3, 4)) / len(ALL_ITEMS) >= 0.75


def test_two_cases_per_function():
    assert Counter(range_of(case["point"]) for case in CASES) == dict.fromkeys(CASE_MARKS, 2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["point"])
def test_case_is_well_formed(case):
    assert case["kind"] == "case"
    assert case["point"] in POINTS
    assert case["difficulty"] in {1, 2, 3, 4, 5}
    assert case["marks"] == CASE_MARKS[range_of(case["point"])]
    assert sum(row["marks"] for row in case["rubric"]) == case["marks"]
    assert all(row["criterion"].strip() and row["marks"] > 0 for row in case["rubric"])
    assert all(case[field].strip() for field in ("answer", "explanation", "basis"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["point"])
def test_case_situation_and_questions(case):
    situation, questions = case["stem"].split("问题：")
    asked = [
        line for line in questions.strip().splitlines() if line[:2] in ("1.", "2.", "3.", "4.")
    ]
    answered = [line for line in case["answer"].strip().splitlines() if line[1:2] == "."]
    assert 150 <= len(situation.strip()) <= 300
    assert 2 <= len(asked) <= 4
    assert len(answered) == len(asked)
