"""The feature's one blueprint, and the batch in hand that all its pages start from."""

from collections.abc import Sequence

from flask import Blueprint, Response, request, session, url_for

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel.web import may, page

bp = Blueprint("candidates", __name__, url_prefix="/candidates")
Crumbs = Sequence[tuple[str, str | None]]


def in_hand() -> Batch | None:
    """The batch named in the address, else the one in hand. raises: Missing for a strange one."""
    asked = request.args.get("batch_id", type=int)
    if asked is not None:
        found = batches.batch(asked)
        session["batch_id"] = found.id
        return found
    held = session.get("batch_id")
    return batches.batch(held) if held else None


def choose(title: str) -> Response:
    """The page that asks for a batch first."""
    return page(
        "candidates/choose.html",
        title=title,
        crumbs=[(title, None)],
        batches=[*batches.open_batches(), *batches.finished_batches()],
        endpoint=request.endpoint,
    )


def crumbs(batch: Batch, *more: tuple[str, str | None]) -> Crumbs:
    people = url_for("candidates.index", batch_id=batch.id) if may("candidates.read") else None
    trail: list[tuple[str, str | None]] = [
        (batch.title, url_for("batches.show", batch_id=batch.id)),
        ("报名", people),
    ]
    return [*trail, *more] if more else [trail[0], ("报名", None)]
