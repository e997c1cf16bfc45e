"""Reads about accounts and their sessions."""

from collections.abc import Sequence

from sqlalchemy import String, bindparam, cast, or_, select
from sqlalchemy.sql import Select

from examsys.accounts.models import Account, AccountSession
from examsys.kernel.db import db
from examsys.kernel.errors import Missing

STATES = {"enabled": "启用", "disabled": "停用"}


def account(account_id: int) -> Account:
    """raises: Missing."""
    found = db.session.get(Account, account_id)
    if found is None:
        raise Missing("没有这个账号。")
    return found


def account_by_login(login: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.login == login.strip().lower()))


def any_account() -> bool:
    return db.session.scalar(select(Account.id).limit(1)) is not None


def accounts() -> Sequence[Account]:
    return db.session.scalars(select(Account).order_by(Account.login)).all()


def filtered(*, q: str = "", role: str = "", state: str = "") -> Select[Account]:
    """The list of accounts, narrowed by part of a login or name, a role, a state."""
    query = select(Account)
    if q:
        pattern = f"%{q.strip()}%"
        query = query.where(or_(Account.login.ilike(pattern), Account.name.ilike(pattern)))
    if role:
        # Roles are a short JSON list of plain words: its text holds the quoted word.
        query = query.where(cast(Account.roles, String).contains(f'"{role}"'))
    if state in STATES:
        query = query.where(Account.enabled.is_(state == "enabled"))
    return query


# Asked by every request: built once.
_BY_TOKEN = select(AccountSession).where(AccountSession.token == bindparam("digest"))


def session_by_token(token: str) -> AccountSession | None:
    return db.session.scalar(_BY_TOKEN, {"digest": token})


def sessions_of(account_id: int) -> Sequence[AccountSession]:
    query = select(AccountSession).where(AccountSession.account_id == account_id)
    return db.session.scalars(query.order_by(AccountSession.last_seen_at.desc())).all()


def everybody() -> dict[str, str]:
    """returns: login → person's name of every account, one statement however many act."""
    return {row.login: row.name for row in db.session.execute(select(Account.login, Account.name))}


def names(logins: Sequence[str]) -> dict[str, str]:
    """returns: login → person's name, for pages that name who acted."""
    query = select(Account.login, Account.name).where(Account.login.in_(logins))
    return {row.login: row.name for row in db.session.execute(query)}
