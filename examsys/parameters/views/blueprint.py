"""The feature's one blueprint; the view modules add their pages to it."""

from flask import Blueprint

from examsys.kernel import clock
from examsys.parameters import queries

bp = Blueprint("parameters", __name__, url_prefix="/parameters")


def idle_minutes() -> int:
    """How long a session may lie idle; accounts ask it at each sign-in, from a lower floor."""
    return int(queries.value("session.idle_minutes", on=clock.today()))


bp.record_once(lambda setup: setup.app.extensions.update(idle_minutes=idle_minutes))
