"""Due dates of a batch and the gates between its steps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from examsys.rules.batch import (
    GATES,
    BatchFacts,
    due_dates,
    filing_due,
    may_follow,
    state_due_dates,
)
from examsys.rules.finding import Verdict
from examsys.rules.states import BatchState

PASS, FAIL, NEEDS = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE
EXAM = date(2026, 5, 23)


def add(day, count):
    """Monday to Friday, enough for the rules; the real calendar is handed in by the batch."""
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day += timedelta(step)
        while day.weekday() > 4:
            day += timedelta(step)
    return day


def test_nodes_count_working_days_from_the_exam():
    assert due_dates(EXAM, add=add) == {
        "plan_create": date(2026, 5, 11),
        "registration": date(2026, 5, 14),
        "room_arrange": date(2026, 5, 18),
        "exam_prepare": date(2026, 5, 18),
        "exam_day": EXAM,
        "score_record": date(2026, 5, 27),
        "score_publish": date(2026, 5, 29),
        "certificate_manage": date(2026, 6, 5),
        "complete": date(2026, 6, 5),
    }
    assert filing_due(EXAM, lead_wd=15, add=add) == date(2026, 5, 4)


def test_each_state_on_the_way_has_a_day_and_days_never_run_backwards():
    days = state_due_dates(EXAM, lead_wd=15, add=add)

    assert list(days) == [
        BatchState.FILED,
        BatchState.ANNOUNCED,
        BatchState.REVIEWING,
        BatchState.SEATED,
        BatchState.SITTING,
        BatchState.SCORING,
        BatchState.PUBLICITY,
        BatchState.CERTIFYING,
        BatchState.ARCHIVED,
    ]
    assert list(days.values()) == sorted(days.values())


def test_a_batch_cannot_skip_a_step():
    assert may_follow(BatchState.REVIEWING, BatchState.SEATED)
    assert not may_follow(BatchState.REGISTERING, BatchState.SEATED)


SOUND = BatchFacts(
    on=EXAM,
    filed_on=date(2026, 5, 4),
    filing_due=date(2026, 5, 4),
    pending_reviews=0,
    panel=(1, 2, 3),
    panel_leaders=1,
    rooms=((2, 30), (2, 12)),
    supervisors=(9,),
    others=(1, 2, 3, 4),
    entry_pairs=((5, 6), (6, 5)),
    open_differences=0,
)
CASES = [
    ("batch.filing", {}, PASS),
    ("batch.filing", {"filed_on": date(2026, 5, 5)}, FAIL),
    ("batch.filing", {"filed_on": None}, NEEDS),
    ("batch.review", {}, PASS),
    ("batch.review", {"pending_reviews": 1}, FAIL),
    ("batch.review", {"pending_reviews": None}, NEEDS),
    ("batch.panel", {}, PASS),
    ("batch.panel", {"panel": (1, 2)}, FAIL),
    ("batch.panel", {"panel": (1, 2, 2)}, FAIL),
    ("batch.panel", {"panel": (1, 2, 3, 4)}, FAIL),
    ("batch.panel", {"panel": (1, 2, 3, 4), "panel_odd": False}, PASS),
    ("batch.panel", {"panel": (1, 2, 3, 4, 5)}, PASS),
    ("batch.panel", {"panel_leaders": 0}, FAIL),
    ("batch.panel", {"panel_leaders": 2}, FAIL),
    ("batch.panel", {"panel": None}, NEEDS),
    ("batch.invigilators", {}, PASS),
    ("batch.invigilators", {"rooms": ((1, 10),)}, FAIL),
    ("batch.invigilators", {"rooms": ((2, 31),)}, FAIL),
    ("batch.invigilators", {"rooms": ()}, FAIL),
    ("batch.invigilators", {"rooms": None}, NEEDS),
    ("batch.supervision", {}, PASS),
    ("batch.supervision", {"supervisors": (1,)}, FAIL),
    ("batch.supervision", {"supervisors": ()}, FAIL),
    ("batch.supervision", {"supervisors": None}, NEEDS),
    ("batch.double_entry", {}, PASS),
    ("batch.double_entry", {"entry_pairs": ((5, 6), (5, 5))}, FAIL),
    ("batch.double_entry", {"open_differences": 1}, FAIL),
    ("batch.double_entry", {"entry_pairs": ()}, FAIL),
    ("batch.double_entry", {"entry_pairs": ((5, None),)}, NEEDS),
    ("batch.double_entry", {"entry_pairs": None}, NEEDS),
    ("batch.double_entry", {"open_differences": None}, NEEDS),
]
GATE_OF = {rule.name: state for state, book in GATES.items() for rule in book.rules}


@pytest.mark.parametrize(("rule", "change", "expected"), CASES, ids=str)
def test_a_gate(rule, change, expected):
    report = GATES[GATE_OF[rule]].examine(replace(SOUND, **change))

    assert report.finding(rule).verdict is expected
    assert report.verdict is expected


def test_every_gate_has_a_case_for_every_verdict():
    assert {(rule, verdict) for rule, _, verdict in CASES} == {
        (name, verdict) for name in GATE_OF for verdict in (PASS, FAIL, NEEDS)
    }


def test_supervision_is_asked_only_where_the_parameter_demands_it():
    facts = replace(SOUND, supervisors=None, supervision_required=False)

    assert GATES[BatchState.SITTING].examine(facts).verdict is PASS
