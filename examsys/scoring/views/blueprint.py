"""The feature's blueprints, and what its pages share."""

from flask import Blueprint, request, session, url_for

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel.errors import Missing
from examsys.rules.states import Component, components_of
from examsys.scoring import queries

bp = Blueprint("scoring", __name__, url_prefix="/scoring")
apply = Blueprint("apply", __name__, url_prefix="/apply")
Crumbs = list[tuple[str, str | None]]


def in_hand() -> Batch | None:
    """The batch named in the address, else the one in hand if it is scored, else the newest."""
    asked = request.args.get("batch_id", type=int)
    if asked is not None:
        found = batches.batch(asked)
        session["batch_id"] = found.id
        return found
    scored = {row.id for row in queries.scoring_batches()}
    held = session.get("batch_id")
    if held in scored:
        return batches.batch(held)
    return batches.batch(max(scored)) if len(scored) == 1 else None


def component_of(batch: Batch, word: str) -> Component:
    """raises: Missing."""
    found = next((part for part in components_of(batch.level) if part.value == word), None)
    if found is None:
        raise Missing("本批次没有这个科目。请从成绩登录页进入。")
    return found


def crumbs(batch: Batch, *last: str) -> Crumbs:
    """成绩 / (the batch) / where we are."""
    trail: Crumbs = [("成绩", url_for("scoring.index"))]
    trail.append((batch.title, url_for("scoring.index", batch_id=batch.id)))
    return [*trail, *((word, None) for word in last)]
