"""The batch in hand: chosen once, it follows the person through every feature."""

from typing import Any

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from examsys.audit.memo import until_next_event
from examsys.batches import queries
from examsys.batches.views.blueprint import bp
from examsys.kernel.web import allow, may, see_other
from examsys.rules.states import LEVEL_SHORT


@bp.post("/take")
@allow("batches.read")
def take(batch_id: int | None = None) -> ResponseReturnValue:
    """Choose the batch in hand; it follows the person through every feature."""
    chosen = request.form.get("batch_id", type=int)
    if chosen:
        session["batch_id"] = queries.batch(chosen).id
        return see_other("batches.show", batch_id=chosen)
    session.pop("batch_id", None)
    return redirect(url_for("batches.index"), code=303)


def frame() -> dict[str, object]:
    """The batch switcher of the top bar."""
    if g.get("actor") is None or not may("batches.read"):
        return {}
    choices = until_next_event("batches to choose", _choices)
    held = session.get("batch_id")
    current = next((c for c in choices if c["id"] == held), None)
    return {
        "batches_to_choose": choices,
        "batch_switch_url": url_for("batches.take"),
        "batch_in_hand": current
        and {**current, "href": url_for("batches.show", batch_id=current["id"])},
    }


def _choices() -> list[dict[str, Any]]:
    return [
        {"id": row.id, "label": f"{row.year}年第{row.seq}批 · {LEVEL_SHORT[row.level]}"}
        for row in queries.latest()
    ]


bp.record_once(lambda setup: setup.app.extensions["frame"].append(frame))
