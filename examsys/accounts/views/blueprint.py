"""The feature's one blueprint; the view modules add their pages to it."""

from typing import Any

from flask import Blueprint, g, url_for

from examsys.accounts import guard

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


bp.record_once(lambda state: state.app.extensions["frame"].append(frame))
