"""The feature's one blueprint; the view modules add their pages to it."""

from typing import Any

from flask import Blueprint, g, url_for

from examsys.accounts import guard, queries
from examsys.audit.memo import until_next_event

bp = Blueprint("accounts", __name__)
bp.before_app_request(guard.recognise)


def frame() -> dict[str, Any]:
    """What the frame of a signed-in page shows of this feature."""
    if g.get("account") is None:
        return {}
    return {
        "account_url": url_for("accounts.own"),
        "sign_out_url": url_for("accounts.sign_out"),
    }


def who(login: str | None) -> str:
    """The person behind a login, as papers and pages name people; others act under their key."""
    if "names_by_login" not in g:
        g.names_by_login = until_next_event("names by login", queries.everybody)
    return g.names_by_login.get(login, login) if login else ""


bp.record_once(lambda state: state.app.jinja_env.filters.update(who=who))
bp.record_once(lambda state: state.app.extensions["frame"].append(frame))
