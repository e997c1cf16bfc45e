"""Years of the provisional clauses and the age line come from the batch's parameters."""

from datetime import date

import pytest

from examsys.candidates import facts
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries
from examsys.parameters import service as parameters
from examsys.rules.eligibility import YEARS_CONFIRMED_BY
from examsys.rules.states import BatchState
from tests.conftest import NOON
from tests.make import ACTOR, make_batch, make_candidate_facts, make_registration

TODAY = date(2026, 11, 21)
L3_SINCE_2022 = make_candidate_facts(
    certificates=[
        {
            "kind": "skill_level",
            "occupation": "劳动关系协调师",
            "level": 3,
            "issued_on": "2022-06-01",
            "status": "valid",
        }
    ],
    education=[],
    work=[{"kind": "this", "from": "2022-06-01", "to": None}],
)


def set_parameter(key: str, text: str) -> None:
    with unit_of_work():
        parameters.set_value(
            key, text, valid_from=TODAY, source_note="省中心答复", actor=ACTOR, at=NOON
        )


def at_level(level: int, **over):
    """A registration in a batch of this level; registration ends on 4 December 2026."""
    batch = make_batch(state=BatchState.REGISTERING)
    made = make_registration(batch, **over)
    with unit_of_work(audited=False):
        batch.level = level
    return made


def test_every_provisional_clause_of_the_rules_has_a_parameter(db):
    for key in (*YEARS_CONFIRMED_BY.values(), "registration.min_age"):
        assert isinstance(queries.value(key, on=TODAY), int), key


def test_the_years_after_a_certificate_are_those_of_the_parameter(db):
    made = at_level(2, facts=L3_SINCE_2022)
    assert facts.judge(made).verdict == "pass"  # 4 years and some months
    set_parameter("eligibility.lrc_l2_years", "5")
    assert facts.judge(made).verdict == "fail"


def test_a_batch_keeps_the_years_it_was_announced_with(db):
    made = at_level(2, facts=L3_SINCE_2022)
    with unit_of_work(audited=False):
        made.batch.parameters = queries.snapshot(TODAY)
    set_parameter("eligibility.lrc_l2_years", "5")
    assert facts.judge(made).verdict == "pass"


@pytest.mark.parametrize(("line", "reminded"), [("56", False), ("57", True)])
def test_the_age_line_reminds_and_never_decides(db, line, reminded):
    made = at_level(3)
    with unit_of_work(audited=False):
        made.candidate.birth_on = date(1970, 1, 1)  # 56 on the last day of registration
    before = facts.judge(made).verdict
    set_parameter("registration.min_age", line)
    assert facts.judge(made).verdict == before == "pass"
    assert any("周岁" in alert for alert in facts.alerts(made)) is reminded
    said = facts.judge(made).as_json()["findings"][-1]
    assert (said["rule"], f"未满 {line} 周岁" in said["observed"]) == ("candidate.age", reminded)
