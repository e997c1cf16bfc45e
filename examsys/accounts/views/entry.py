"""The door: sign in, second factor, sign out."""

from urllib.parse import urlsplit

from flask import Response, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from examsys.accounts import devices, guard, queries
from examsys.accounts.forms import SignInForm
from examsys.accounts.guard import Due
from examsys.accounts.models import AccountSession
from examsys.accounts.service import sessions, signin
from examsys.accounts.views.blueprint import bp
from examsys.kernel import clock
from examsys.kernel.web import form_page, public, see_other
from examsys.kernel.work import unit_of_work

WRONG = "账号或口令不正确，请核对后重试。连续5次不正确将暂停登录30分钟。"


def local_path(wanted: str | None) -> str:
    """returns: `wanted` if it is a path of this system, else the home page."""
    text = wanted or ""
    parts = urlsplit(text) if text.isprintable() else None
    if parts is None or parts.scheme or parts.netloc:
        return "/"
    return text if text.startswith("/") and text[1:2] not in {"/", "\\"} else "/"


def onward(step: Due | None, wanted: str | None) -> ResponseReturnValue:
    """To the step that is still due, or to where the person wanted to go."""
    target = local_path(wanted)
    if step is not None:
        return see_other(step.value, next=None if target == "/" else target)
    return redirect(target, code=303)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    wanted = request.values.get("next")
    if request.method == "GET" and g.get("session_row") is not None:
        return onward(g.session_due, wanted)
    if not queries.any_account():
        return see_other("accounts.first_run")
    form = SignInForm.bind(next=wanted)
    if form.accepted():
        answer = _try(form)
        if answer is not None:
            return answer
        form.form_errors.append(WRONG)
    return form_page("accounts/sign_in.html", form)


def _try(form: SignInForm) -> Response | None:
    login = form.login.data or ""
    account = queries.account_by_login(login)
    tried = signin.Try(
        login=login,
        password=form.password.data or "",
        ip=request.remote_addr or "",
        agent=request.user_agent.string,
        device=devices.known_device(request, account.uuid) if account else None,
    )
    sid = signin.attempt(tried, at=clock.now())
    if sid is None:
        return None
    row = queries.session_by_token(sessions.digest(sid))
    assert row is not None
    return _adopted(row, sid, form.next.data)


def _adopted(row: AccountSession, sid: str, wanted: str | None) -> Response:
    guard.adopt(sid)
    response = make_response(onward(guard.due(row), wanted))
    devices.remember(request, response, row.account.uuid)
    return response


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    row = g.get("session_row")
    if row is not None:
        with unit_of_work():
            sessions.sign_out(row, actor=guard.actor_of(row), at=clock.now())
        guard.leave()
    return redirect(url_for("accounts.sign_in"), code=303)
