"""资格查询: the whole register judged for one role, level and day."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.paging import PER_PAGE, Listing
from examsys.kernel.sheets import download, export_xlsx
from examsys.kernel.web import actor, allow, page
from examsys.kernel.work import unit_of_work
from examsys.personnel import service, wholeregister
from examsys.personnel.forms import asked_day
from examsys.personnel.views.blueprint import bp, crumbs
from examsys.personnel.wholeregister import Judged, Question
from examsys.rules.finding import VERDICT_WORDS
from examsys.rules.states import LEVELS

SORTS = ("verdict", "name", "employer")
COLUMNS = ("姓名", "所在单位", "所在专家库", "结论", "聘任", "条件或原因", "怎样才能符合")
PATHS = {"certificate": "证书条件", "title": "职称条件"}


@bp.get("/qualified")
@allow("personnel.read")
def qualified() -> ResponseReturnValue:
    """Who may, who may not and why, and who lacks evidence."""
    asked = _question()
    judged = wholeregister.judge(asked, q=_searched())
    shown = _listing(_chosen(judged, asked))
    return page(
        "personnel/qualified.html",
        part="personnel/_qualified.html",
        title="资格查询",
        crumbs=crumbs("资格查询"),
        listing=shown,
        rows=[(one, asked.report(one.entry), _ahead(asked, one)) for one in shown.rows],
        total=len(judged),
        counts=[(v.value, VERDICT_WORDS[v], n) for v, n in wholeregister.counts(judged)],
        asked=asked,
        roles=[(key, service.ROLES[key]) for key in service.RULED],
        levels=list(LEVELS.items()),
        paths=PATHS,
        chosen=service.title_of(asked.role, asked.level),
    )


@bp.get("/qualified.xlsx")
@allow("personnel.export")
def export_qualified() -> ResponseReturnValue:
    """The answer as a table, as filtered; the log says who took how many."""
    asked = _question()
    judged = _chosen(wholeregister.judge(asked, q=_searched()), asked)
    rows = [_row(asked, one) for one in judged]
    with unit_of_work():
        service.record_qualification_export(
            len(rows),
            role=asked.role,
            level=asked.level,
            on=asked.on,
            actor=actor(),
            at=clock.now(),
        )
    title = f"{service.title_of(asked.role, asked.level)}资格查询-{asked.on}"
    return download(export_xlsx("资格查询", COLUMNS, rows), f"{title}.xlsx")


def _question() -> Question:
    """Role, level and day from the address; strange ones mean the defaults."""
    args = request.args
    role, level = args.get("role", ""), args.get("level", type=int) or 0
    return wholeregister.question(
        role=role if role in service.RULED else "examiner",
        level=level if level in LEVELS else 3,
        on=asked_day(args.get("on"), clock.today()),
    )


def _searched() -> str:
    return request.args.get("q", "").strip()


def _chosen(judged: Sequence[Judged], asked: Question) -> list[Judged]:
    wanted = request.args.get("verdict", "")
    rows = [one for one in judged if not wanted or one.verdict == wanted]
    key, down = _sort()
    rows = wholeregister.ordered(rows, sort=key, role=asked.role)
    return rows[::-1] if down else rows


def _sort() -> tuple[str, bool]:
    wanted = request.args.get("sort", "")
    key = wanted.lstrip("-")
    return (key, wanted.startswith("-")) if key in SORTS else ("verdict", False)


def _listing(rows: list[Judged]) -> Listing:
    """The page of an order that no statement can make."""
    args = {key: value for key, value in request.args.items() if value}
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(1, request.args.get("page", type=int) or 1), pages)
    key, down = _sort()
    cut = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Listing(cut, len(rows), number, pages, key, "desc" if down else "asc", args)


def _ahead(asked: Question, one: Judged) -> str:
    if one.verdict == "pass":
        return ""
    return service.outlook(asked.prospect(one.entry))


def _row(asked: Question, one: Judged) -> tuple[Any, ...]:
    report = asked.report(one.entry)
    return (
        one.entry.name,
        one.entry.employer,
        one.entry.expert_pools,
        VERDICT_WORDS[one.verdict],
        "在聘" if one.held else "",
        PATHS[report.path or ""] if report.passed else service.reasons(report),
        _ahead(asked, one),
    )
