"""One's own account: password, second factor, sessions. Also the steps due before work begins."""

from flask import g, request
from flask.typing import ResponseReturnValue

from examsys.accounts import codes, guard, queries
from examsys.accounts.forms import CodeForm, EnrolForm, PasswordForm
from examsys.accounts.guard import Due
from examsys.accounts.models import AccountSession
from examsys.accounts.service import own as verbs
from examsys.accounts.service import sessions
from examsys.accounts.views.blueprint import bp
from examsys.accounts.views.entry import onward
from examsys.kernel import clock, throttle
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Invalid, Missing
from examsys.kernel.web import form_page, page, public, say, see_other, signed_in
from examsys.kernel.work import unit_of_work


@bp.get("/account/")
@signed_in
def own() -> ResponseReturnValue:
    rows = queries.sessions_of(g.account.id)
    alive = [row for row in rows if sessions.alive(row, at=clock.now())]
    return page("accounts/own.html", person=g.account, sessions=alive, here=g.session_row.id)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    row, wanted = _row(), request.values.get("next")
    if row is None or guard.due(row) is not Due.CODE:
        return see_other("accounts.sign_in", next=wanted)
    form = CodeForm.bind(next=wanted)
    if form.accepted():
        sid = verbs.pass_second_factor(row, form.code.data or "", actor=_actor(), at=clock.now())
        if sid is not None:
            return _renewed(sid, form.next.data)
        form.code.errors = ["验证码不正确或已用过，请等待手机显示下一个验证码后重试。"]
    return form_page("accounts/code.html", form)


@bp.route("/account/password", methods=["GET", "POST"])
@public
def password() -> ResponseReturnValue:
    row, wanted = _row(), request.values.get("next")
    if row is None or guard.due(row) is Due.CODE:
        return see_other("accounts.sign_in", next=wanted)
    form = PasswordForm.bind(next=wanted)
    if form.accepted():
        sid = _changed(row, form)
        if sid is not None:
            say("口令已修改，其他设备上的登录已全部退出。")
            return _renewed(sid, form.next.data)
    due = guard.due(row) is Due.PASSWORD
    return form_page("accounts/password.html", form, due=due)


def _changed(row: AccountSession, form: PasswordForm) -> str | None:
    at = clock.now()
    key = f"password:{row.account_id}"
    throttle.hit(key, limit=10, within_seconds=1800, at=at, what="口令修改")
    try:
        with unit_of_work():
            return verbs.change_password(
                row, form.current.data or "", form.fresh.data or "", actor=_actor(), at=at
            )
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
        return None


@bp.route("/account/second-factor", methods=["GET", "POST"])
@public
def enrol() -> ResponseReturnValue:
    row, wanted = _row(), request.values.get("next")
    if row is None or guard.due(row) in {Due.CODE, Due.PASSWORD}:
        return see_other("accounts.sign_in", next=wanted)
    form = EnrolForm.bind(next=wanted)
    if form.accepted():
        try:
            return _enrolled(row, form)
        except Invalid as refusal:
            form.code.errors = [str(refusal)]
    if not form.secret.data or form.secret.errors:
        form.secret.data = codes.new_secret()
    secret = form.secret.data
    picture = codes.picture(secret, row.account.login)
    return form_page("accounts/enrol.html", form, picture=picture, secret=codes.grouped(secret))


def _enrolled(row: AccountSession, form: EnrolForm) -> ResponseReturnValue:
    at = clock.now()
    verbs.count_code_try(row.account_id, at=at)
    with unit_of_work():
        sid, recovery = verbs.enrol(
            row, form.secret.data or "", form.code.data or "", actor=_actor(), at=at
        )
    guard.adopt(sid)
    shown = [codes.grouped(text) for text in recovery]
    # Shown in the answer itself, not after a redirect: nothing may keep the codes until then.
    return page("accounts/recovery.html", codes=shown)


@bp.post("/account/sessions/<int:session_id>/revoke")
@signed_in
def revoke(session_id: int) -> ResponseReturnValue:
    found = [row for row in queries.sessions_of(g.account.id) if row.id == session_id]
    if not found:
        raise Missing("没有这个登录，可能已经退出。")
    with unit_of_work():
        sessions.revoke_session(found[0], actor=g.actor, at=clock.now())
    say("已退出该设备上的登录。")
    return see_other("accounts.own")


def _row() -> AccountSession | None:
    found: AccountSession | None = g.get("session_row")
    return found


def _actor() -> Actor:
    return guard.actor_of(g.session_row)


def _renewed(sid: str, wanted: str | None) -> ResponseReturnValue:
    """The browser takes the new session id and goes on."""
    guard.adopt(sid)
    row = queries.session_by_token(sessions.digest(sid))
    assert row is not None
    return onward(guard.due(row), wanted)
