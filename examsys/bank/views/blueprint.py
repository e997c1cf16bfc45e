"""The blueprint of the bank, and what its pages share."""

from typing import Any
from uuid import UUID

from flask import Blueprint, url_for

from examsys.bank import queries
from examsys.kernel import clock
from examsys.kernel.errors import Missing
from examsys.kernel.web import actor, may
from examsys.rules.permissions import Role
from examsys.rules.states import LEVEL_SHORT, ItemStatus
from question_bank import COMPONENT_NAMES, DIFFICULTY_NAMES, KIND_NAMES, Record

bp = Blueprint("bank", __name__, url_prefix="/bank")
Crumbs = list[tuple[str, str | None]]
SEES_ALL = frozenset({Role.ITEM_OFFICE, Role.ITEM_REVIEWER, Role.HEAD})
WORDS: dict[str, Any] = {
    "kind_words": KIND_NAMES,
    "component_words": COMPONENT_NAMES,
    "difficulty_words": DIFFICULTY_NAMES,
}


def _frame() -> dict[str, Any]:
    if may("bank.read") or may("papers.read"):
        return {"seal_state": {"label": "题库已封存", "tone": "info"}}
    return {}


bp.record_once(lambda setup: setup.app.extensions["frame"].append(_frame))


def crumbs(*last: str, item: Record | None = None, level: int | None = None) -> Crumbs:
    """题库 / (an item, or the table of a level) / where we are."""
    trail: Crumbs = [("题库", url_for("bank.index"))]
    if item is not None:
        here = url_for("bank.show", item=item.card.ref.item)
        trail.append((f"试题 {item.card.point_code}", here))
    if level is not None:
        trail.append((f"{LEVEL_SHORT[level]}细目表", url_for("bank.specs", level=level)))
    return [*trail, *((word, None) for word in last)]


def own_only() -> tuple[str, ...] | None:
    """The names whose work this account may see; None where it may see everybody's.

    source: domain §6.2, a writer sees own items, the group leader sees the group.
    """
    who = actor()
    return None if SEES_ALL.intersection(who.roles) else queries.keys_of(who)


def seen_record(item: UUID) -> Record:
    """An item this account may know of. raises: Missing."""
    found, own = queries.record(item), own_only()
    if own is not None:
        written = {version.written_by for version in queries.versions(item)}
        if not written.intersection(own):
            raise Missing("没有这道试题，请回到试题列表查找。")
    return found


def about(record: Record) -> dict[str, Any]:
    """What every page about an item shows of it, unopened."""
    card = record.card
    point = queries.point_names(on=clock.today())
    return {
        "item": record,
        "card": card,
        "stage": ItemStatus(record.status.value),
        "point_name": point.get((card.level, card.point_code), ""),
        "names": queries.names([record.written_by, record.reviewed_by]),
        **WORDS,
    }
