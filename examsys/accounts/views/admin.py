"""Administration of accounts by the system administrator."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.accounts import queries
from examsys.accounts.forms import AccountForm, RolesForm
from examsys.accounts.models import Account
from examsys.accounts.service import accounts as verbs
from examsys.accounts.service import sessions
from examsys.accounts.views.blueprint import bp
from examsys.kernel import clock
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.exports import table_file
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.permissions import ROLE_LABELS

SORTS = {
    "login": Account.login,
    "name": (Account.name, Account.login),
    "seen": (Account.last_sign_in_at, Account.login),
}

COLUMNS = ("账号", "姓名", "岗位", "状态", "动态验证码", "设立时间", "最近登录")


@bp.get("/accounts/")
@allow("accounts.manage")
def index() -> ResponseReturnValue:
    found = listing(_filtered(), sorts=SORTS, default="login")
    roles = [(role.value, label) for role, label in ROLE_LABELS.items()]
    return page(
        "accounts/index.html", listing=found, roles=roles, states=list(queries.STATES.items())
    )


def _filtered() -> Select[Account]:
    asked = {name: request.args.get(name, "") for name in ("q", "role", "state")}
    return queries.filtered(**asked)


@bp.get("/accounts/export.<any(xlsx, csv):form>")
@allow("accounts.manage")
def export(form: str) -> ResponseReturnValue:
    """The current filter as a table; the log says who took how many."""
    rows = [
        (
            one.login,
            one.name,
            "、".join(one.role_labels),
            "启用" if one.enabled else "停用",
            "已绑定" if one.totp_sealed else "未绑定",
            one.created_at,
            one.last_sign_in_at,
        )
        for one in db.session.scalars(_filtered().order_by(Account.login))
    ]
    with unit_of_work():
        verbs.record_export(len(rows), form=form, actor=actor(), at=clock.now())
    return table_file("账号", COLUMNS, rows, form=form)


@bp.route("/accounts/new", methods=["GET", "POST"])
@allow("accounts.manage")
def new() -> ResponseReturnValue:
    form = AccountForm()
    if form.accepted():
        wanted = verbs.NewAccount(
            login=form.login.data or "",
            name=form.name.data or "",
            id_number=form.id_number.data or "",
            roles=form.roles.data or [],
        )
        try:
            with unit_of_work():
                account, password = verbs.create_account(wanted, actor=actor(), at=clock.now())
            return _handover(account, password)
        except (Invalid, Conflict) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("accounts/new.html", form)


@bp.get("/accounts/<int:account_id>/")
@allow("accounts.manage")
def show(account_id: int) -> ResponseReturnValue:
    account = queries.account(account_id)
    rows = queries.sessions_of(account.id)
    alive = [row for row in rows if sessions.alive(row, at=clock.now())]
    own = actor().account_id == account.id
    return page("accounts/show.html", person=account, sessions=alive, own=own)


@bp.route("/accounts/<int:account_id>/roles", methods=["GET", "POST"])
@allow("accounts.manage")
def roles(account_id: int) -> ResponseReturnValue:
    account = queries.account(account_id)
    form = RolesForm.bind(roles=account.roles, version=account.version)
    if form.accepted():
        try:
            with unit_of_work():
                expect_version(account, form.shown_version)
                wanted = form.roles.data or []
                verbs.change_roles(account, wanted, actor=actor(), at=clock.now())
            say(f"{account.name}的岗位已修改，需重新登录后生效。")
            return see_other("accounts.show", account_id=account.id)
        except Invalid as refusal:
            form.roles.errors = [str(refusal)]
    return form_page("accounts/roles.html", form, person=account)


@bp.post("/accounts/<int:account_id>/disable")
@allow("accounts.manage")
def disable(account_id: int) -> ResponseReturnValue:
    account = queries.account(account_id)
    with unit_of_work():
        verbs.disable_account(account, actor=actor(), at=clock.now())
    say(f"{account.name}的账号已停用，登录已全部退出。")
    return see_other("accounts.show", account_id=account.id)


@bp.post("/accounts/<int:account_id>/enable")
@allow("accounts.manage")
def enable(account_id: int) -> ResponseReturnValue:
    account = queries.account(account_id)
    with unit_of_work():
        verbs.enable_account(account, actor=actor(), at=clock.now())
    say(f"{account.name}的账号已启用。")
    return see_other("accounts.show", account_id=account.id)


@bp.post("/accounts/<int:account_id>/reset")
@allow("accounts.manage")
def reset(account_id: int) -> ResponseReturnValue:
    account = queries.account(account_id)
    with unit_of_work():
        password = verbs.reset_password(account, actor=actor(), at=clock.now())
    return _handover(account, password)


@bp.post("/accounts/<int:account_id>/sign-out")
@allow("accounts.manage")
def end_sessions(account_id: int) -> ResponseReturnValue:
    account = queries.account(account_id)
    with unit_of_work():
        sessions.revoke_sessions(account, actor=actor(), at=clock.now())
    say(f"{account.name}的登录已全部退出。")
    return see_other("accounts.show", account_id=account.id)


def _handover(account: Account, password: str) -> ResponseReturnValue:
    # Shown in the answer itself, not after a redirect: nothing may keep the password until then.
    return page("accounts/handover.html", person=account, password=password)
