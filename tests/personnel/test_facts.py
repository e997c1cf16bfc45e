"""Rows to facts: last days, unknown lists, and what a day later than the judged one is worth."""

from datetime import date

import pytest

from examsys.personnel import facts
from examsys.personnel.models import (
    Agreement,
    Person,
    PersonCertificate,
    Title,
    Violation,
    WorkPeriod,
)
from examsys.rules.credentials import Work, WorkKind

DAY = date(2026, 11, 21)


def person(**over) -> Person:
    values = {
        "certificates": [],
        "titles": [],
        "work_periods": [],
        "agreements": [],
        "violations": [],
        "political_declaration": True,
        "ethics_declaration": True,
        "professional_assessment": True,
        "declared_on": date(2026, 1, 5),
        "certificates_known": True,
        "titles_known": True,
        "work_known": True,
        "violations_known": True,
        "expert_pools": "",
        **over,
    }
    return Person(name="周衡", **values)


def certificate(level: int) -> PersonCertificate:
    return PersonCertificate(
        occupation="劳动关系协调师", kind="skill_level", level=level, status="valid",
        issued_on=date(2020, 5, 20),
    )  # fmt: skip


def title(**over) -> Title:
    values = {"name": "经济师", "rank": "intermediate", "major": "人力资源管理", **over}
    return Title(granted_on=date(2024, 11, 21), **values)


def verdict(someone: Person, role: str = "examiner", level: int = 3, on: date = DAY) -> str:
    readings = facts.OWN
    return facts.report_on(someone, role=role, level=level, on=on, readings=readings).verdict.value


def test_the_last_day_of_work_is_counted():
    row = WorkPeriod(kind="this", started_on=date(2024, 11, 21), ended_on=date(2026, 11, 20))
    read = facts.examiner_facts(person(work_periods=[row]), level=3, on=DAY).work
    assert read == (Work(WorkKind.THIS, date(2024, 11, 21), date(2026, 11, 21)),)


@pytest.mark.parametrize(
    ("last_day", "expected"), [(date(2026, 11, 20), "pass"), (date(2026, 11, 19), "fail")]
)
def test_two_years_end_on_the_last_day_included(last_day: date, expected: str):
    work = WorkPeriod(kind="this", started_on=date(2024, 11, 21), ended_on=last_day)
    assert verdict(person(titles=[title()], work_periods=[work])) == expected


@pytest.mark.parametrize(
    ("rows", "known", "expected"),
    [
        ([], True, "fail"),
        ([], False, "needs_evidence"),
        ([certificate(4)], True, "fail"),
        ([certificate(4)], False, "needs_evidence"),
        ([certificate(3)], False, "pass"),
    ],
)
def test_an_incomplete_list_asks_and_never_says_no(rows, known: bool, expected: str):
    assert verdict(person(certificates=rows, certificates_known=known)) == expected


def test_unknown_titles_and_work_ask_for_evidence():
    assert verdict(person(titles_known=False)) == "needs_evidence"
    assert verdict(person(titles=[title()], work_known=False)) == "needs_evidence"
    long = WorkPeriod(kind="this", started_on=date(2020, 1, 1), ended_on=None)
    someone = person(titles=[title(rank="junior")], work_periods=[long], titles_known=False)
    assert verdict(someone) == "needs_evidence"
    someone.titles_known = True
    assert verdict(someone) == "fail"


def test_a_partly_known_list_of_work_may_still_grow():
    short = WorkPeriod(kind="this", started_on=date(2026, 1, 1), ended_on=None)
    someone = person(titles=[title()], work_periods=[short], work_known=False)
    assert verdict(someone) == "needs_evidence"
    someone.work_known = True
    assert verdict(someone) == "fail"


def test_records_pass_once_overturned_and_the_search_is_complete():
    record = Violation(committed_on=date(2025, 3, 1), kind="行政处罚", overturned=False)
    someone = person(certificates=[certificate(3)], violations=[record])
    assert verdict(someone) == "fail"
    record.overturned = True
    assert verdict(someone) == "pass"
    someone.violations_known = False
    assert verdict(someone) == "needs_evidence"


def test_a_declaration_made_after_the_day_judged_does_not_exist_yet():
    someone = person(certificates=[certificate(3)], declared_on=date(2026, 11, 22))
    assert verdict(someone) == "needs_evidence"
    assert verdict(someone, on=date(2026, 11, 22)) == "pass"


def test_an_item_writer_needs_an_agreement_in_force_on_the_day():
    someone = person(certificates=[certificate(2)])
    assert verdict(someone, "item_writer") == "fail"
    someone.agreements = [Agreement(signed_on=date(2026, 1, 1), until=DAY)]
    assert verdict(someone, "item_writer") == "pass"
    assert verdict(someone, "item_writer", on=date(2026, 11, 22)) == "fail"


def test_a_major_outside_the_list_waits_for_its_decision():
    work = WorkPeriod(kind="this", started_on=date(2024, 11, 21), ended_on=None)
    row = title(major="公共管理")
    someone = person(titles=[row], work_periods=[work])
    assert verdict(someone) == "needs_evidence"
    row.equivalence = {"accepted": True, "reason": "课程相同", "on": "2026-11-21", "by": "head"}
    assert verdict(someone) == "pass"
    row.equivalence = {**row.equivalence, "accepted": False}
    assert verdict(someone) == "fail"


def test_another_role_has_no_rulebook():
    with pytest.raises(KeyError, match="supervisor"):
        facts.report_on(person(), role="supervisor", level=3, on=DAY, readings=facts.OWN)
