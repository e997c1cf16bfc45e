"""The home page, the search of the top bar, and the wording of the clauses."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from examsys.kernel.web import may, page, signed_in
from examsys.oversight import search as finder
from examsys.oversight.desk import DueCount, desk
from examsys.oversight.words import CLAUSE_VALUES
from examsys.rules.clause import CONFIRM, source
from examsys.rules.clausebook import SOURCES, rules_of

bp = Blueprint("oversight", __name__)
blueprints = (bp,)
LONGEST = 40


def frame() -> dict[str, Any]:
    """The bell and the search box of the top bar."""
    if g.get("actor") is None:
        return {}
    return {"due_count": DueCount(), "search_url": url_for("oversight.search")}


bp.record_once(lambda setup: setup.app.extensions["frame"].append(frame))


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    mine = desk()
    shown = mine.shown()
    return page(
        "oversight/home.html",
        title="工作台",
        tasks=shown,
        cautions=sorted({line["caution"] for line in shown if line["caution"]}),
        board=mine.board() if may("batches.read") else [],
        house=mine.house,
        first_steps=_first_steps(mine.house),
    )


def _first_steps(house: Any) -> list[tuple[str, bool]]:
    """What an empty instance needs, in order, and whether it is there."""
    steps = [
        ("填写机构信息和考点（机构负责人）", bool(house.agencies and house.sites)),
        ("登记备案等级（机构负责人）", bool(house.levels)),
        ("登记考评员、命题专家并聘任（人员管理员、机构负责人）", bool(house.people)),
        ("编制细目表、录入试题（题库管理员、命题专家）", bool(house.items)),
        ("制定第一个批次计划（考务员）", bool(house.batches)),
    ]
    return [] if all(done for _, done in steps) else steps


@bp.get("/search")
@signed_in
def search() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:LONGEST]
    long_enough = len(words) >= 2 or (words != "" and ord(words[0]) > 0x2E7F)
    asked = words if long_enough else ""
    return page(
        "oversight/search.html",
        title="查找",
        words=words,
        too_short=bool(words) and not asked,
        registrations=finder.registrations(asked) if asked and may("candidates.read") else [],
        certificates=finder.found_certificates(asked) if asked and may("certificates.read") else [],
        people=finder.people(asked) if asked and may("personnel.read") else [],
        most=finder.MOST,
    )


@bp.get("/rules/clauses")
@signed_in
def clauses() -> ResponseReturnValue:
    return page(
        "oversight/clauses.html",
        title="条款与规则",
        sources=[source(name) for name in SOURCES],
        rules_of=rules_of,
        value_words=CLAUSE_VALUES,
        confirm=CONFIRM,
    )
