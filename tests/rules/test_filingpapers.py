"""Materials of part 二 and the regimes of 一（三）; and the life of a filing."""

from datetime import date
from itertools import product

import pytest

from examsys.rules.applying import Fact
from examsys.rules.filinglife import (
    CASE_LIFE,
    CaseState,
    DossierState,
    MatterKind,
    MatterState,
    label,
    last_day,
    may_become,
    tone,
)
from examsys.rules.filingpapers import MATERIALS, MEASURES, MaterialFacts
from examsys.rules.finding import Verdict

ON = date(2026, 11, 21)
PASS, FAIL, ASK = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE
ALL = frozenset(range(1, 18))
CASES = [
    ("internal_regimes", {}, ASK),
    ("internal_regimes", {"regimes": frozenset({1, 2, 3})}, PASS),
    ("internal_regimes", {"regimes": frozenset({1, 3})}, ASK),
    ("measures", {"regimes": ALL}, PASS),
    ("measures", {"regimes": ALL - {1, 2, 3}}, PASS),
    ("measures", {"regimes": ALL - {17}}, ASK),
    ("general_papers", {}, ASK),
    ("general_papers", {"general": Fact(True)}, ASK),
    ("general_papers", {"general": Fact(True, True)}, PASS),
    ("other_papers", {"others": Fact(False)}, FAIL),
    ("other_papers", {"others": Fact(True, True)}, PASS),
    ("samples", {}, ASK),
    ("samples", {"samples": {"三级理论": 5, "三级技能": 5}, "least": 5}, PASS),
    ("samples", {"samples": {"三级理论": 5, "三级技能": 4}, "least": 5}, ASK),
    ("annex_2", {}, ASK),
    ("annex_2", {"people": {"三级考评人员": (5, 5)}}, PASS),
    ("annex_2", {"people": {"三级考评人员": (4, 5)}}, ASK),
    ("bank_statement", {}, ASK),
    ("bank_statement", {"stock": {"三级": 1}}, PASS),
    ("bank_statement", {"stock": {"三级": 1, "四级": 0}}, ASK),
]


@pytest.mark.parametrize(("rule", "facts", "verdict"), CASES)
def test_materials(rule, facts, verdict):
    found = MATERIALS.examine(MaterialFacts(ON, **facts)).finding(rule)

    assert found.verdict is verdict
    assert found.verdict is not ASK or found.evidence


def test_what_is_missing_is_named():
    report = MATERIALS.examine(MaterialFacts(ON, ALL - {9, 16}))

    assert report.finding("measures").message == "附件1第九、十六项尚无现行版本。"


def test_the_measures_and_the_internal_regimes_are_the_17():
    numbers = [number for part in MEASURES.values() for number in part]

    assert sorted(numbers) == list(range(4, 18))


# From the issue: frozen when submitted, reply, correction round, accepted or refused, exit.
MOVES = {
    ("preparing", "submitted"),
    ("preparing", "dropped"),
    ("submitted", "correcting"),
    ("submitted", "accepted"),
    ("submitted", "refused"),
    ("submitted", "dropped"),
    ("correcting", "submitted"),
    ("correcting", "dropped"),
    ("accepted", "ended"),
}


@pytest.mark.parametrize(("here", "there"), list(product(CaseState, CaseState)))
def test_every_move_of_a_filing(here, there):
    assert may_become(here, there) is ((here.value, there.value) in MOVES)


def test_every_state_has_its_word():
    for state in (*CaseState, *DossierState, *MatterKind, *MatterState):
        assert label(state)
        assert tone(state) in {"pass", "wait", "fail", "info"}
    assert set(CASE_LIFE) == set(CaseState)


@pytest.mark.parametrize(
    ("accepted", "months", "last"),
    [
        (date(2026, 11, 21), 36, date(2029, 11, 20)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_the_last_day(accepted, months, last):
    assert last_day(accepted, months) == last
