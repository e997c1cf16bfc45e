"""Samples: how many each level and component has, proposing, confirming, printing."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from examsys.bank import queries as bank
from examsys.bank import service as bank_service
from examsys.bank.export import KIND_WORDS
from examsys.filing import making, service
from examsys.filing.checklist import samples_of
from examsys.filing.service.samples import candidates
from examsys.filing.views.blueprint import SHARED, bp, crumbs
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.exports import download
from examsys.kernel.forms import BaseForm
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries as parameters
from examsys.rules.states import LEVELS, Component, components_of

CELLS = [(level, part) for level in LEVELS for part in components_of(level)]


class ChosenForm(BaseForm):
    """Rows ticked in a list."""

    def unknown(self) -> set[str]:
        return super().unknown() - {"row", "level", "component", "decision"}


@bp.get("/samples/")
@allow("filing.read")
def samples() -> ResponseReturnValue:
    return _page("")


def _page(refusal: str) -> ResponseReturnValue:
    level = request.values.get("level", type=int)
    component = request.values.get("component", "")
    chosen = (level, component) in [(one, part.value) for one, part in CELLS]
    rows = bank.samples()
    return page(
        "filing/samples.html",
        status=422 if refusal else 200,
        title="样题",
        refusal=refusal,
        counts=samples_of(tuple(LEVELS)),
        least=parameters.value("filing.sample_items", on=clock.today()),
        rows=rows,
        level=level if chosen else None,
        component=Component(component) if chosen else None,
        found=candidates(level, component) if chosen and level else [],
        kinds=KIND_WORDS,
        points=bank.point_names(on=clock.today()),
        components=Component,
        me=actor().name,
        crumbs=crumbs(("样题", None)),
        **SHARED,
    )


@bp.post("/samples/mark")
@allow("filing.sample")
def mark_samples() -> ResponseReturnValue:
    return _act(_mark)


@bp.post("/samples/decide")
@allow("filing.submit")
def decide_samples() -> ResponseReturnValue:
    return _act(_decide)


def _act(act: Any) -> ResponseReturnValue:
    if not ChosenForm.bind().accepted():
        return _page("表单内容不正确，请刷新页面后重试。")
    try:
        with unit_of_work():
            said = act(request.form.getlist("row"))
    except (Conflict, Invalid, NotAllowed) as refusal:
        return _page(str(refusal))
    say(said)
    return see_other(
        "filing.samples",
        level=request.form.get("level") or None,
        component=request.form.get("component") or None,
    )


def _mark(rows: list[str]) -> str:
    try:
        items = [UUID(row) for row in rows]
    except ValueError as error:
        raise Invalid("所选试题不正确，请刷新页面后重选。") from error
    count = service.mark_samples(items, actor=actor(), at=clock.now())
    return f"已标记样题 {count} 道，不再参加组卷。下一步：由机构负责人确认。"


def _decide(rows: list[str]) -> str:
    confirmed = request.form.get("decision") == "confirm"
    marks = [int(row) for row in rows if row.isdecimal()]
    count = bank_service.decide_samples(marks, confirmed=confirmed, actor=actor(), at=clock.now())
    return f"已{'确认' if confirmed else '退回'}样题 {count} 道。"


@bp.post("/samples/print")
@allow("filing.print")
def print_samples() -> ResponseReturnValue:
    """The confirmed samples on paper: opening them is on record first."""
    levels = tuple(LEVELS)
    content = making.samples_pdf(levels, on=clock.today(), actor=actor(), at=clock.now())
    return download(content, f"样题-{clock.today()}.pdf")
