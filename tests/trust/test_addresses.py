"""Every address, asked for what cannot be: an answer of the house, never a broken program."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, got_request_exception
from flask.testing import FlaskClient

from examsys.rules.permissions import Role
from tests.make import make_agency, make_batch, make_person, make_registration

NOBODY = ("0", "999999", "2147483647", "2147483648", "9" * 26)
WORDS = ("x", "%00", "..%2f..%2fetc%2fpasswd", "%F0%9F%98%80", "'; drop--")
UUID = "00000000-0000-4000-8000-000000000000"
FILTERS = (
    "page=-1",
    f"page={'9' * 24}",
    "page=abc&sort=zz&dir=zz&q=%00",
    f"q={'x' * 500}",
    "q=%25_&state=zzz&year=zz&batch=zz&component=zz&kind=zz&role=zz&level=zz",
    *(f"{name}={'9' * 20}" for name in ("level", "year", "batch", "batch_id", "site", "person")),
    "on=2026-13-45&from=x&until=99999-01-01",
)
ANSWERS = {200, 303, 308, 403, 404, 405, 409, 413, 422}
ENDING = {"accounts.sign_out", "accounts.sign_out_everywhere"}

pytestmark = pytest.mark.slow


@pytest.fixture
def broken(app: Flask) -> Iterator[list[str]]:
    """What the program did not expect."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    found: list[str] = []

    def note(_sender: object, exception: BaseException, **_: object) -> None:
        found.append(repr(exception)[:200])

    with got_request_exception.connected_to(note, app):
        yield found


@pytest.fixture
def everybody(app: Flask, client) -> FlaskClient:
    """A browser that may do everything, in a house where something is."""
    make_agency()
    make_registration(make_batch())
    make_person()
    return client(*(role.value for role in Role))


def addresses(app: Flask, method: str) -> list[tuple[str, str]]:
    """(pattern, endpoint) of all that answer a method, but for what ends the session."""
    return [
        (rule.rule, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint not in {"static", *ENDING}
    ]


def filled(pattern: str, number: str, word: str) -> str:
    given = {"int": number, "uuid": UUID}
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda m: given.get(m[1] or "", word), pattern)


@pytest.mark.parametrize(("number", "word"), list(zip(NOBODY, WORDS, strict=True)))
def test_foreign_ids_are_not_found(app, everybody, broken, number, word):
    wrong = {}
    for method in ("GET", "POST"):
        for pattern, endpoint in addresses(app, method):
            if "<" not in pattern:
                continue
            address = filled(pattern, number, word)
            answer = everybody.open(address, method=method)
            if answer.status_code not in ANSWERS - {200} and endpoint != "verify.code":
                wrong[method, address] = answer.status_code
    assert (wrong, broken) == ({}, [])


@pytest.mark.parametrize("query", FILTERS)
def test_no_filter_breaks_a_list(app, everybody, broken, query):
    wrong = {}
    for pattern, endpoint in addresses(app, "GET"):
        if "<" in pattern or endpoint.startswith("health."):
            continue
        answer = everybody.get(f"{pattern}?{query}")
        if answer.status_code not in ANSWERS:
            wrong[pattern] = answer.status_code
    assert wrong == {}


def test_what_was_not_asked_for_is_refused(app, everybody, broken):
    """A field that no form knows changes nothing anywhere."""
    wrong = {}
    for pattern, endpoint in addresses(app, "POST"):
        if "<" in pattern:
            continue
        answer = everybody.post(pattern, data={"evil": "1", "roles-0": "head", "id": "1"})
        if answer.status_code not in ANSWERS:
            wrong[endpoint] = answer.status_code
    assert (wrong, broken) == ({}, [])
