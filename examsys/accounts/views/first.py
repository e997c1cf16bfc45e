"""The page that makes the first account, once, with the code from the terminal."""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from examsys.accounts import firstrun
from examsys.accounts.forms import FirstRunForm
from examsys.accounts.service.accounts import NewAccount, create_first_account
from examsys.accounts.views.blueprint import bp
from examsys.kernel import clock, throttle
from examsys.kernel.actor import visitor
from examsys.kernel.errors import AppError, Missing
from examsys.kernel.web import form_page, public, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.permissions import Role


@bp.route("/first-run", methods=["GET", "POST"])
@public
def first_run() -> ResponseReturnValue:
    if not firstrun.needed():
        raise Missing("本系统已完成首次初始化，请直接登录。")
    form = FirstRunForm()
    if form.accepted() and _create(form):
        say("系统管理员账号已建立，请登录。")
        return see_other("accounts.sign_in")
    return form_page("accounts/first_run.html", form)


def _create(form: FirstRunForm) -> bool:
    settings, at, ip = current_app.config["SETTINGS"], clock.now(), request.remote_addr or ""
    throttle.hit(f"first-run:{ip}", limit=20, within_seconds=3600, at=at, what="初始化")
    if not firstrun.matches(settings.instance, form.code.data or ""):
        form.code.errors = ["一次性代码不正确，请核对启动终端中最后显示的代码。"]
        return False
    new = NewAccount(
        login=form.login.data or "",
        name=form.name.data or "",
        id_number=form.id_number.data or "",
        roles=[Role.SYSTEM_ADMIN],
    )
    try:
        with unit_of_work():
            create_first_account(new, form.password.data or "", actor=visitor(ip), at=at)
    except AppError as refusal:
        form.form_errors.append(str(refusal))
        return False
    firstrun.done(settings.instance)
    return True
