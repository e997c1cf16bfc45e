"""Administration: create, change roles, enable, disable, reset. Nobody administers themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from examsys.accounts import passwords, queries
from examsys.accounts.events import AccountsEvent as Event
from examsys.accounts.models import Account
from examsys.accounts.service import sessions
from examsys.audit import service as audit
from examsys.kernel import clock, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, new_uuid
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.rules.identity import BadIdentity, clean_resident_id
from examsys.rules.permissions import PRIVILEGED, ROLE_LABELS, SEPARATED, Role


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who gets access, and as what."""

    login: str
    name: str
    id_number: str
    roles: Sequence[str]
    totp_exempt: bool = False


def create_account(new: NewAccount, *, actor: Actor, at: datetime) -> tuple[Account, str]:
    """returns: the account and its one-time password, which must be changed at first use.

    raises: Invalid, Conflict.
    """
    password = passwords.one_time()
    account = _add(new, password, at=at)
    account.must_change_password = True
    _record(Event.CREATED, account, actor=actor, at=at, detail={"roles": account.roles})
    return account, password


def create_first_account(new: NewAccount, password: str, *, actor: Actor, at: datetime) -> Account:
    """Create the first account of the instance, a system administrator with its own password.

    raises: Invalid; Conflict when there is an account already.
    """
    if queries.any_account():
        raise Conflict("本系统已有账号，不能再做首次初始化。请用已有的系统管理员账号登录。")
    if found := passwords.problems(password, personal=[new.login, new.name]):
        raise Invalid("".join(found))
    account = _add(new, password, at=at)
    _record(Event.FIRST_CREATED, account, actor=actor, at=at, detail={"roles": account.roles})
    return account


def change_roles(account: Account, roles: Iterable[str], *, actor: Actor, at: datetime) -> None:
    """Give other roles; every session of the account ends.

    raises: Invalid, NotAllowed for one's own account, Conflict for the last administrator.
    """
    _not_oneself(account, actor, "岗位")
    wanted, before = checked_roles(roles), set(account.roles)
    if set(wanted) == before:
        raise Invalid("岗位没有变化，未作修改。")
    if Role.SYSTEM_ADMIN not in wanted:
        _keep_an_administrator(account)
    account.roles = wanted
    sessions.end_all(account)
    detail = {
        "granted": sorted(set(wanted) - before),
        "withdrawn": sorted(before - set(wanted)),
        "privileged": sorted(PRIVILEGED.intersection(set(wanted) - before)),
    }
    _record(Event.ROLES_CHANGED, account, actor=actor, at=at, detail=detail)


def disable_account(account: Account, *, actor: Actor, at: datetime) -> None:
    """raises: NotAllowed, Conflict."""
    _not_oneself(account, actor, "状态")
    if not account.enabled:
        raise Conflict("这个账号已经停用。")
    _keep_an_administrator(account)
    account.enabled = False
    sessions.end_all(account)
    _record(Event.DISABLED, account, actor=actor, at=at)


def enable_account(account: Account, *, actor: Actor, at: datetime) -> None:
    """raises: NotAllowed, Conflict."""
    _not_oneself(account, actor, "状态")
    if account.enabled:
        raise Conflict("这个账号已经启用。")
    account.enabled = True
    _record(Event.ENABLED, account, actor=actor, at=at)


def reset_password(account: Account, *, actor: Actor, at: datetime) -> str:
    """returns: a one-time password; the old one, the second factor and all sessions are void.

    raises: NotAllowed.
    """
    _not_oneself(account, actor, "口令")
    password = passwords.one_time()
    account.password_hash = passwords.hash_password(password)
    account.password_changed_at = at
    account.must_change_password = True
    account.totp_sealed, account.totp_last_counter, account.recovery_hashes = None, None, []
    sessions.end_all(account)
    _record(Event.PASSWORD_RESET, account, actor=actor, at=at)
    return password


def checked_roles(roles: Iterable[str]) -> list[str]:
    """returns: the roles, sorted. raises: Invalid when they may not be held together."""
    wanted = sorted(set(roles))
    if not wanted or any(role not in set(Role) for role in wanted):
        raise Invalid("请至少选择一个有效的岗位。")
    alone = SEPARATED.intersection(wanted)
    if alone and len(wanted) > 1:
        names = "、".join(ROLE_LABELS[Role(role)] for role in sorted(alone))
        raise Invalid(f"{names}不得兼任其他岗位（三员分立），请分别设立账号。")
    return wanted


def record_export(count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """Somebody took the list of accounts as a table."""
    audit.record(
        Event.LIST_EXPORTED,
        actor=actor,
        subject="accounts:list",
        at=at,
        detail={"count": count, "form": form},
    )


def _add(new: NewAccount, password: str, *, at: datetime) -> Account:
    _free(new.login, "login")
    phc = passwords.hash_password(password)
    account = Account(
        uuid=new_uuid(),
        login=new.login,
        name=new.name,
        roles=checked_roles(new.roles),
        password_hash=phc,
        password_changed_at=at,
        password_history=[phc],
        totp_exempt=new.totp_exempt,
        created_at=at,
    )
    number = _id_number(new.id_number, on=clock.day_of(at))
    _free(number, "id_number")
    pii.put(account, "id_number", number)
    db.session.add(account)
    db.session.flush()
    return account


def _id_number(text: str, *, on: date) -> str:
    try:
        return clean_resident_id(pii.normalise(text), on=on)
    except BadIdentity as wrong:
        raise Invalid(str(wrong)) from wrong


def _free(value: str, name: str) -> None:
    taken = {
        "login": Account.login == value,
        "id_number": Account.id_number_index == pii.index_of("id_number", value),
    }[name]
    if db.session.scalar(select(Account.id).where(taken)) is not None:
        raise Conflict(
            f"账号“{value}”已被使用，请换一个；停用的账号名也不再分配。"
            if name == "login"
            else "这个身份证号已有账号。一人一号，请在原账号上调整岗位。"
        )


def _not_oneself(account: Account, actor: Actor, what: str) -> None:
    if account.id == actor.account_id:
        raise NotAllowed(f"不能修改自己账号的{what}，请由另一名系统管理员办理。")


def _keep_an_administrator(account: Account) -> None:
    if Role.SYSTEM_ADMIN not in account.roles:
        return
    others = [
        other
        for other in queries.accounts()
        if other.enabled and other.id != account.id and Role.SYSTEM_ADMIN in other.roles
    ]
    if not others:
        raise Conflict("这是最后一个启用的系统管理员，请先设立另一名系统管理员。")


def _record(
    event: Event,
    account: Account,
    *,
    actor: Actor,
    at: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    body = {"login": account.login, **(detail or {})}
    audit.record(event, actor=actor, subject=f"account:{account.id}", at=at, detail=body)
