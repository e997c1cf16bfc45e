"""Pages of accounts: who may, what is shown, what changed."""

import re

import pyotp
import pytest

from examsys.accounts import queries
from examsys.accounts.models import Account, AccountSession
from examsys.audit.models import AuditEvent
from examsys.kernel import pii
from examsys.kernel.db import db as database
from examsys.rules.permissions import Role
from tests.make import PASSWORD, fictional_id_number, make_account

GOOD = "Mei-Hua-2027-kai"
FORM = {"login": "wangxm", "name": "王晓明", "roles": ["exam_office"]}


def actions() -> list[str]:
    return list(database.session.scalars(database.select(AuditEvent.action).order_by("id")))


def test_list_shows_each_account_without_numbers(client):
    admin = client("system_admin", login="admin1")
    row = make_account(login="lisi", name="李四", roles=("auditor",))
    page = admin.get("/accounts/").text
    assert "李四" in page
    assert "审计员" in page
    assert row.id_number_last4 not in page


def test_list_is_narrowed_by_word_role_and_state(client):
    admin = client("system_admin", login="admin1")
    make_account(login="lisi", name="李四", roles=("exam_office",))
    make_account(login="wang", name="王五", roles=("examiner",), enabled=False)

    def found(query: str) -> list[str]:
        page = admin.get(f"/accounts/?{query}").text
        return re.findall(r'<a href="/accounts/\d+/">(.+?)</a>', page)

    assert found("q=李") == ["lisi"]
    assert found("role=examiner") == ["wang"]
    assert found("state=disabled") == ["wang"]
    assert found("sort=-login") == ["wang", "lisi", "admin1"]
    assert found("q=没有") == []


def test_new_account_gets_a_one_time_password(client):
    admin = client("system_admin")
    sent = admin.post("/accounts/new", data={**FORM, "id_number": fictional_id_number(500)})
    password = re.search(r"<dt>一次性口令</dt><dd>(.+?)</dd>", sent.text).group(1)
    made = queries.account_by_login("wangxm")
    assert (made.name, made.roles, made.must_change_password) == ("王晓明", ["exam_office"], True)
    assert pii.get(made, "id_number") == fictional_id_number(500)
    assert actions() == ["accounts.account.created"]
    browser = client()
    entered = browser.post("/sign-in", data={"login": "wangxm", "password": password})
    assert entered.headers["Location"] == "/account/password"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id_number": "110101197001010001"}, "校验位应为"),
        ({"id_number": "110101700101001"}, "15 位旧号码"),
        ({"roles": ["system_admin", "head"]}, "不得兼任其他岗位"),
        ({"login": "Wang"}, "以字母开头"),
        ({"login": "taken"}, "已被使用"),
        ({"enabled": "y"}, "表单含有未知字段：enabled"),
    ],
)
def test_a_wrong_form_makes_no_account(client, change, sentence):
    admin = client("system_admin", login="taken")
    data = {**FORM, "id_number": fictional_id_number(501), **change}
    sent = admin.post("/accounts/new", data=data)
    assert sent.status_code == 422
    assert sentence in sent.text
    assert [row.login for row in queries.accounts()] == ["taken"]


def test_one_person_has_one_account_however_the_number_is_written(client):
    admin = client("system_admin")
    number = next(n for n in map(fictional_id_number, range(600, 700)) if n.endswith("X"))
    admin.post("/accounts/new", data={**FORM, "id_number": number})
    again = {**FORM, "login": "wangxm2", "id_number": number.lower()[:6] + " " + number.lower()[6:]}
    sent = admin.post("/accounts/new", data=again)
    assert sent.status_code == 422
    assert "一人一号" in sent.text
    assert queries.account_by_login("wangxm2") is None


def test_roles_change_ends_the_sessions(client):
    admin, other = client("system_admin"), client("exam_office", login="lisi")
    row = queries.account_by_login("lisi")
    data = {"roles": ["reviewer"], "version": row.version}
    assert admin.post(f"/accounts/{row.id}/roles", data=data).status_code == 303
    assert queries.account_by_login("lisi").roles == ["reviewer"]
    assert other.get("/account/").headers["Location"].startswith("/sign-in")
    stale = admin.post(f"/accounts/{row.id}/roles", data={**data, "roles": ["examiner"]})
    assert stale.status_code == 409
    assert queries.account_by_login("lisi").roles == ["reviewer"]


@pytest.mark.parametrize("act", ["roles", "disable", "enable", "reset"])
def test_nobody_administers_the_own_account(client, act):
    admin = client("system_admin", login="admin1")
    make_account(login="admin2", roles=("system_admin",))
    row = queries.account_by_login("admin1")
    data = {"roles": ["auditor"], "version": row.version} if act == "roles" else {}
    assert admin.post(f"/accounts/{row.id}/{act}", data=data).status_code == 403
    assert (row.roles, row.enabled, actions()) == (["system_admin"], True, [])


@pytest.mark.parametrize(
    ("act", "action"),
    [
        ("disable", "accounts.account.disabled"),
        ("reset", "accounts.password.reset"),
        ("sign-out", "accounts.session.revoked"),
    ],
)
def test_acts_end_the_sessions_with_one_event(client, act, action):
    admin, other = client("system_admin"), client("exam_office", login="lisi")
    row = queries.account_by_login("lisi")
    admin.post(f"/accounts/{row.id}/{act}")
    assert other.get("/account/").headers["Location"].startswith("/sign-in")
    assert actions() == [action]


def test_an_enabled_account_signs_in_again(client):
    admin = client("system_admin")
    row = make_account(enabled=False)
    browser = client()
    wrong = browser.post("/sign-in", data={"login": row.login, "password": PASSWORD})
    assert wrong.status_code == 422
    assert admin.post(f"/accounts/{row.id}/enable").status_code == 303
    right = browser.post("/sign-in", data={"login": row.login, "password": PASSWORD})
    assert (right.status_code, right.headers["Location"]) == (303, "/")


def test_pages_of_administration_are_for_the_administrator_only(client):
    row = make_account()
    for role in Role:
        expected = 200 if role is Role.SYSTEM_ADMIN else 403
        browser = client(role.value)
        for path in ("/accounts/", "/accounts/new", f"/accounts/{row.id}/"):
            assert (role, browser.get(path).status_code) == (role, expected)
    assert client("system_admin").get("/accounts/9999/").status_code == 404


def test_list_asks_the_same_number_of_questions_for_any_length(client):
    admin = client("system_admin")
    asked: list[str] = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    database.event.listen(database.engine, "before_cursor_execute", listen)
    admin.get("/accounts/")
    asked.clear()
    admin.get("/accounts/")
    one = len(asked)
    for _ in range(3):
        make_account()
    admin.get("/accounts/")  # the frame of the page is read once after each event
    asked.clear()
    admin.get("/accounts/")
    database.event.remove(database.engine, "before_cursor_execute", listen)
    assert len(asked) == one


def test_own_page_shows_and_ends_other_sessions(client):
    here, there = client("head", login="zhao"), client("head", login="zhao")
    assert "本机" in here.get("/account/").text
    other = database.session.scalars(
        database.select(AccountSession.id).order_by(AccountSession.id.desc())
    ).first()
    assert here.post(f"/account/sessions/{other}/revoke").status_code == 303
    assert there.get("/account/").status_code == 303
    assert here.get("/account/").status_code == 200
    stranger = client("head", login="qian")
    row = database.session.scalar(database.select(AccountSession.id))
    assert stranger.post(f"/account/sessions/{row}/revoke").status_code == 404
    assert here.get("/account/").status_code == 200


def test_own_password_change_renews_this_session_and_ends_others(client):
    here, there = client("head", login="zhao"), client("head", login="zhao")
    data = {"current": PASSWORD, "fresh": GOOD, "again": GOOD}
    before = database.session.scalar(database.select(Account.session_epoch))
    assert here.post("/account/password", data=data).headers["Location"] == "/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 303
    assert queries.account_by_login("zhao").session_epoch == before + 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"current": "wrong"}, "现用口令不正确"),
        ({"again": GOOD + "x"}, "两次输入的新口令不一致"),
        ({"fresh": PASSWORD, "again": PASSWORD}, "最近5次用过"),
        ({"fresh": "Zhao-2026-2027", "again": "Zhao-2026-2027"}, "过于常见"),
        ({"fresh": "Short-2026x", "again": "Short-2026x"}, "至少12个字符，现为11个"),
    ],
)
def test_a_refused_password_changes_nothing(client, change, sentence):
    here = client("head", login="zhao")
    sent = here.post(
        "/account/password", data={"current": PASSWORD, "fresh": GOOD, "again": GOOD, **change}
    )
    assert sent.status_code == 422
    assert sentence in sent.text
    assert actions() == []


def test_second_factor_is_enrolled_with_a_right_code_and_asked_for_after(client, clock):
    here = client("head", login="zhao")
    shown = here.get("/account/second-factor").text
    secret = re.search(r'name="secret"[^>]*value="([A-Z2-7]{32})"', shown).group(1)
    assert "data:image/svg+xml" in shown
    wrong = here.post("/account/second-factor", data={"secret": secret, "code": "000000"})
    assert wrong.status_code == 422
    code = pyotp.TOTP(secret).at(clock.at)
    done = here.post("/account/second-factor", data={"secret": secret, "code": code})
    recovery = re.findall(r"<code>([A-Z2-7-]{19})</code>", done.text)
    assert len(recovery) == 10
    row = queries.account_by_login("zhao")
    assert secret.encode() not in row.totp_sealed
    assert recovery[0] not in str(row.recovery_hashes)
    assert actions() == ["accounts.second_factor.enrolled"]


def test_the_list_leaves_as_a_table_without_numbers(client):
    admin = client("system_admin", login="admin1")
    table = admin.get("/accounts/export.csv?q=admin1")

    assert table.text.startswith('\ufeff"账号","姓名","岗位"')
    assert len(table.text.splitlines()) == 2
    assert admin.get("/accounts/export.xlsx").data[:2] == b"PK"
    assert actions()[-1] == "accounts.list.exported"
    assert client("exam_office").get("/accounts/export.csv").status_code == 403
