"""A new instance lets its first administrator in by the terminal's code; `init` and `user`."""

import io
import json

import pytest

from examsys import cli
from examsys.accounts import firstrun, queries
from examsys.audit.models import AuditEvent
from examsys.kernel.db import db as database
from tests.make import fictional_id_number, make_account

GOOD = "Mei-Hua-2027-kai"


def form(**over):
    return {
        "login": "admin1",
        "name": "赵管理",
        "id_number": fictional_id_number(7),
        "password": GOOD,
        "again": GOOD,
        **over,
    }


def test_the_door_leads_to_the_first_run_while_nobody_is_there(client):
    browser = client()
    assert browser.get("/account/").headers["Location"].startswith("/sign-in")
    assert browser.get("/sign-in").headers["Location"] == "/first-run"
    make_account()
    assert browser.get("/sign-in").status_code == 200
    assert browser.get("/first-run").status_code == 404


def test_the_code_makes_one_administrator(client, settings):
    first, code = firstrun.code(settings.instance), firstrun.code(settings.instance)
    kept = settings.instance / firstrun.FILE
    assert kept.stat().st_mode & 0o777 == 0o600
    assert code.replace("-", "") not in kept.read_text()
    browser = client()
    old = browser.post("/first-run", data=form(code=first))
    assert old.status_code == 422
    assert "一次性代码不正确" in old.text
    made = browser.post("/first-run", data=form(code=code.lower()))
    assert made.headers["Location"] == "/sign-in"
    row = queries.account_by_login("admin1")
    assert (row.roles, row.totp_exempt, kept.exists()) == (["system_admin"], False, False)
    actions = list(database.session.scalars(database.select(AuditEvent.action)))
    assert actions == ["accounts.account.first_created"]
    assert browser.post("/first-run", data=form(code=code)).status_code == 404
    assert firstrun.code(settings.instance) == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "admin1-2026-Admin", "again": "admin1-2026-Admin"}, "过于常见"),
        ({"again": "other"}, "两次输入的口令不一致"),
        ({"id_number": "1"}, "身份证号应为 18 位"),
    ],
)
def test_a_wrong_form_makes_nobody(client, settings, change, sentence):
    code = firstrun.code(settings.instance)
    answer = client().post("/first-run", data=form(code=code, **change))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert firstrun.needed()


@pytest.fixture
def instance(app, settings, monkeypatch, clock):
    monkeypatch.setenv("EXAMSYS_INSTANCE", str(settings.instance))
    monkeypatch.setenv("EXAMSYS_DATABASE_URL", settings.database_url)
    return settings.instance


def run(capsys, *words):
    code = cli.main([*words, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def init(monkeypatch, capsys, password):
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    person = ("--login", "admin1", "--name", "赵管理", "--id-number", fictional_id_number(7))
    return run(capsys, "init", *person, "--password-stdin")


def test_init_makes_the_first_administrator_once(instance, monkeypatch, capsys):
    assert init(monkeypatch, capsys, "weak") == (3, None)
    assert init(monkeypatch, capsys, GOOD) == (0, {"login": "admin1"})
    assert init(monkeypatch, capsys, GOOD) == (3, None)


def test_user_verbs_answer_and_refuse(instance, monkeypatch, capsys):
    init(monkeypatch, capsys, GOOD)
    person = ("--login", "lisi", "--name", "李四", "--id-number", fictional_id_number(8))
    code, told = run(capsys, "user", "add", *person, "--role", "exam_office", "--role", "reviewer")
    assert (code, told["login"], len(told["one_time_password"])) == (0, "lisi", 19)
    assert run(capsys, "user", "reset", "lisi")[0] == 0
    assert run(capsys, "user", "disable", "lisi") == (0, {"login": "lisi"})
    assert run(capsys, "user", "disable", "lisi")[0] == 3
    assert run(capsys, "user", "disable", "admin1")[0] == 3
    assert run(capsys, "user", "reset", "nobody")[0] == 3
    listed = [
        {"login": "admin1", "name": "赵管理", "roles": ["system_admin"], "enabled": True},
        {"login": "lisi", "name": "李四", "roles": ["exam_office", "reviewer"], "enabled": False},
    ]
    assert run(capsys, "user", "list") == (0, listed)
    bad = ("--login", "Lisi", "--name", "李四", "--id-number", fictional_id_number(9))
    assert run(capsys, "user", "add", *bad, "--role", "head")[0] == 2
