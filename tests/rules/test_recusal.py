"""Recusal: each rule on both sides, and with missing evidence."""

from dataclasses import replace
from datetime import date

import pytest

from examsys.rules.finding import Verdict
from examsys.rules.recusal import MEETING, Bond, MeetingFacts, Ruling, Tie

PASS, FAIL, NEEDS, SAID = (
    Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE, Verdict.NOT_APPLICABLE,
)  # fmt: skip
FREE = MeetingFacts(on=date(2026, 12, 19), role="examiner", employer="甲单位")


def test_a_stranger_to_everybody_may_serve():
    assert [f.verdict for f in MEETING.examine(FREE).findings] == [PASS] * 5


@pytest.mark.parametrize(
    ("rule", "change", "verdict"),
    [
        ("roles", {"beside": frozenset({"duty_expert"})}, PASS),
        ("roles", {"beside": frozenset({"invigilator"})}, PASS),
        ("roles", {"beside": frozenset({"supervisor"})}, FAIL),
        ("roles", {"role": "supervisor", "beside": frozenset({"invigilator"})}, FAIL),
        ("roles", {"role": "supervisor", "beside": frozenset({"marker"})}, FAIL),
        ("roles", {"role": "supervisor", "beside": frozenset({"duty_expert"})}, PASS),
        ("roles", {"role": "outside_supervisor", "beside": frozenset({"examiner"})}, FAIL),
        ("employer", {"colleagues": 1, "role": "outside_supervisor"}, FAIL),
        ("same_person", {"same_id": 1}, FAIL),
        *(("close", {"bonds": (Bond(tie, "张三"),)}, FAIL) for tie in Tie if tie != "employer"),
        ("close", {"bonds": (Bond(Tie.EMPLOYER, "张三"),)}, PASS),
        ("close", {"bonds": (Bond(Tie.TEACHER, "张三", sure=False),)}, NEEDS),
        ("close", {"bonds": (Bond(Tie.TEACHER, "张三", sure=False), Bond(Tie.MASTER, "李四"))},
         FAIL),
        ("close", {"bonds": (Bond(Tie.RELATIVE, "王五", fellow=True),)}, PASS),
        ("close", {"role": "supervisor", "bonds": (Bond(Tie.RELATIVE, "王五", fellow=True),)},
         FAIL),
        ("employer", {"employer": None}, NEEDS),
        ("employer", {"employer": ""}, NEEDS),
        ("employer", {"colleagues": 2}, NEEDS),
        ("employer", {"colleagues": 2, "ruling": Ruling.OPEN}, NEEDS),
        ("employer", {"colleagues": 2, "ruling": Ruling.ALLOWED}, PASS),
        ("employer", {"colleagues": 2, "ruling": Ruling.REFUSED}, FAIL),
        ("employer", {"colleagues": 1, "ruling": Ruling.ALLOWED, "role": "supervisor"}, FAIL),
        ("training", {"taught": 1}, FAIL),
        ("training", {"taught": 1, "role": "invigilator"}, FAIL),
        ("training", {"house_taught": 1}, FAIL),
        ("training", {"house_taught": 1, "role": "item_writer"}, FAIL),
        ("training", {"house_taught": 1, "role": "invigilator"}, SAID),
    ],
    ids=str,
)  # fmt: skip
def test_each_rule_alone_decides(rule, change, verdict):
    report = MEETING.examine(replace(FREE, **change))

    assert report.finding(f"recusal.{rule}").verdict is verdict
    others = {f.verdict for f in report.findings if f.rule != f"recusal.{rule}"}
    assert others == {PASS}


def test_the_report_names_whom_and_why():
    report = MEETING.examine(replace(FREE, bonds=(Bond(Tie.MASTER, "张三"),)))

    assert report.finding("recusal.close").message == "与张三（师徒）有应当回避的关系。"
    assert report.finding("recusal.close").cite == "考务工作惯例 批次（回避）"
