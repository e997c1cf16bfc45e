"""The figures that are not about candidates: bank, papers, people, objections."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select

from examsys.bank import queries as bank
from examsys.bank.models import SpecPoint, SpecTable
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.papers.models import PaperSet
from examsys.personnel import queries as personnel
from examsys.personnel.models import Appointment
from examsys.publicity.models import Objection
from examsys.rules.states import ItemStatus, PaperState, SpecState
from examsys.yearend.counting import Window

ROLES = {"examiner": "考评人员", "item_writer": "命题专家"}
PATHS = {"certificate": "持证路径", "title": "职称路径"}
KINDS = {
    "single": "单选",
    "multiple": "多选",
    "true_false": "判断",
    "short": "简答",
    "case": "案例",
}
OUTCOMES = {"upheld": "异议成立", "dismissed": "异议不成立", "explained": "已解释说明"}


def figure(value: int, path: str, **args: object) -> dict[str, Any]:
    """A number and the address of the records it counts."""
    asked = {key: word for key, word in args.items() if word not in (None, "")}
    return {"value": value, "address": f"{path}?{urlencode(asked)}" if asked else path}


def bank_figures(window: Window) -> list[dict[str, Any]]:
    """Points, items and papers of each level; the stock as it stands when the report is built."""
    since = clock.instant(window.first)
    changed, stock = bank.counts(since=since, until=window.end), bank.stock()
    points, papers = _points(window), _papers(window)
    levels = sorted({key[0] for key in stock} | set(points) | set(papers), reverse=True)
    return [_bank_level(level, changed, stock, points, papers) for level in levels]


def _bank_level(level: int, changed: Any, stock: Any, points: Any, papers: Any) -> dict[str, Any]:
    in_use = {
        kind: count
        for (at, kind, status), count in stock.items()
        if at == level and status is ItemStatus.IN_USE
    }
    total = sum(in_use.values())
    moved = {name: changed[name].get(level, 0) for name in ("added", "revised", "retired")}
    place = {"level": level}
    return {
        "level": level,
        "points": figure(points.get(level, 0), "/bank/specs"),
        "in_use": figure(total, "/bank/", **place, status="in_use"),
        "kinds": [
            {
                "kind": KINDS.get(kind.value, kind.value),
                **figure(count, "/bank/", **place, status="in_use", kind=kind.value),
            }
            for kind, count in sorted(in_use.items(), key=_in_order)
        ],
        **{name: figure(count, "/bank/", **place) for name, count in moved.items()},
        "update_per_mille": round(1000 * (moved["added"] + moved["revised"]) / total)
        if total
        else 0,
        "papers": figure(papers.get(level, 0), "/papers/", **place),
    }


def _in_order(pair: tuple[Any, int]) -> int:
    """Kinds in the order of a paper."""
    return list(KINDS).index(pair[0].value)


def staff_figures(window: Window) -> list[dict[str, Any]]:
    """People whose appointment holds on the day of cut-off, by role, level and path."""
    query = select(Appointment.role, Appointment.level, Appointment.person_id, Appointment.report)
    query = query.where(Appointment.role.in_(ROLES), personnel.in_force(window.cut_off))
    people: set[tuple[str, int, str, int]] = set()
    for role, level, person_id, report in db.session.execute(query):
        people.add((role, level or 0, str(report.get("path") or ""), person_id))
    counted = Counter(key[:3] for key in people)
    order = sorted(counted.items(), key=lambda item: (item[0][0], -item[0][1], item[0][2]))
    return [
        {
            "role": ROLES[role],
            "level": level,
            "path": PATHS.get(path, "其他"),
            **figure(count, "/personnel/", role=role, level=level or None),
        }
        for (role, level, path), count in order
    ]


def objection_figures(window: Window) -> list[dict[str, Any]]:
    """Objections received in the window by what was decided about them."""
    query = select(Objection.outcome, func.count()).where(
        Objection.received_at >= clock.instant(window.first), Objection.received_at < window.end
    )
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(Objection.outcome))}
    words: list[tuple[str | None, str]] = [*OUTCOMES.items(), (None, "办理中")]
    return [
        {"outcome": word, **figure(found.get(outcome, 0), "/publicity/objections/")}
        for outcome, word in words
    ]


def _points(window: Window) -> dict[int, int]:
    """Level → points of the table in force on the day of cut-off."""
    newest = (
        select(SpecTable.level, func.max(SpecTable.effective_from).label("since"))
        .where(SpecTable.state == SpecState.ENACTED, SpecTable.effective_from <= window.cut_off)
        .group_by(SpecTable.level)
        .subquery()
    )
    query = (
        select(SpecTable.level, func.count(SpecPoint.id.distinct()))
        .join(SpecPoint.table)
        .join(newest, newest.c.level == SpecTable.level)
        .where(SpecTable.effective_from == newest.c.since, SpecTable.state == SpecState.ENACTED)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(SpecTable.level))}


def _papers(window: Window) -> dict[int, int]:
    """Level → sets drawn in the window and not withdrawn."""
    query = select(Batch.level, func.count(PaperSet.id)).join(PaperSet.batch)
    query = query.where(
        PaperSet.drawn_at >= clock.instant(window.first),
        PaperSet.drawn_at < window.end,
        PaperSet.state != PaperState.WITHDRAWN,
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Batch.level))}
