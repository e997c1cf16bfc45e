"""The door: unknown and wrong are one answer, guessing is throttled, codes work once."""

from datetime import timedelta

import pyotp
import pytest

from examsys.accounts import codes, passwords, queries
from examsys.accounts.models import AccountSession
from examsys.accounts.service import own
from examsys.accounts.views.entry import WRONG, local_path
from examsys.audit.models import AuditEvent
from examsys.kernel import pii
from examsys.kernel.db import db as database
from examsys.kernel.work import unit_of_work
from tests.make import PASSWORD, make_account

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(browser, login, password=PASSWORD, ip="127.0.0.1", **more):
    data = {"login": login, "password": password, **more}
    return browser.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": ip})


def actions() -> list[tuple[str, str]]:
    query = database.select(AuditEvent.action, AuditEvent.object).order_by(AuditEvent.id)
    return [tuple(row) for row in database.session.execute(query)]


def with_second_factor(**over):
    account = make_account(roles=("head",), totp_exempt=False, **over)
    place = own._place(account)
    with unit_of_work(audited=False):
        account.totp_sealed = pii.keys().pii.seal(SECRET.encode(), place=place)
        account.recovery_hashes = [codes.recovery_hash("ABCDEFGHIJKLMNOP")]
    return account


def test_the_right_password_opens_a_session(client, clock):
    row, browser = make_account(login="zhao"), client()
    answer = sign_in(browser, " ZHAO ", next="/accounts/?q=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/accounts/?q=1")
    assert browser.get("/account/").status_code == 200
    assert queries.account(row.id).last_sign_in_at == clock.at
    assert actions() == [("accounts.session.signed_in", f"account:{row.id}")]


def test_the_cookie_holds_no_more_than_a_random_id(client):
    make_account(login="zhao")
    browser = client()
    sign_in(browser, "zhao")
    with browser.session_transaction() as cookie:
        held = dict(cookie)
    stored = database.session.scalar(database.select(AccountSession.token))
    assert set(held) - {"csrf_token"} == {"sid"}
    assert held["sid"] not in stored


def test_unknown_disabled_and_wrong_look_the_same(client, monkeypatch):
    make_account(login="zhao")
    make_account(login="gone", enabled=False)
    verified = []
    real = passwords.verify_password
    monkeypatch.setattr(
        passwords, "verify_password", lambda text, phc: (verified.append(phc), real(text, phc))[1]
    )
    browser = client()
    pages = []
    for login, password in (("zhao", "wrong"), ("nobody", "wrong"), ("gone", PASSWORD)):
        answer = sign_in(browser, login, password)
        assert answer.status_code == 422
        assert WRONG in answer.text
        pages.append(answer.text.replace(login, "?"))
    tokens = [page.split('name="once_token" value="')[1][:22] for page in pages]
    csrf = [page.split('name="csrf_token" value="')[1].split('"')[0] for page in pages]
    bare = {p.replace(t, "").replace(c, "") for p, t, c in zip(pages, tokens, csrf, strict=True)}
    assert len(bare) == 1
    assert len(verified) == 3
    assert verified[1] == passwords.DUMMY
    assert [action for action, _ in actions()] == ["accounts.session.refused"] * 3


def test_the_dummy_costs_what_a_real_hash_costs():
    cost = "$argon2id$v=19$m=19456,t=2,p=1$"
    assert passwords.DUMMY.startswith(cost)
    assert passwords.hash_password("x").startswith(cost)


def test_five_wrong_tries_lock_this_source_for_half_an_hour(client, clock):
    make_account(login="zhao")
    browser = client()
    for _ in range(5):
        assert sign_in(browser, "zhao", "wrong").status_code == 422
    locked = sign_in(browser, "zhao")
    assert locked.status_code == 429
    assert "请在12:30以后再试" in locked.text
    assert [action for action, _ in actions()][-1] == "accounts.session.locked"
    neighbour = sign_in(browser, "zhao", ip="127.0.0.77")
    assert neighbour.status_code == 429
    assert sign_in(browser, "zhao", ip="10.0.0.1").status_code == 303
    clock.at += timedelta(minutes=30)
    assert sign_in(client(), "zhao").status_code == 303


def test_unknown_logins_are_locked_like_known_ones(client):
    make_account(login="zhao")
    browser = client()
    answers = [sign_in(browser, "nobody", "wrong").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_guessing_from_many_sources_never_locks_the_owner_out(client, clock):
    make_account(login="zhao")
    owner = client()
    assert sign_in(owner, "zhao").status_code == 303
    owner.post("/sign-out")
    guesser = client()
    answers = [sign_in(guesser, "zhao", "wrong", ip=f"10.0.{n}.1").status_code for n in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert sign_in(client(), "zhao", ip="10.9.9.9").status_code == 429
    assert sign_in(owner, "zhao").status_code == 303


def test_a_known_device_has_five_tries_too(client, clock):
    make_account(login="zhao")
    owner = client()
    sign_in(owner, "zhao")
    owner.post("/sign-out")
    answers = [sign_in(owner, "zhao", "wrong").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_one_source_may_not_try_many_accounts(client):
    make_account()
    browser = client()
    answers = [sign_in(browser, f"name{n}", "wrong").status_code for n in range(31)]
    assert answers[-2:] == [422, 429]


def test_right_passwords_use_nothing_up(client):
    make_account(login="zhao")
    for _ in range(12):
        assert sign_in(client(), "zhao").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/accounts/?q=1", "/accounts/?q=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("accounts/", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_next_is_a_local_path_only(wanted, target):
    assert local_path(wanted) == target


def test_sessions_end_by_idleness_and_after_eight_hours(client, clock):
    browser = client("head")
    clock.at += timedelta(minutes=29)
    assert browser.get("/account/").status_code == 200
    clock.at += timedelta(minutes=30)
    assert browser.get("/account/").headers["Location"].startswith("/sign-in")
    busy = client("head")
    for _ in range(19):
        clock.at += timedelta(minutes=25)
        assert busy.get("/account/").status_code == 200
    clock.at += timedelta(minutes=5)
    assert busy.get("/account/").status_code == 303


def test_last_seen_is_written_once_a_minute(client, clock):
    browser, since = client("head"), clock.at

    def seen():
        return database.session.scalar(database.select(AccountSession.last_seen_at))

    clock.at += timedelta(seconds=59)
    browser.get("/account/")
    assert seen() == since
    clock.at += timedelta(seconds=1)
    browser.get("/account/")
    assert seen() == clock.at


def test_sign_out_kills_the_session_on_the_server(client):
    browser = client("head")
    with browser.session_transaction() as cookie:
        sid = cookie["sid"]
    browser.post("/sign-out")
    with browser.session_transaction() as cookie:
        cookie["sid"] = sid
    assert browser.get("/account/").status_code == 303
    assert [action for action, _ in actions()] == ["accounts.session.signed_out"]


def test_a_post_from_another_site_is_refused(client):
    browser = client("head")
    answer = browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert browser.get("/account/").status_code == 200


def test_privileged_roles_owe_a_second_factor_before_anything_else(client, clock):
    make_account(login="zhao", roles=("head",), totp_exempt=False)
    browser = client()
    assert sign_in(browser, "zhao").headers["Location"] == "/account/second-factor"
    assert browser.get("/account/").headers["Location"].startswith("/sign-in")
    code = pyotp.TOTP(SECRET).at(clock.at)
    data = {"secret": SECRET, "code": code}
    assert browser.post("/account/second-factor", data=data).status_code == 200
    assert browser.get("/account/").status_code == 200


def test_a_code_is_asked_for_and_works_once(client, clock):
    with_second_factor(login="zhao")
    code = pyotp.TOTP(SECRET).at(clock.at)
    first, second = client(), client()
    for browser in (first, second):
        location = sign_in(browser, "zhao", next="/account/").headers["Location"]
        assert location == "/sign-in/code?next=/account/"
        assert browser.get("/account/").status_code == 303
    with first.session_transaction() as cookie:
        before = cookie["sid"]
    done = first.post("/sign-in/code", data={"code": code, "next": "/account/"})
    assert (done.status_code, done.headers["Location"]) == (303, "/account/")
    with first.session_transaction() as cookie:
        assert cookie["sid"] != before
    assert first.get("/account/").status_code == 200
    again = second.post("/sign-in/code", data={"code": code})
    assert again.status_code == 422
    assert second.get("/account/").status_code == 303


def test_a_recovery_code_works_once(client, clock):
    with_second_factor(login="zhao")
    answers = []
    for text in ("abcd-efgh-ijkl-mnop", "ABCDEFGHIJKLMNOP"):
        browser = client()
        sign_in(browser, "zhao")
        answers.append(browser.post("/sign-in/code", data={"code": text}).status_code)
    assert answers == [303, 422]


def test_codes_are_throttled_per_account(client, clock):
    with_second_factor(login="zhao")
    browser = client()
    sign_in(browser, "zhao")
    answers = [browser.post("/sign-in/code", data={"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize(("days", "target"), [(89, "/"), (90, "/account/password")])
def test_a_password_lasts_ninety_days(client, clock, days, target):
    make_account(login="zhao", password_changed_at=clock.at - timedelta(days=days))
    browser = client()
    assert sign_in(browser, "zhao").headers["Location"] == target


def test_a_counter_before_the_verb_leaves_the_form_its_token(client):
    """The throttle commits first; a form sent twice still has its effect once."""
    browser = client("head", login="zhao")
    fresh = "Mei-Hua-2027-kai"
    data = {"current": PASSWORD, "fresh": fresh, "again": fresh, "once_token": "t1"}
    wrong = browser.post("/account/password", data={**data, "again": "other"})
    assert wrong.status_code == 422
    assert browser.post("/account/password", data=data).status_code == 303
    again = {**data, "current": fresh, "fresh": "Ju-Hua-2028-ming", "again": "Ju-Hua-2028-ming"}
    assert browser.post("/account/password", data=again).status_code == 409
