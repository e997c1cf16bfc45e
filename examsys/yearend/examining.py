"""Figures to facts: the only bridge between a report and its rules; needs no database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from examsys.rules.finding import Report, Verdict
from examsys.rules.yearend import YEAR_END, LevelFigures, YearFacts

# A late report is still handed in; its lateness is shown, not a reason to withhold it.
TIMELINESS = "yearend.in_time"
WRONG = {Verdict.FAIL, Verdict.NEEDS_EVIDENCE}


def wrong_figures(found: Mapping[str, Any], *, on: date) -> list[str]:
    """Everything that does not add up; empty when the figures may be signed."""
    findings = examined(found, on=on).findings
    return [f.message for f in findings if f.rule != TIMELINESS and f.verdict in WRONG]


def examined(found: Mapping[str, Any], *, on: date) -> Report:
    """What the rulebook says about these figures on a day."""
    levels = [
        LevelFigures(row["level"], row["participated"]["value"], row["certified"]["value"])
        for row in found["levels"]
    ]
    counted = [row for row in found["list"] if row["participated"]]
    return YEAR_END.examine(
        YearFacts(
            on=on,
            year=found["year"],
            cut_off=date.fromisoformat(found["cut_off"]),
            levels=tuple(levels),
            participated_total=found["totals"]["participated"]["value"],
            certified_total=found["totals"]["certified"]["value"],
            list_rows=len(counted),
            list_certified_rows=sum(row["certified"] for row in counted),
            supplement=found["kind"] == "supplement",
        )
    )
