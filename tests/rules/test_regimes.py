"""The 17 regimes are the notice's, word by word; and which version of one is in force."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from examsys.rules.regimes import BY_NUMBER, REGIMES, in_force, standing
from examsys.rules.states import RegimeStanding

# Annex 1 of 人社厅函〔2023〕141号 as published, blank lines left out.
ANNEX = (Path(__file__).parent / "annex1.txt").read_text("utf-8").splitlines()


def test_the_catalogue_is_the_annex_line_by_line():
    shown: list[str] = ["评价机构管理制度清单"]
    for regime in REGIMES:
        if regime.group not in shown:
            shown.append(regime.group)
        shown.append(regime.text)

    # The copy published has half-width brackets and a blank around the ordinals.
    assert shown == [re.sub(r"^\((.+?)\) ", r"（\1）", line) for line in ANNEX]


def test_numbers_and_ordinals_run_from_1_to_17():
    ordinals = [*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七")]

    assert [(one.number, one.ordinal) for one in REGIMES] == list(enumerate(ordinals, start=1))


@pytest.mark.parametrize("regime", REGIMES, ids=lambda one: one.ordinal)
def test_every_point_is_in_the_words_of_its_line(regime):
    assert [point for point in regime.points if point not in regime.text] == []
    assert len(set(regime.points)) == len(regime.points) > 0


def test_no_demanded_content_of_a_line_is_left_out():
    """What a line lists after 包括 or 含 is covered by its points, but for joining words."""
    for regime in REGIMES:
        rest = regime.text.partition("：")[2]
        for point in sorted(regime.points, key=len, reverse=True):
            rest = rest.replace(point, "")
        for word in ("包括", "包含", "含", "规定", "考评员", "督导员", "档案"):
            rest = rest.replace(word, "")
        assert set(rest) <= set("、，。的和及等"), (regime.ordinal, rest)


def test_supervisors_have_the_same_five_points_as_examiners():
    assert BY_NUMBER[12].points == BY_NUMBER[11].points
    assert len(BY_NUMBER[11].points) == 5


def test_a_regime_is_cited_by_annex_group_and_ordinal():
    assert BY_NUMBER[9].cite == "人社厅函〔2023〕141号 附件1 三（九）"
    assert BY_NUMBER[9].name == "职业技能等级认定试题管理规定"


def test_a_blank_article_places_nothing():
    regime = BY_NUMBER[8]

    assert regime.missing({"阅卷": "第三条", "录分": "  "}) == ("录分", "成绩复核")
    assert regime.missing(dict.fromkeys(regime.points, "第三条")) == ()


@dataclass
class Version:
    version_no: int
    effective_from: date
    approved: bool = True
    withdrawn_on: date | None = None
    number: int = 9


FIRST = Version(1, date(2025, 1, 1))
SECOND = Version(2, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), FIRST),
        (date(2026, 2, 28), FIRST),
        (date(2026, 3, 1), SECOND),
    ],
)
def test_a_version_is_in_force_from_its_day_until_the_next_one_begins(on, expected):
    assert in_force([FIRST, SECOND], on=on) is expected


def test_a_draft_is_never_in_force():
    draft = Version(2, date(2026, 3, 1), approved=False)

    assert in_force([FIRST, draft], on=date(2026, 4, 1)) is FIRST
    assert standing(draft, [FIRST, draft], on=date(2026, 4, 1)) is RegimeStanding.DRAFTED


@pytest.mark.parametrize(("day", "expected"), [(30, "in_force"), (31, "withdrawn")])
def test_a_withdrawn_version_leaves_a_gap(day, expected):
    ended = Version(2, date(2026, 3, 1), withdrawn_on=date(2026, 3, 31))
    on = date(2026, 3, day)

    assert in_force([FIRST, ended], on=on) is (ended if day == 30 else None)
    assert standing(ended, [FIRST, ended], on=on) == expected
    assert standing(FIRST, [FIRST, ended], on=on) is RegimeStanding.SUPERSEDED


def test_a_version_withdrawn_before_its_first_day_supersedes_nothing():
    never = Version(2, date(2026, 3, 1), withdrawn_on=date(2026, 3, 1))

    assert in_force([FIRST, never], on=date(2026, 5, 1)) is FIRST
    assert standing(never, [FIRST, never], on=date(2026, 2, 1)) is RegimeStanding.WITHDRAWN


def test_an_approved_version_waits_for_its_day():
    assert standing(SECOND, [FIRST, SECOND], on=date(2026, 2, 28)) is RegimeStanding.COMING
