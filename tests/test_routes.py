"""Every view is guarded by the one table, and every role meets what the table says."""

import re

import pytest
from flask import Flask

from examsys.navigation import STEPS
from examsys.rules.permissions import PRIVILEGED, SEPARATED, TABLE, Role

OPEN = {"public", "signed_in"}
STATIC = {"static"}


def views(app: Flask) -> dict[str, object]:
    return {name: view for name, view in app.view_functions.items() if name not in STATIC}


def test_every_view_is_guarded(app):
    unguarded = [name for name, view in views(app).items() if not hasattr(view, "guard")]

    assert unguarded == []


def test_guards_and_table_are_the_same_set(app):
    used = {view.guard for view in views(app).values()} - OPEN

    assert used - set(TABLE) == set(), "operations nobody decided about"
    assert set(TABLE) - used - ASKED_BY_VERBS == set(), "operations without a view"


# Asked inside a view with `may(...)`, not by a guard of its own.
ASKED_BY_VERBS: set[str] = set()


def test_the_menu_leads_to_places_that_exist_and_asks_their_own_operation(app):
    for step in STEPS:
        for entry in step.entries:
            assert entry.endpoint in app.view_functions, entry.endpoint
            guard = app.view_functions[entry.endpoint].guard
            assert guard in {entry.operation, "signed_in"}, entry.endpoint


def test_separated_roles_hold_no_business_operation():
    business = {op for op in TABLE if op.split(".")[0] not in READABLE}
    held = {op for op in business if TABLE[op] & {Role.SYSTEM_ADMIN}}

    assert held == set()
    assert {Role.SYSTEM_ADMIN} <= PRIVILEGED
    assert {Role.SYSTEM_ADMIN, Role.AUDITOR} == SEPARATED


READABLE = {"accounts", "audit", "jobs", "parameters", "agency"}


def places(app: Flask) -> list[tuple[str, str]]:
    """Pages without arguments: (endpoint, address)."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in STATIC or "GET" not in (rule.methods or set()) or rule.arguments:
            continue
        found.append((rule.endpoint, rule.rule))
    return found


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_role_meets_what_the_table_says(app, client, role):
    browser = client(role.value)
    for endpoint, address in places(app):
        guard = app.view_functions[endpoint].guard
        status = browser.get(address).status_code
        if guard in OPEN or role in TABLE[guard]:
            assert status not in {403, 500}, (endpoint, status)
        else:
            assert status == 403, (endpoint, status)


def test_nobody_signed_in_is_sent_to_the_door(app, client):
    browser = client()
    from tests.make import make_account

    make_account()
    for endpoint, address in places(app):
        if app.view_functions[endpoint].guard == "public":
            continue
        answer = browser.get(address)
        assert answer.status_code == 303, endpoint
        assert re.match(r"^/sign-in", answer.location), endpoint


def test_every_answer_carries_the_headers(client):
    answer = client("head").get("/batches/")

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
