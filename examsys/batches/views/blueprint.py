"""The one blueprint of the feature, and the trail above its pages."""

from flask import Blueprint, url_for

from examsys.batches.models import Batch

bp = Blueprint("batches", __name__, url_prefix="/batches")


def crumbs(last: str, batch: Batch | None = None) -> list[tuple[str, str | None]]:
    trail: list[tuple[str, str | None]] = [("批次", url_for("batches.index"))]
    if batch is not None:
        return [*trail, (last, url_for("batches.show", batch_id=batch.id)), ("办理", None)]
    return [*trail, (last, None)]
