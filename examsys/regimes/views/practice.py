"""制度执行情况: what the records of a year, or of a batch, show of each regime."""

from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from examsys.audit.memo import until_next_event
from examsys.batches import queries as batches
from examsys.kernel import clock
from examsys.kernel.web import allow, may, page
from examsys.regimes import queries
from examsys.regimes.practice import Tally
from examsys.regimes.views.blueprint import bp, crumbs
from examsys.rules import regimes as rules
from examsys.rules.regimes import REGIMES
from examsys.rules.states import Practice

OPEN = {"public", "signed_in"}


@bp.get("/practice")
@allow("regimes.read")
def practice() -> ResponseReturnValue:
    today = clock.today()
    asked = request.args.get("year", "")
    year = int(asked) if asked.isdecimal() else today.year
    years = sorted({today.year, year, *batches.years()}, reverse=True)
    shown = until_next_event(("regimes", year, today), lambda: queries.matrix(year, on=today))
    return page(
        "regimes/practice.html",
        title=f"{year} 年制度执行情况",
        matrix=shown,
        verdicts=[(one, shown.count(one)) for one in Practice],
        years=years,
        link=_year_link(year),
        crumbs=crumbs("执行情况"),
    )


@bp.get("/batch/<int:batch_id>/")
@allow("regimes.read")
def batch(batch_id: int) -> ResponseReturnValue:
    found, today = batches.batch(batch_id), clock.today()
    known = queries.all_versions()
    days = (found.registration_from, found.exam_on)
    return page(
        "regimes/batch.html",
        title=f"{found.title} · 制度",
        batch=found,
        lines=until_next_event(
            ("regimes of a batch", batch_id, today), lambda: queries.of_batch(batch_id, on=today)
        ),
        in_force={
            regime.number: [rules.in_force(known[regime.number], on=day) for day in days]
            for regime in REGIMES
        },
        link=lambda tally: _link(tally, tally.proof.batch_place, batch_id=batch_id),
        crumbs=[("批次", url_for("batches.index")),
                (found.title, url_for("batches.show", batch_id=batch_id)), ("制度", None)],
    )  # fmt: skip


def _year_link(year: int) -> Any:
    """Addresses of lists for a year; of the registers, narrowed to it."""

    def link(tally: Tally) -> str | None:
        narrowed = {"year": year} if tally.proof.place == "regimes.entries" else {}
        return _link(tally, tally.proof.place, **narrowed)

    return link


def _link(tally: Tally, endpoint: str, **values: object) -> str | None:
    """Where the records are listed, if this account may open that list."""
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return None
    guard = str(getattr(view, "guard", ""))
    if guard not in OPEN and not may(guard):
        return None
    return url_for(endpoint, **dict(tally.proof.args), **values)  # type: ignore[arg-type]
