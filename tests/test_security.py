"""What holds for every page: tokens, headers, cookies, hosts, sizes."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, UUIDConverter

from examsys.app import create_app
from tests.make import PASSWORD, make_account

# What stands in an address for each kind of place; there is nothing there.
PLACES = ((IntegerConverter, 0), (UUIDConverter, UUID(int=0)), (BaseConverter, "x"))
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def strict(app):
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def signing_in(**over):
    return {"login": "lisi", "password": PASSWORD, "next": "/", **over}


def test_a_form_without_its_token_has_no_effect(strict, client):
    make_account(login="lisi")
    browser = client()
    page = browser.get("/sign-in")
    for wrong in ({}, {"csrf_token": "another"}):
        answer = browser.post("/sign-in", data=signing_in(**wrong))
        assert (answer.status_code, "页面已过期" in answer.text) == (422, True)
    token = CSRF.search(page.text)[1]
    assert browser.post("/sign-in", data=signing_in(csrf_token=token)).status_code == 303


def test_every_unsafe_view_asks_for_the_token(strict, client):
    browser = client("head")
    adapter = strict.url_map.bind("localhost")
    for rule in strict.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        values = {name: place(kind) for name, kind in rule._converters.items()}
        answer = browser.post(adapter.build(rule.endpoint, values, "POST"))
        assert (answer.status_code, "页面已过期" in answer.text) == (422, True), rule.endpoint


def place(converter):
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return next(value for kind, value in PLACES if isinstance(converter, kind))


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-origin", 422), ("none", 422), (None, 422)]
)
def test_a_form_sent_from_another_site_is_refused(client, site, status):
    make_account()
    headers = {"Sec-Fetch-Site": site} if site else {}
    assert client().post("/sign-in", data={"login": "x"}, headers=headers).status_code == status


def test_a_link_from_another_site_may_be_followed(client):
    make_account()
    answer = client().get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


def test_the_policy_allows_nothing_inline_and_nothing_foreign(client):
    headers = client().get("/verify/").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert {source for sources in policy.values() for source in sources.split()} == {
        "'self'",
        "'none'",
        "data:",
        "blob:",
    }
    assert (policy["script-src"], policy["frame-ancestors"]) == ("'self'", "'none'")
    assert "Server" not in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_static_files_are_for_this_site_only(client):
    with client().get("/static/app.css") as answer:
        assert answer.status_code == 200
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert client().get("/static/../../pyproject.toml").status_code == 404


@pytest.mark.parametrize(
    ("published", "name", "secure"),
    [("http://localhost", "sid", False), ("https://localhost", "__Host-sid", True)],
)
def test_cookies_are_for_the_server_only(settings, clock, published, name, secure):
    app = create_app(replace(settings, public_url=published), testing=True)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        make_account(login="lisi")
        answer = app.test_client().post("/sign-in", data=signing_in(), base_url=published)
    cookies = {
        line.split("=")[0]: line.split("; ")[1:] for line in answer.headers.getlist("Set-Cookie")
    }
    device = "__Host-device" if secure else "device"
    assert set(cookies) == {name, device}
    for flags in cookies.values():
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
        assert ("Secure" in flags) is secure
        assert not [flag for flag in flags if flag.startswith("Domain")]
    _close(app)


def _close(app):
    from examsys.kernel.db import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil"])
def test_another_host_name_is_refused_in_words(client, host):
    answer = client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "这不是本系统公布的网址" in answer.text
    assert host not in answer.text


def test_the_published_name_and_loopback_are_answered(client):
    make_account()
    for host in ("localhost", "localhost:8000", "127.0.0.1:8000"):
        assert client().get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:1", "x"],
)
def test_sign_in_leads_nowhere_else(client, elsewhere):
    make_account(login="lisi")
    answer = client().post("/sign-in", data=signing_in(next=elsewhere))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def multipart(fields):
    """The body by hand: the client would spool it into a file that it leaves open."""
    parts = [
        f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return ("".join(parts) + "--part--\r\n").encode()


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=part"
TOO_LARGE = {
    "a body over 12 MB": (FORM, b"x" * (12 * 1024 * 1024 + 1)),
    "a field over 2 MB": (PARTS, multipart({"login": "x" * (2 * 1024 * 1024 + 1)})),
    "too many parts": (PARTS, multipart({f"f{number}": "x" for number in range(5_001)})),
}


@pytest.mark.parametrize("what", TOO_LARGE)
def test_what_is_too_large_is_refused_on_a_page(client, what):
    kind, body = TOO_LARGE[what]
    make_account()
    answer = client().post("/sign-in", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "<h1>" in answer.text


def test_an_unknown_field_is_refused(client):
    make_account(login="lisi")
    answer = client().post("/sign-in", data=signing_in(roles="head"))
    assert answer.status_code == 422
