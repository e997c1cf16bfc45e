"""What people do to their own account: password, second factor."""

import hmac
from datetime import datetime

from examsys.accounts import codes, passwords
from examsys.accounts.events import AccountsEvent as Event
from examsys.accounts.models import Account, AccountSession
from examsys.accounts.service import sessions
from examsys.audit import service as audit
from examsys.kernel import pii, throttle
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from question_bank.seal import Place

CODE_TRIES, CODE_WINDOW = 5, 30 * 60


def change_password(
    row: AccountSession, current: str, fresh: str, *, actor: Actor, at: datetime
) -> str:
    """Set a new password; all other sessions end and this one is renewed.

    returns: the new session id. raises: Invalid.
    """
    account = row.account
    if not passwords.verify_password(current, account.password_hash):
        raise Invalid("现用口令不正确，请重新输入。")
    held = [account.password_hash, *account.password_history]
    found = passwords.problems(fresh, personal=[account.login, account.name], history=held)
    if found:
        raise Invalid("".join(found))
    account.password_hash = passwords.hash_password(fresh)
    account.password_changed_at, account.must_change_password = at, False
    account.password_history = [account.password_hash, *account.password_history]
    account.password_history = account.password_history[: passwords.HISTORY]
    _record(Event.PASSWORD_CHANGED, account, actor=actor, at=at)
    return _only_this(row, at=at)


def enrol(
    row: AccountSession, secret: str, code: str, *, actor: Actor, at: datetime
) -> tuple[str, list[str]]:
    """Keep a second factor after a right code from it.

    returns: the new session id, and recovery codes to be shown once. raises: Invalid, Conflict.
    """
    account = row.account
    if account.totp_sealed is not None:
        raise Conflict("这个账号已绑定动态验证码。更换手机时请由系统管理员重置。")
    counter = codes.counter_of(secret, code, at=at, after=None)
    if counter is None:
        raise Invalid("验证码不正确或已过期，请输入手机上当前显示的6位数字。")
    recovery = codes.new_recovery_codes()
    account.totp_sealed = pii.keys().pii.seal(secret.encode(), place=_place(account))
    account.totp_last_counter = counter
    account.recovery_hashes = [codes.recovery_hash(text) for text in recovery]
    _record(Event.SECOND_FACTOR_ENROLLED, account, actor=actor, at=at)
    return _only_this(row, at=at, second_factor=True), recovery


def count_code_try(account_id: int, *, at: datetime) -> None:
    """raises: TooMany."""
    throttle.hit(
        f"code:{account_id}",
        limit=CODE_TRIES,
        within_seconds=CODE_WINDOW,
        at=at,
        what="动态验证码输入",
    )


def pass_second_factor(row: AccountSession, code: str, *, actor: Actor, at: datetime) -> str | None:
    """Take a code of the app or a recovery code, each once, in units of its own.

    returns: the new session id; None when the code is wrong. raises: TooMany.
    """
    count_code_try(row.account_id, at=at)
    with unit_of_work():
        account = row.account
        way = _spend(account, code, at=at)
        event = Event.SECOND_FACTOR_PASSED if way else Event.SECOND_FACTOR_REFUSED
        result = "done" if way else "refused"
        detail = {"way": way} if way else {}
        subject = f"account:{account.id}"
        audit.record(event, actor=actor, subject=subject, at=at, detail=detail, result=result)
        sid = sessions.renew(row, at=at, second_factor=True) if way else None
        account_id = account.id
    if sid:
        throttle.clear(f"code:{account_id}")
    return sid


def _spend(account: Account, code: str, *, at: datetime) -> str:
    """returns: `app` or `recovery` when the code was right and is now used up; else empty."""
    assert account.totp_sealed is not None
    secret = pii.keys().pii.open(account.totp_sealed, place=_place(account)).decode()
    counter = codes.counter_of(secret, code, at=at, after=account.totp_last_counter)
    if counter is not None:
        account.totp_last_counter = counter
        return "app"
    given = codes.recovery_hash(code)
    kept = [held for held in account.recovery_hashes if not hmac.compare_digest(held, given)]
    if len(kept) < len(account.recovery_hashes):
        account.recovery_hashes = kept
        return "recovery"
    return ""


def _only_this(row: AccountSession, *, at: datetime, second_factor: bool | None = None) -> str:
    """End all sessions of the account but this one, which gets a new id."""
    row.account.session_epoch += 1
    return sessions.renew(row, at=at, second_factor=second_factor)


def _place(account: Account) -> Place:
    return Place("account", "totp", account.uuid, row_version=1, purpose=pii.PURPOSE)


def _record(event: Event, account: Account, *, actor: Actor, at: datetime) -> None:
    audit.record(event, actor=actor, subject=f"account:{account.id}", at=at)
