"""Sessions: opened at sign-in, renewed at each step up, dead by time or by revocation."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import delete, update

from examsys.accounts.events import AccountsEvent as Event
from examsys.accounts.models import Account, AccountSession
from examsys.audit import service as audit
from examsys.kernel import chores
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work

ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)


def digest(sid: str) -> str:
    return sha256(sid.encode()).hexdigest()


def open_session(
    account: Account, *, ip: str, agent: str, second_factor: bool, at: datetime
) -> str:
    """Make a session row. returns: the secret id for the cookie."""
    idle: int = current_app.extensions["idle_minutes"]()
    row = AccountSession(
        account=account, ip=ip, agent=agent[:120], created_at=at, idle_minutes=idle
    )
    return _issue(row, second_factor=second_factor, at=at)


def renew(row: AccountSession, *, at: datetime, second_factor: bool | None = None) -> str:
    """Replace a session by a new one of the same browser: an id never outlives a step up.

    The absolute limit keeps counting from the first sign-in.
    """
    passed = row.second_factor if second_factor is None else second_factor
    fresh = AccountSession(
        account=row.account,
        ip=row.ip,
        agent=row.agent,
        created_at=row.created_at,
        idle_minutes=row.idle_minutes,
    )
    db.session.delete(row)
    return _issue(fresh, second_factor=passed, at=at)


def purge(*, at: datetime) -> None:
    """Delete the rows of sessions that can only be dead."""
    db.session.execute(delete(AccountSession).where(AccountSession.created_at < at - ABSOLUTE))


chores.register("ended sessions", purge)


def _issue(row: AccountSession, *, second_factor: bool, at: datetime) -> str:
    sid = secrets.token_urlsafe(32)
    row.token, row.epoch = digest(sid), row.account.session_epoch
    row.second_factor, row.last_seen_at = second_factor, at
    db.session.add(row)
    db.session.flush()
    return sid


def alive(row: AccountSession, *, at: datetime) -> bool:
    """Whether this session still speaks for its account."""
    return (
        row.account.enabled
        and row.epoch == row.account.session_epoch
        and at < row.last_seen_at + timedelta(minutes=row.idle_minutes)
        and at < row.created_at + ABSOLUTE
    )


def touch(row: AccountSession, *, at: datetime) -> None:
    """Note that the browser is there, at most once a minute, in a unit of its own."""
    if at < row.last_seen_at + SEEN_EVERY:
        return
    with unit_of_work(audited=False):
        seen = update(AccountSession).where(AccountSession.id == row.id)
        db.session.execute(seen.values(last_seen_at=at))


def end_all(account: Account) -> None:
    """Every session of the account is dead from now on."""
    account.session_epoch += 1
    db.session.execute(delete(AccountSession).where(AccountSession.account_id == account.id))


def sign_out(row: AccountSession, *, actor: Actor, at: datetime) -> None:
    db.session.delete(row)
    audit.record(Event.SIGNED_OUT, actor=actor, subject=f"account:{row.account_id}", at=at)


def revoke_session(row: AccountSession, *, actor: Actor, at: datetime) -> None:
    """End one session of an account."""
    subject = f"account:{row.account_id}"
    detail = {"session": row.token[:16], "scope": "one"}
    db.session.delete(row)
    audit.record(Event.SESSION_REVOKED, actor=actor, subject=subject, at=at, detail=detail)


def revoke_sessions(account: Account, *, actor: Actor, at: datetime) -> None:
    """End every session of an account."""
    end_all(account)
    audit.record(
        Event.SESSION_REVOKED,
        actor=actor,
        subject=f"account:{account.id}",
        at=at,
        detail={"scope": "all"},
    )
