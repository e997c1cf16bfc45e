"""Tell every request who sent it: cookie → session row → account → actor, or a step still due."""

from enum import StrEnum

from flask import g, request, session

from examsys.accounts import passwords, queries
from examsys.accounts.models import AccountSession
from examsys.accounts.service import sessions
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.errors import NotAllowed

SAFE = {"GET", "HEAD", "OPTIONS"}
COOKIE_KEY = "sid"


class Due(StrEnum):
    """What a session must do before it counts; the value is the endpoint where it is done."""

    CODE = "accounts.code"
    ENROL = "accounts.enrol"
    PASSWORD = "accounts.password"  # noqa: S105 -- the name of a page


def due(row: AccountSession) -> Due | None:
    """returns: the step this session still owes; None when it may act for its account."""
    account = row.account
    if account.totp_sealed is not None and not row.second_factor:
        return Due.CODE
    if account.must_change_password or passwords.expired(
        account.password_changed_at, at=clock.now()
    ):
        return Due.PASSWORD
    if account.needs_second_factor and not row.second_factor:
        return Due.ENROL
    return None


def recognise() -> None:
    """Set g.session_row, and g.account and g.actor when no step is due; before every request."""
    for name in ("account", "actor", "session_row", "session_due", "once_spent"):
        g.pop(name, None)  # one application context may serve several requests (commands, tests)
    if request.endpoint == "static":
        return
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotAllowed("这次提交来自其他网站，已拒绝。请在本系统页面内操作。")
    row = _row()
    if row is None:
        return
    g.session_row, g.session_due = row, due(row)
    if g.session_due is None:
        g.account, g.actor = row.account, actor_of(row)


def _row() -> AccountSession | None:
    sid, at = session.get(COOKIE_KEY), clock.now()
    if not isinstance(sid, str):
        return None
    row = queries.session_by_token(sessions.digest(sid))
    if row is None or not sessions.alive(row, at=at):
        session.pop(COOKIE_KEY, None)
        return None
    sessions.touch(row, at=at)
    return row


def actor_of(row: AccountSession) -> Actor:
    """The author of what this session does, as the log names it."""
    return Actor(
        name=row.account.login,
        roles=tuple(row.account.roles),
        session=row.token[:16],
        ip=request.remote_addr or "",
        account_id=row.account_id,
    )


def adopt(sid: str) -> None:
    """Give the browser a new session id; everything it carried before is dropped."""
    session.clear()
    session[COOKIE_KEY] = sid


def leave() -> None:
    """Take the session id from the browser, and forget who sent this request."""
    session.clear()
    for name in ("account", "actor", "session_row", "session_due"):
        g.pop(name, None)
