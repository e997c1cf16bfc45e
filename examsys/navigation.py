"""The left menu: the steps of the work, in their order. A role sees only what it may do."""

from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, g, request, url_for

from examsys.kernel.web import may


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; operation None = every account."""

    label: str
    endpoint: str
    operation: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the work with the places where it is done."""

    label: str
    icon: str
    entries: tuple[Entry, ...]


STEPS: tuple[Step, ...] = (
    Step("工作台", "house", (Entry("工作台", "oversight.home", None),)),
    Step(
        "机构与备案",
        "building",
        (
            Entry("机构信息", "agency.show", "agency.read"),
            Entry("备案", "filing.index", "filing.read"),
            Entry("管理制度", "regimes.index", "regimes.read"),
            Entry("参数设置", "parameters.index", "parameters.read"),
            Entry("工作日历", "parameters.calendar", "parameters.read"),
        ),
    ),
    Step(
        "人员",
        "people",
        (
            Entry("人员名册", "personnel.index", "personnel.read"),
            Entry("资格查询", "personnel.qualified", "personnel.read"),
            Entry("派遣", "dispatch.index", "dispatch.read"),
            Entry("回避申报", "dispatch.ties", "dispatch.read"),
        ),
    ),
    Step(
        "题库",
        "journal-text",
        (
            Entry("试题", "bank.index", "bank.read"),
            Entry("鉴定要素细目表", "bank.specs", "bank.read"),
            Entry("审题队列", "bank.queue", "bank.review"),
        ),
    ),
    Step(
        "试卷",
        "file-earmark-lock",
        (
            Entry("试卷", "papers.index", "papers.read"),
            Entry("组卷方案", "papers.blueprints", "papers.read"),
        ),
    ),
    Step("批次", "calendar3", (Entry("批次", "batches.index", "batches.read"),)),
    Step(
        "报名",
        "person-plus",
        (
            Entry("报名名单", "candidates.index", "candidates.read"),
            Entry("资格审核", "candidates.queue", "candidates.review"),
        ),
    ),
    Step("编排", "grid-3x3", (Entry("考场编排", "candidates.seating", "candidates.seat"),)),
    Step("考试", "clock", (Entry("考试当日", "candidates.exam_day", "candidates.examday"),)),
    Step("成绩", "pencil-square", (Entry("成绩登录", "scoring.index", "scoring.read"),)),
    Step("公示", "megaphone", (Entry("公告与公示", "publicity.index", "publicity.read"),)),
    Step("证书", "award", (Entry("证书", "certificates.index", "certificates.read"),)),
    Step("档案", "archive", (Entry("批次档案", "archives.index", "archives.read"),)),
    Step("年报", "file-earmark-bar-graph", (Entry("年度报告", "yearend.index", "yearend.read"),)),
    Step(
        "系统",
        "gear",
        (
            Entry("账号", "accounts.index", "accounts.manage"),
            Entry("审计日志", "audit.index", "audit.read"),
            Entry("后台任务", "jobs.index", "jobs.read"),
        ),
    ),
)


Place = tuple[Step, list[tuple[Entry, str]]]


def menu() -> list[dict[str, Any]]:
    """The menu for the signed-in account, the current place marked."""
    here = _here()
    return [_shown(step, entries, step is here) for step, entries in _places()]


def _places() -> list[Place]:
    """What the roles of this account may open, with addresses; worked out once per roles."""
    known = current_app.extensions.setdefault("menus", {})
    key = (request.script_root, g.actor.roles)
    if key not in known:
        found = [(step, [(one, url_for(one.endpoint)) for one in _open(step)]) for step in STEPS]
        known[key] = [(step, entries) for step, entries in found if entries]
    return cast(list[Place], known[key])


def _open(step: Step) -> list[Entry]:
    return [
        entry
        for entry in step.entries
        if entry.endpoint in current_app.view_functions
        and (entry.operation is None or may(entry.operation))
    ]


def _shown(step: Step, entries: list[tuple[Entry, str]], active: bool) -> dict[str, Any]:
    shown = [
        {"label": entry.label, "href": href, "active": entry.endpoint == request.endpoint}
        for entry, href in entries
    ]
    return {
        "label": step.label,
        "icon": step.icon,
        "href": shown[0]["href"],
        "active": active,
        "due": None,
        "children": shown if len(shown) > 1 else [],
    }


def _here() -> Step | None:
    """The step the current page belongs to: the one that names it, or else the first step of its
    feature."""
    at, feature = request.endpoint, request.blueprint
    named = (s for s in STEPS for e in s.entries if e.endpoint == at)
    own = (s for s in STEPS for e in s.entries if e.endpoint.split(".")[0] == feature)
    return next(named, None) or next(own, None)
