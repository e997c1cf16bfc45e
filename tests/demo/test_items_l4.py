"""The level 4 sample bank is complete, consistent and free of give-away patterns."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import examsys

DATA = Path(examsys.__file__).parent / "demo" / "data" / "l4"
LETTERS = "ABCD"
COUNTS = {  # range: (points, single, true_false)
    "A-A": (7, 9, 3),
    "A-B": (37, 54, 16),
    "B-A": (19, 27, 8),
    "B-B": (25, 35, 11),
    "B-C": (7, 9, 3),
    "B-D": (13, 17, 6),
    "B-E": (7, 9, 3),
    "B-F": (13, 17, 6),
}
SKILL_WEIGHTS = {"B-A": 20, "B-B": 20, "B-C": 15, "B-D": 15, "B-E": 15, "B-F": 15}
THEORY_WEIGHTS = {
    "A-A": 5,
    "A-B": 30,
    "B-A": 15,
    "B-B": 20,
    "B-C": 5,
    "B-D": 10,
    "B-E": 5,
    "B-F": 10,
}


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


SPEC = read("spec.toml")
POINTS = [point["code"] for point in SPEC["point"]]
ITEMS = [item for code in COUNTS for item in read(f"items_{code}.toml")["item"]]
CASES = read("cases.toml")["item"]
SINGLES = [item for item in ITEMS if item["kind"] == "single"]
JUDGEMENTS = [item for item in ITEMS if item["kind"] == "true_false"]


def situation(case: dict[str, Any]) -> str:
    return case["stem"].split("问题：")[0].strip()


def test_weights_are_the_agreed_sample_and_sum_to_a_hundred() -> None:
    theory = {row["code"]: row["theory_weight"] for row in SPEC["range"]}
    skill = {row["code"]: row["skill_weight"] for row in SPEC["range"] if row["skill_weight"]}
    assert (SPEC["level"], theory, skill) == (4, THEORY_WEIGHTS, SKILL_WEIGHTS)
    assert (sum(theory.values()), sum(skill.values())) == (100, 100)


def test_specification_says_it_is_only_a_sample() -> None:
    assert "示例，非官方权重" in (DATA / "spec.toml").read_text(encoding="utf-8")


def test_points_are_numbered_without_gaps_in_every_range() -> None:
    expected = [f"{code}-{n:03d}" for code, row in COUNTS.items() for n in range(1, row[0] + 1)]
    assert expected == POINTS
    assert len({point["name"] for point in SPEC["point"]}) == len(POINTS)


def test_importance_keeps_the_target_distribution() -> None:
    share = Counter(point["importance"] for point in SPEC["point"])
    total = len(POINTS)
    assert set(share) == {"X", "Y", "Z"}
    assert share["X"] >= 0.8 * total
    assert share["Y"] <= 0.15 * total
    assert share["Z"] <= 0.05 * total


def test_items_lie_in_the_file_of_their_range() -> None:
    for code in COUNTS:
        assert {item["point"][:3] for item in read(f"items_{code}.toml")["item"]} == {code}


def test_counts_per_range_and_kind() -> None:
    kinds = Counter((item["point"][:3], item["kind"]) for item in ITEMS)
    reached = {code: (kinds[code, "single"], kinds[code, "true_false"]) for code in COUNTS}
    assert reached == {code: row[1:] for code, row in COUNTS.items()}
    assert len(ITEMS) == len(SINGLES) + len(JUDGEMENTS) == 233


def test_every_point_has_one_or_two_items() -> None:
    used = Counter(item["point"] for item in ITEMS)
    assert set(used) == set(POINTS)
    assert max(used.values()) <= 2


def test_single_choice_has_four_different_options_and_one_key() -> None:
    for item in SINGLES:
        assert len(item["options"]) == len(set(item["options"])) == 4, item["stem"]
        assert item["answer"] in LETTERS, item["stem"]
        assert len(item["answer"]) == 1, item["stem"]
        assert "（ ）" in item["stem"], item["stem"]


def test_no_option_refers_to_the_other_options() -> None:
    text = " ".join(option for item in SINGLES for option in item["options"])
    assert [phrase for phrase in ("以上都", "以上均", "都不对", "都正确") if phrase in text] == []


def test_true_false_has_no_options_and_a_mark() -> None:
    assert {item["answer"] for item in JUDGEMENTS} == {"√", "×"}
    assert [item["stem"] for item in JUDGEMENTS if "options" in item] == []


def test_keys_are_spread_evenly() -> None:
    keys = Counter(item["answer"] for item in SINGLES)
    marks = Counter(item["answer"] for item in JUDGEMENTS)
    assert all(0.18 <= keys[letter] / len(SINGLES) <= 0.32 for letter in LETTERS), keys
    assert 0.4 <= marks["√"] / len(JUDGEMENTS) <= 0.6


def test_the_longest_option_does_not_give_the_key_away() -> None:
    telling = 0
    for item in SINGLES:
        lengths = [len(option) for option in item["options"]]
        key = lengths.pop(LETTERS.index(item["answer"]))
        telling += key > max(lengths)
    assert telling / len(SINGLES) <= 0.33


@pytest.mark.parametrize(
    ("difficulty", "target"), [(1, 0.12), (2, 0.33), (3, 0.38), (4, 0.14), (5, 0.03)]
)
def test_difficulty_is_mostly_medium(difficulty: int, target: float) -> None:
    share = sum(item["difficulty"] == difficulty for item in ITEMS) / len(ITEMS)
    assert abs(share - target) <= 0.03


def test_no_stem_occurs_twice() -> None:
    stems = Counter("".join(item["stem"].split()) for item in ITEMS + CASES)
    assert [stem for stem, times in stems.items() if times > 1] == []


@pytest.mark.parametrize("field", ["stem", "answer", "explanation", "basis"])
def test_every_item_carries_its_text(field: str) -> None:
    assert [item["point"] for item in ITEMS + CASES if not item[field].strip()] == []


def test_two_cases_for_each_function_with_the_marks_of_its_weight() -> None:
    reached = sorted((case["point"][:3], case["kind"], case["marks"]) for case in CASES)
    assert reached == sorted((c, "case", m) for c, m in SKILL_WEIGHTS.items() for _ in "12")
    assert {case["point"] for case in CASES} <= set(POINTS)
    assert len({case["point"] for case in CASES}) == len(CASES)
    assert all(case["difficulty"] in range(1, 6) for case in CASES)


def test_rubric_marks_sum_to_the_marks_of_the_case() -> None:
    for case in CASES:
        assert sum(row["marks"] for row in case["rubric"]) == case["marks"], case["point"]
        assert all(row["criterion"] and row["marks"] > 0 for row in case["rubric"])


def test_a_case_is_a_short_situation_with_two_or_three_questions() -> None:
    for case in CASES:
        questions = [line for line in case["stem"].splitlines() if line[:2] in {"1.", "2.", "3."}]
        assert 120 <= len(situation(case)) <= 250, (case["point"], len(situation(case)))
        assert len(questions) in {2, 3}, case["point"]
