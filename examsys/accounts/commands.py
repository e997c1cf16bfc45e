"""The verbs `init` and `user add/list/disable/reset`."""

import argparse
import getpass
import re
import sys

from examsys.accounts import firstrun, queries
from examsys.accounts.forms import LOGIN
from examsys.accounts.models import Account
from examsys.accounts.service import accounts
from examsys.accounts.service.accounts import NewAccount
from examsys.kernel import clock
from examsys.kernel.actor import command
from examsys.kernel.errors import Missing
from examsys.kernel.verbs import Verbs, answer, group, inside
from examsys.kernel.work import unit_of_work
from examsys.rules.permissions import Role


def install(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    init = verbs.add_parser("init", help="建立新实例：密钥、数据库、第一名系统管理员")
    _person(init)
    init.add_argument("--password-stdin", action="store_true", help="从标准输入读取口令")
    init.set_defaults(run=run_init)
    user = group(verbs, "user", summary="账号")
    add = user.add_parser("add", help="新设账号，显示一次性口令")
    _person(add)
    add.add_argument("--role", action="append", required=True, metavar="ROLE", dest="roles")
    add.set_defaults(run=run_add)
    listed = user.add_parser("list", help="列出账号")
    listed.set_defaults(run=run_list)
    for name, summary, run in (
        ("disable", "停用账号", run_disable),
        ("reset", "重置口令，显示一次性口令", run_reset),
    ):
        verb = user.add_parser(name, help=summary)
        verb.add_argument("login")
        verb.set_defaults(run=run)
    for verb in (init, *user.choices.values()):
        verb.add_argument("--json", action="store_true")


def _person(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--login", required=True)
    verb.add_argument("--name", required=True)
    verb.add_argument("--id-number", required=True)


def run_init(chosen: argparse.Namespace) -> int:
    """Make keys and tables, then the first system administrator."""
    from examsys import config, serving

    settings = config.from_environment()
    new = NewAccount(_login(chosen.login), chosen.name, chosen.id_number, [Role.SYSTEM_ADMIN])
    password = _password(from_stdin=chosen.password_stdin)
    with inside(serving.prepare(settings)):
        with unit_of_work():
            accounts.create_first_account(new, password, actor=command(), at=clock.now())
        firstrun.done(settings.instance)
    text = f"系统管理员账号 {new.login} 已建立，请启动服务后登录。"
    answer({"login": new.login}, text, as_json=chosen.json)
    return 0


def run_add(chosen: argparse.Namespace) -> int:
    """Create an account with a one-time password."""
    from examsys.app import create_app

    new = NewAccount(_login(chosen.login), chosen.name, chosen.id_number, chosen.roles)
    with inside(create_app()), unit_of_work():
        _, password = accounts.create_account(new, actor=command(), at=clock.now())
    _told(new.login, password, as_json=chosen.json)
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """List all accounts; no ID numbers."""
    from examsys.app import create_app

    with inside(create_app()):
        rows = [
            {"login": a.login, "name": a.name, "roles": a.roles, "enabled": a.enabled}
            for a in queries.accounts()
        ]
        text = "\n".join(
            f"{a.login}\t{a.name}\t{'、'.join(a.role_labels)}\t{'启用' if a.enabled else '停用'}"
            for a in queries.accounts()
        )
    answer(rows, text or "还没有账号。", as_json=chosen.json)
    return 0


def run_disable(chosen: argparse.Namespace) -> int:
    """Disable an account and end its sessions."""
    from examsys.app import create_app

    with inside(create_app()), unit_of_work():
        accounts.disable_account(_found(chosen.login), actor=command(), at=clock.now())
    answer({"login": chosen.login}, f"账号 {chosen.login} 已停用。", as_json=chosen.json)
    return 0


def run_reset(chosen: argparse.Namespace) -> int:
    """Give an account a one-time password."""
    from examsys.app import create_app

    with inside(create_app()), unit_of_work():
        password = accounts.reset_password(_found(chosen.login), actor=command(), at=clock.now())
    _told(chosen.login, password, as_json=chosen.json)
    return 0


def _found(login: str) -> Account:

    account = queries.account_by_login(login)
    if account is None:
        raise Missing(f"没有账号 {login}。")
    return account


def _login(text: str) -> str:

    if not re.fullmatch(LOGIN, text):
        raise ValueError("账号为3至32位小写字母、数字、点、下划线或连字符，以字母开头。")
    return text


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("口令：")
    if getpass.getpass("再次输入口令：") != first:
        raise ValueError("两次输入的口令不一致。")
    return first


def _told(login: str, password: str, *, as_json: bool) -> None:
    text = f"账号 {login} 的一次性口令：{password}\n请当面交给本人；首次登录时必须修改。"
    answer({"login": login, "one_time_password": password}, text, as_json=as_json)
