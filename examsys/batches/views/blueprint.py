"""The one blueprint of the feature, and the trail above its pages."""

from flask import Blueprint, url_for

from examsys.batches.models import Batch
from examsys.kernel.db import db

bp = Blueprint("batches", __name__, url_prefix="/batches")


def batch_title(batch_id: object) -> str:
    """The batch behind a number kept as text by a feature that does not know batches."""
    text = str(batch_id or "")
    found = db.session.get(Batch, int(text)) if text.isdecimal() else None
    return found.title if found else ""


bp.record_once(lambda state: state.app.jinja_env.filters.update(batch_title=batch_title))


def crumbs(last: str, batch: Batch | None = None, leaf: str = "") -> list[tuple[str, str | None]]:
    trail: list[tuple[str, str | None]] = [("批次", url_for("batches.index"))]
    if batch is not None:
        return [*trail, (last, url_for("batches.show", batch_id=batch.id)), (leaf, None)]
    return [*trail, (last, None)]
