"""Sign in: count the try, look at the password, open a session. Unknown and wrong are one answer.

source: trust §2.3 and §3. Five tries in 30 minutes per account and source, ten per account from
browsers it was never used in, thirty a minute per source; a known device has five of its own.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from examsys.accounts import passwords, queries
from examsys.accounts.events import AccountsEvent as Event
from examsys.accounts.models import Account
from examsys.accounts.service import sessions
from examsys.audit import service as audit
from examsys.kernel import throttle
from examsys.kernel.actor import Actor, visitor
from examsys.kernel.work import unit_of_work

WINDOW = 30 * 60
PER_DEVICE, PER_SOURCE, PER_ACCOUNT, PER_ADDRESS = 5, 5, 10, 30
WHAT = "登录尝试"


@dataclass(frozen=True, slots=True)
class Try:
    """One submission of the sign-in form."""

    login: str
    password: str
    ip: str
    agent: str
    device: str | None  # id of a device known to this account


def attempt(tried: Try, *, at: datetime) -> str | None:
    """Open a session for the right password, in units of its own.

    returns: the session id for the cookie; None for any wrong pair.
    raises: TooMany.
    """
    left = _count(tried, at=at)
    account = queries.account_by_login(tried.login)
    right = passwords.verify_password(
        tried.password, account.password_hash if account else passwords.DUMMY
    )
    if account is None or not right or not account.enabled:
        _refused(account, tried, left=left, at=at)
        return None
    with unit_of_work():
        sid = _enter(account, tried, at=at)
    _forgive(tried)
    return sid


def _enter(account: Account, tried: Try, *, at: datetime) -> str:
    account.last_sign_in_at = at
    sid = sessions.open_session(account, ip=tried.ip, agent=tried.agent, second_factor=False, at=at)
    token = sessions.digest(sid)[:16]
    pending = account.totp_sealed is not None or account.needs_second_factor
    audit.record(
        Event.SIGNED_IN,
        actor=Actor(account.login, tuple(account.roles), token, tried.ip, account.id),
        subject=f"account:{account.id}",
        at=at,
        detail={"second_factor": "pending" if pending else "none"},
    )
    return sid


def _refused(account: Account | None, tried: Try, *, left: int, at: datetime) -> None:
    # The login that was typed is not kept: people type passwords there by mistake.
    with unit_of_work():
        audit.record(
            Event.SIGN_IN_REFUSED if left else Event.SIGN_IN_LOCKED,
            actor=visitor(tried.ip),
            subject=f"account:{account.id}" if account else "account:unknown",
            at=at,
            result="refused",
        )


def _count(tried: Try, *, at: datetime) -> int:
    """returns: tries left before the lock."""
    throttle.hit(
        f"signin:address:{tried.ip}", limit=PER_ADDRESS, within_seconds=60, at=at, what=WHAT
    )
    return min(
        throttle.hit(key, limit=limit, within_seconds=WINDOW, at=at, what=WHAT)
        for key, limit in _counters(tried)
    )


def _counters(tried: Try) -> list[tuple[str, int]]:
    login = tried.login.strip().lower()
    if tried.device:
        return [(f"signin:device:{tried.device}:{login}", PER_DEVICE)]
    return [
        (f"signin:source:{network(tried.ip)}:{login}", PER_SOURCE),
        (f"signin:account:{login}", PER_ACCOUNT),
    ]


def _forgive(tried: Try) -> None:
    own, *common = _counters(tried)
    throttle.clear(own[0])
    for key, _ in common:
        throttle.give_back(key)  # the others' tries on this account stay counted


def network(ip: str) -> str:
    """The neighbourhood that shares one counter: /24 for IPv4, /64 for IPv6."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))
