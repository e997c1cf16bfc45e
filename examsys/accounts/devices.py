"""Known devices: a signed cookie that gives an account's owner tries of their own.

Somebody who guesses from elsewhere can use up the account's common tries, never these.
"""

import secrets

from flask import Request, Response, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

MAX_AGE = 180 * 24 * 3600
MAX_ACCOUNTS = 8


def known_device(request: Request, account_uuid: str) -> str | None:
    """returns: the device's id when this account signed in from it before."""
    device, accounts = _read(request)
    return device if account_uuid in accounts else None


def remember(request: Request, response: Response, account_uuid: str) -> None:
    """Mark the browser as a known device of this account."""
    device, accounts = _read(request)
    others = [uuid for uuid in accounts if uuid != account_uuid][-MAX_ACCOUNTS + 1 :]
    text = _signer().dumps({"id": device or secrets.token_hex(16), "of": [*others, account_uuid]})
    response.set_cookie(
        _name(),
        str(text),
        max_age=MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SETTINGS"].secure,
    )


def _read(request: Request) -> tuple[str, list[str]]:
    try:
        held = _signer().loads(request.cookies.get(_name(), ""), max_age=MAX_AGE)
    except BadSignature:
        return "", []
    return held["id"], held["of"]


def _name() -> str:
    return "__Host-device" if current_app.config["SETTINGS"].secure else "device"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known device")
