"""Four fixtures for every feature test: app, db, client(role), clock.

Each test works on its own copy of a migrated database; on PostgreSQL when TEST_DATABASE_URL names
a server (its database is cloned from a migrated template).
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from examsys import config, schema
from examsys.app import create_app
from examsys.kernel import clock as wall
from examsys.kernel import keys
from examsys.kernel.db import db as database

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 12:00 in China, a Saturday
SERVER = os.environ.get("TEST_DATABASE_URL", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests of many seconds come first, so that no core waits for them at the end."""
    slow = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser")))}
    items.sort(key=lambda item: item.path not in slow)


class Compiled(BytecodeCache):
    """Compiled templates, kept for the applications of all tests: each would compile its own."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if held := self._code.get(bucket.key):
            bucket.bytecode_from_string(held)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def _compile_routes_once() -> None:
    """The code of `url_for` for one route is the same in every application of this process.

    Werkzeug writes and compiles it for each of them: two fifths of the time of a small test.
    """
    original, known = Rule._compile_builder, {}

    def kept(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = original(rule, append_unknown)
        return known[key]

    Rule._compile_builder = kept


_compile_routes_once()


def _settings(folder: Path, url: str) -> config.Settings:
    return config.Settings(
        instance=folder,
        database_url=url,
        queue_url=f"sqlite:///{folder / 'queue.sqlite'}",
        public_url="http://localhost",
        ledger=folder / "issuance.ledger",
    )


def _migrate(settings: config.Settings) -> None:
    app = create_app(settings, testing=True)
    with app.app_context():
        schema.upgrade()
        database.engine.dispose()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[config.Settings]:
    """A migrated, empty instance that tests copy."""
    folder = tmp_path_factory.mktemp("migrated")
    keys.create(folder)
    if not SERVER:
        settings = _settings(folder, f"sqlite:///{folder / 'examsys.sqlite'}")
        _migrate(settings)
        yield settings
        return
    name = f"examsys_template_{os.getpid()}"
    _server(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    settings = _settings(folder, config._database(f"{SERVER}/{name}", folder))
    _migrate(settings)
    yield settings
    _server(f"DROP DATABASE IF EXISTS {name}")


@pytest.fixture
def settings(migrated: config.Settings, tmp_path: Path) -> Iterator[config.Settings]:
    folder = tmp_path / "instance"
    shutil.copytree(migrated.instance, folder)
    if not SERVER:
        yield replace(
            _settings(folder, f"sqlite:///{folder / 'examsys.sqlite'}"),
        )
        return
    template, name = f"examsys_template_{os.getpid()}", f"examsys_test_{os.getpid()}"
    _server(
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY",
    )
    yield _settings(folder, config._database(f"{SERVER}/{name}", folder))
    _server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(*statements: str) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def app(settings: config.Settings, clock: "Clock") -> Iterator[Flask]:
    """The application on its own migrated database, inside an application context."""
    built = create_app(settings, testing=True)
    built.config["WTF_CSRF_ENABLED"] = False
    built.test_client_class = Browser
    built.jinja_env.bytecode_cache = COMPILED
    with built.app_context():
        yield built
        database.session.remove()
        database.engine.dispose()


@pytest.fixture
def db(app: Flask) -> Any:
    return database


class Browser(FlaskClient):
    """A test client whose requests have an application context of their own, as in production.

    Flask would reuse the test's context, and with it `g` and the database session.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        database.session.rollback()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        # What the test holds is read afresh: the request changed it in another session.
        database.session.rollback()
        return answer


class Clock:
    """The wall clock of a test: stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    frozen = Clock()
    monkeypatch.setattr(wall, "now", frozen)
    return frozen


@pytest.fixture
def client(app: Flask) -> Callable[..., FlaskClient]:
    """`client("head", "exam_office")`: a browser signed in with these roles; `client()`: nobody."""
    from tests.make import sign_in

    def open_client(*roles: str, login: str | None = None) -> FlaskClient:
        browser = app.test_client()
        if roles:
            sign_in(browser, roles=roles, login=login)
        return browser

    return open_client
