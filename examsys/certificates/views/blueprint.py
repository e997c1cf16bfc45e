"""The blueprints of certificates, and what their pages share."""

from flask import Blueprint, url_for

from examsys.batches.models import Batch

bp = Blueprint("certificates", __name__, url_prefix="/certificates")
verify = Blueprint("verify", __name__, url_prefix="/verify")
Crumbs = list[tuple[str, str | None]]


def crumbs(*last: str, batch: Batch | None = None) -> Crumbs:
    """证书 / (the batch) / where we are."""
    trail: Crumbs = [("证书", url_for("certificates.index"))]
    if batch is not None:
        trail.append((batch.title, url_for("certificates.batch", batch_id=batch.id)))
    return [*trail, *((word, None) for word in last)]
