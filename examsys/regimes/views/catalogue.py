"""The 17 regimes as a list, and one of them with all its versions."""

from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.web import allow, page
from examsys.regimes import queries
from examsys.regimes.views.blueprint import bp, crumbs
from examsys.rules import regimes as rules


@bp.get("/")
@allow("regimes.read")
def index() -> ResponseReturnValue:
    today = clock.today()
    found = queries.lines(today)
    return page(
        "regimes/index.html",
        title="管理制度",
        lines=found,
        in_force=sum(1 for line in found if line.current),
        today=today,
        crumbs=[("工作台", "/"), ("管理制度", None)],
    )


@bp.get("/<int:number>/")
@allow("regimes.read")
def show(number: int) -> ResponseReturnValue:
    regime, today = queries.regime(number), clock.today()
    known = queries.versions(number)
    return page(
        "regimes/show.html",
        title=regime.name,
        regime=regime,
        current=rules.in_force(known, on=today),
        versions=[(row, rules.standing(row, known, on=today)) for row in known],
        crumbs=crumbs(f"（{regime.ordinal}）"),
    )
