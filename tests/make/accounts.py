"""Accounts, and browsers signed in with them."""

from typing import Any

from flask.testing import FlaskClient

from examsys.accounts import queries
from examsys.accounts.models import Account
from examsys.accounts.service import sessions
from examsys.kernel import clock, pii
from examsys.kernel.db import db, new_uuid
from examsys.kernel.work import unit_of_work
from tests.make.common import fictional_id_number, serials

PASSWORD = "Lan-Hua-2026-kai"
# Argon2id of PASSWORD, made once: hashing in every builder would be half of the suite's time.
PASSWORD_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$BANizBgwbjMYUGjhB+KABw"
    "$YS2IdZ/RLrg7cjpJBvu9cecfz2CQeEF3wYZU3mkdd9Y"
)


def make_account(*, roles: tuple[str, ...] = ("exam_office",), **over: Any) -> Account:
    """An enabled account that may sign in with PASSWORD and needs no second factor."""
    serial, at = next(serials), clock.now()
    values = {
        "login": f"user{serial}",
        "name": f"账号{serial}",
        "password_hash": PASSWORD_HASH,
        "password_changed_at": at,
        "password_history": [PASSWORD_HASH],
        "totp_exempt": True,
        "created_at": at,
        **over,
    }
    account = Account(uuid=new_uuid(), roles=sorted(roles), **values)
    pii.put(account, "id_number", fictional_id_number(serial))
    with unit_of_work(audited=False):
        db.session.add(account)
    return account


def sign_in(
    client: FlaskClient, roles: tuple[str, ...] = ("head",), login: str | None = None
) -> Account:
    """Give the browser a real session of an account with these roles, past the password form."""
    account = queries.account_by_login(login) if login else None
    if account is None:
        account = make_account(roles=roles, **({"login": login} if login else {}))
    with unit_of_work(audited=False):
        sid = sessions.open_session(
            account, ip="127.0.0.1", agent="test", second_factor=True, at=clock.now()
        )
    with client.session_transaction() as cookie:
        cookie["sid"] = sid
    return account
