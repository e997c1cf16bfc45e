"""A facts file becomes a report, or a sentence that names the row and the field."""

import copy
import json
from datetime import date

import pytest

from examsys.rules.judging import BadFacts, all_pass, judge, judge_text
from tests.rules.facts import FACTS

DAY = date(2026, 11, 21)
KEYS = ["rule", "clause", "verdict", "message", "evidence", "observed", "required", "trace"]

ANSWERS = [
    ("examiner", 4, "pass", "certificate"),
    ("examiner", 3, "pass", "certificate"),
    ("examiner", 2, "pass", "title"),
    ("examiner", 1, "pass", "title"),
    ("item-writer", 3, "fail", None),
    ("item_writer", 1, "fail", None),
    ("candidate", 4, "pass", "L4-1"),
    ("candidate", 3, "pass", "L3-1"),
    ("candidate", 2, "pass", "L2-1"),
    ("candidate", 1, "fail", None),
]


@pytest.mark.parametrize(("kind", "level", "verdict", "path"), ANSWERS)
def test_the_sample_of_the_interface_is_judged(kind, level, verdict, path):
    report = judge(kind, FACTS, level=level, on=DAY)

    assert (report["verdict"], report["path"]) == (verdict, path)


def test_a_report_has_exactly_the_stated_keys_and_is_json():
    report = judge_text("examiner", json.dumps(FACTS), level=2, on=DAY)

    assert set(report) == {"verdict", "path", "paths", "findings"}
    assert {frozenset(path) for path in report["paths"]} == {
        frozenset({"path", "verdict", "clause", "message"})
    }
    assert {frozenset(finding) for finding in report["findings"]} == {frozenset(KEYS)}
    assert json.loads(json.dumps(report)) == report


def test_a_list_of_facts_gives_a_list_of_reports_in_order():
    reports = judge("examiner", [FACTS, {}], level=3, on=DAY)

    assert [report["verdict"] for report in reports] == ["pass", "needs_evidence"]
    assert judge("examiner", [], level=3, on=DAY) == []
    assert [all_pass(reports), all_pass(reports[0]), all_pass(reports[:1])] == [False, True, True]


def test_keys_a_judgement_does_not_use_may_be_absent():
    used = {
        key: value
        for key, value in FACTS.items()
        if key not in {"education", "agreements", "expert_pools", "birth_on", "ruleset"}
    }

    assert judge("examiner", used, level=2, on=DAY) == judge("examiner", FACTS, level=2, on=DAY)


def test_expert_pools_may_be_names_or_objects_with_one():
    pools = {**FACTS, "expert_pools": ["甲库", {"name": "乙库"}]}

    finding = judge("item-writer", pools, level=3, on=DAY)["findings"][-1]

    assert (finding["verdict"], finding["observed"]) == ("not_applicable", "在专家库中：甲库、乙库")


def test_the_ruleset_given_wins_over_the_one_in_the_file():
    report = judge("candidate", FACTS, level=3, on=DAY, ruleset="GEN-2023")

    assert report["findings"][0]["clause"] == "GEN-2023 三级（2）"


RANKS_ONLY = (
    "职称第 1 行的 rank：应为 junior、intermediate、associate_senior、senior 之一或 null，"
    "现为 '中级'。"
)
WRONG = [
    ("certificates.0.level", 6, "证书第 1 行的 level：等级应为 1 至 5 的整数，现为 6。"),
    ("certificates.0.level", "3", "证书第 1 行的 level：等级应为 1 至 5 的整数，现为 '3'。"),
    ("certificates.0.level", True, "证书第 1 行的 level：等级应为 1 至 5 的整数，现为 True。"),
    (
        "certificates.0.status",
        "lost",
        "证书第 1 行的 status：应为 valid、revoked 之一或 null，现为 'lost'。",
    ),
    (
        "certificates.0.issued_on",
        "20190520",
        "证书第 1 行的 issued_on：不是 YYYY-MM-DD 形式的有效日期：'20190520'。",
    ),
    (
        "certificates.0.issued_on",
        "2019-02-29",
        "证书第 1 行的 issued_on：不是 YYYY-MM-DD 形式的有效日期：'2019-02-29'。",
    ),
    (
        "certificates.0.issued_on",
        20190520,
        "证书第 1 行的 issued_on：应为 YYYY-MM-DD 形式的日期，现为 20190520。",
    ),
    (
        "titles.0.rank",
        "中级",
        RANKS_ONLY,
    ),
    ("titles.0.major", " ", "职称第 1 行的 major：是空的；未知请写 null。"),
    ("titles.0.major", 5, "职称第 1 行的 major：应为文字或 null，现为 5。"),
    ("titles.0.equivalence", True, "职称第 1 行的 equivalence应为一个对象，现为 True。"),
    (
        "titles.0.equivalence",
        {"accepted": "yes"},
        "职称第 1 行的 equivalence的 accepted：应为 true、false 或 null，现为 'yes'。",
    ),
    ("work.0.to", "2018-10-31", "工作经历第 1 行的 to：2018-10-31 早于 from 的 2018-11-01。"),
    ("work.0", "此后一直在岗", "工作经历第 1 行应为一个对象，现为 '此后一直在岗'。"),
    (
        "work.0",
        {"kind": "this", "from": "2018-11-01", "until": "2019-01-01"},
        "工作经历第 1 行：不认识的字段 until，缺少 to。",
    ),
    ("work", "无", "work：应为列表或 null，现为 '无'。"),
    ("violations", {}, "violations：应为列表或 null，现为 {}。"),
    (
        "political_declaration",
        "true",
        "political_declaration：应为 true、false 或 null，现为 'true'。",
    ),
    ("political_declaration", 1, "political_declaration：应为 true、false 或 null，现为 1。"),
    ("expert_pools", "无", "expert_pools：应为列表或 null。"),
    ("expert_pools", [3], "expert_pools：每一项应为文字，或带 name 的对象。"),
    (
        "agreements.0.until",
        "2026-01-04",
        "保密协议第 1 行的 until：2026-01-04 早于 signed_on 的 2026-01-05。",
    ),
]


@pytest.mark.parametrize(("place", "value", "sentence"), WRONG, ids=str)
def test_what_cannot_be_read_is_named_by_row_and_field(place, value, sentence):
    facts = copy.deepcopy(FACTS)
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    spot = facts
    for step in way:
        spot = spot[step]
    spot[last] = value

    with pytest.raises(BadFacts) as error:
        judge("item-writer", facts, level=3, on=DAY)

    assert str(error.value) == sentence


def test_in_a_list_the_person_is_named_as_well():
    with pytest.raises(BadFacts, match="第 2 人的 certificates：应为列表"):
        judge("examiner", [FACTS, {"certificates": 3}], level=3, on=DAY)
    with pytest.raises(BadFacts, match="第 1 人应为一个对象"):
        judge("examiner", [3], level=3, on=DAY)
    with pytest.raises(BadFacts, match="事实文件应为一个对象"):
        judge("examiner", "x", level=3, on=DAY)


@pytest.mark.parametrize(
    ("key", "sentence"), [("ruleset", "ruleset：应为 LRC-2019、GEN-2023 之一，现为 X。")]
)
def test_an_unknown_ruleset_is_refused(key, sentence):
    with pytest.raises(BadFacts) as error:
        judge("candidate", {**FACTS, key: "X"}, level=3, on=DAY)

    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("kind", "level", "text", "start"),
    [
        ("writer", 3, "{}", "判定对象应为"),
        ("examiner", 5, "{}", "等级应为 1 至 4 的整数"),
        ("examiner", 0, "{}", "等级应为 1 至 4 的整数"),
        ("examiner", 3, "{", "不是 JSON：第 1 行"),
        ("examiner", 3, '{"work": [], "work": null}', "字段 work 在同一个对象里出现了两次"),
        ("examiner", 3, '{"work": NaN}', "NaN 不是 JSON 的数值"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(kind, level, text, start):
    with pytest.raises(BadFacts) as error:
        judge_text(kind, text, level=level, on=DAY)

    assert str(error.value).startswith(start)
