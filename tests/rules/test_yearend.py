"""The year's figures add up, and the report is in time."""

from dataclasses import replace
from datetime import date

import pytest

from examsys.rules.finding import Verdict
from examsys.rules.yearend import YEAR_END, LevelFigures, YearFacts

PASS, FAIL, NEEDS = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE
SOUND = YearFacts(
    on=date(2026, 12, 31),
    year=2026,
    cut_off=date(2026, 12, 15),
    levels=(LevelFigures(4, 60, 40), LevelFigures(3, 30, 30)),
    participated_total=90,
    certified_total=70,
    list_rows=90,
    list_certified_rows=70,
)
CASES = [
    ("yearend.in_time", {}, PASS),
    ("yearend.in_time", {"on": date(2027, 1, 1)}, FAIL),
    ("yearend.in_time", {"cut_off": date(2025, 12, 31)}, FAIL),
    ("yearend.in_time", {"on": date(2026, 12, 14)}, FAIL),
    ("yearend.in_time", {"on": date(2026, 12, 15)}, PASS),
    ("yearend.in_time", {"cut_off": None}, NEEDS),
    ("yearend.certified", {}, PASS),
    ("yearend.certified", {"levels": (LevelFigures(4, 60, 40), LevelFigures(3, 30, 31))}, FAIL),
    ("yearend.totals", {}, PASS),
    ("yearend.totals", {"participated_total": 91}, FAIL),
    ("yearend.totals", {"certified_total": 69}, FAIL),
    ("yearend.totals", {"certified_total": None}, NEEDS),
    ("yearend.list", {}, PASS),
    ("yearend.list", {"list_rows": 89}, FAIL),
    ("yearend.list", {"list_certified_rows": 71}, FAIL),
    ("yearend.list", {"list_rows": None}, NEEDS),
    ("yearend.list", {"participated_total": None}, NEEDS),
]


@pytest.mark.parametrize(("rule", "change", "expected"), CASES, ids=str)
def test_year_end_rule(rule, change, expected):
    assert YEAR_END.examine(replace(SOUND, **change)).finding(rule).verdict is expected


def test_a_sound_year_passes_and_a_supplement_may_come_later():
    assert YEAR_END.examine(SOUND).verdict is PASS
    assert YEAR_END.examine(replace(SOUND, on=date(2027, 2, 1), supplement=True)).verdict is PASS


def test_the_message_shows_both_figures():
    finding = YEAR_END.examine(replace(SOUND, certified_total=69)).finding("yearend.totals")

    assert finding.message == (
        "合计参加 90 人、获证 69 人，要求合计参加 90 人、获证 70 人（各等级之和）。"
    )
