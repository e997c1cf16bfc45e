"""Rows to facts: the only bridge between candidates' tables and the rules of eligibility."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates.models import Candidate, Registration
from examsys.rules.eligibility import CANDIDATE, YEARS_CONFIRMED_BY
from examsys.rules.factsheet import top
from examsys.rules.finding import Report
from examsys.rules.judging import candidate_facts
from examsys.rules.worktime import add_years


def judge(registration: Registration) -> Report:
    """Eligibility on the last day of registration, by the ruleset that the batch froze.

    source: domain §3.4 rule evaluation notes.
    """
    batch = registration.batch
    on, level = batch.registration_until, batch.level
    ruleset = batches.parameter(batch, "eligibility.ruleset", on=on)
    said = candidate_facts(top(facts_sheet(registration), ""), ruleset, level=level, on=on)
    confirmed = {
        clause: batches.parameter(batch, key, on=on) for clause, key in YEARS_CONFIRMED_BY.items()
    }
    known = replace(
        said,
        min_age=batches.parameter(batch, "registration.min_age", on=on),
        years={clause: years for clause, years in confirmed.items() if years is not None},
    )
    return CANDIDATE[ruleset, level].examine(known)


def facts_sheet(registration: Registration) -> dict[str, Any]:
    born = registration.candidate.birth_on
    return {**registration.facts, "birth_on": born.isoformat() if born else None}


def alerts(registration: Registration) -> list[str]:
    """What a reviewer should look at; never a reason to refuse. source: domain §4.3."""
    return [
        *_young(registration.candidate, registration.batch),
        *_from_elsewhere(registration.candidate, registration.batch),
    ]


def _young(candidate: Candidate, batch: Batch) -> list[str]:
    on = batch.registration_until
    least = int(batches.parameter(batch, "registration.min_age", on=on))
    if candidate.birth_on is None or add_years(candidate.birth_on, least) <= on:
        return []
    return [f"出生于 {candidate.birth_on}，报名截止日未满 {least} 周岁，请核对。"]


def _from_elsewhere(candidate: Candidate, batch: Batch) -> list[str]:
    if candidate.province in ("", batch.site.province_code):
        return []
    return ["身份证号不属于考点所在省份，请核对报名资格。"]


def crowd_alert(batch: Batch, provinces: Sequence[str]) -> str:
    """What to say when many of a batch come from another province; empty when few do."""
    share = batches.parameter(
        batch, "registration.out_of_province_alert", on=batch.registration_until
    )
    outside = sum(1 for code in provinces if code not in ("", batch.site.province_code))
    if not provinces or outside <= float(share) * len(provinces):
        return ""
    return (
        f"共 {len(provinces)} 人，其中 {outside} 人的身份证号不属于考点所在省份，"
        f"超过 {float(share):.0%}，请核对报名来源。"
    )


def work_ends_before_it_begins(facts: dict[str, Any]) -> bool:
    """Whether some work period is written backwards."""
    periods = [(row.get("from"), row.get("to")) for row in facts.get("work") or ()]
    return any(
        date.fromisoformat(until) <= date.fromisoformat(since)
        for since, until in periods
        if since and until
    )
