"""Results by name, once every script has one: the list, its figures, its anomalies."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel.web import allow, page
from examsys.rules.marking import passed
from examsys.rules.states import ResultState, components_of
from examsys.scoring import gates, queries
from examsys.scoring.anomalies import anomalies
from examsys.scoring.facts import lines
from examsys.scoring.marks import plain
from examsys.scoring.notice import by_candidate, states
from examsys.scoring.views.blueprint import bp, crumbs


@bp.get("/<int:batch_id>/results")
@allow("scoring.see")
def results(batch_id: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    book = queries.book(batch_id)
    waiting = gates.unsettled(batch) if batch.state.value == "scoring" else []
    scripts = queries.results(batch_id, unpublished=True)
    # Names meet scores only when nothing is left to decide on a script.
    hidden = any(row.result is None for row in scripts)
    if hidden:
        scripts = []
    rows, corrections = table(batch, scripts), queries.open_corrections(batch_id)
    return page(
        "scoring/results.html",
        title=f"成绩结果 {batch.title}",
        crumbs=crumbs(batch, "成绩结果"),
        batch=batch,
        book=book,
        waiting=waiting,
        hidden=hidden,
        rows=[row for row in rows if _wanted(row)],
        total=len(rows),
        parts=components_of(batch.level),
        summary=summary(rows),
        anomalies=anomalies(lines(batch, scripts)) if scripts else [],
        corrections=corrections,
        names=accounts.names([row.asked_by for row in corrections]) if corrections else {},
        published=queries.published(batch),
        plain=plain,
    )


def table(batch: Batch, scripts: Any) -> list[dict[str, Any]]:
    """One line a candidate with every component and the outcome."""
    return [
        {
            "person": person,
            "parts": by_part,
            "passed": passed(batch.level, states(by_part)),
            "states": set(states(by_part).values()),
        }
        for person, by_part in by_candidate(scripts)
    ]


def summary(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """The figures above the list; absent and violation count people, not components."""
    return [
        ("应考", len(rows)),
        ("合格", sum(1 for row in rows if row["passed"])),
        ("不合格", sum(1 for row in rows if not row["passed"])),
        ("有缺考", sum(1 for row in rows if ResultState.ABSENT in row["states"])),
        ("有违纪", sum(1 for row in rows if ResultState.VIOLATION in row["states"])),
    ]


def _wanted(row: dict[str, Any]) -> bool:
    kind, q = request.args.get("outcome", ""), request.args.get("q", "").strip()
    person = row["person"]
    named = not q or q in person.candidate.name or q in (person.ticket_no or "")
    fits = {"passed": row["passed"], "failed": not row["passed"]}.get(kind, True)
    return named and fits
