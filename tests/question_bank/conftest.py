"""One empty bank, and a witness that remembers; on PostgreSQL when TEST_DATABASE_URL names one."""

import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import MetaData, create_engine, event, text
from sqlalchemy.orm import Session

from question_bank.seal import KeyRing
from question_bank.sqlstore import SqlStore, tables
from question_bank.vault import Vault

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SERVER = os.environ.get("TEST_DATABASE_URL", "")


@pytest.fixture
def session():
    metadata = MetaData()
    tables(metadata)
    engine = create_engine(_url())
    if not SERVER:
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    # One transaction that is never committed: the store works on what it is handed.
    with engine.connect() as connection, Session(connection) as opened:
        if SERVER:
            schema = f"bank_{os.getpid()}"
            opened.execute(text(f"CREATE SCHEMA {schema}"))
            opened.execute(text(f"SET LOCAL search_path TO {schema}"))
        metadata.create_all(opened.connection())
        yield opened
        opened.rollback()
    engine.dispose()


def _url():
    if not SERVER:
        return "sqlite://"
    scheme, _, rest = f"{SERVER}/postgres".partition("://")
    return f"postgresql+psycopg://{rest}" if scheme.startswith("postgres") else SERVER


@pytest.fixture
def store(session):
    return SqlStore(session)


@pytest.fixture
def openings():
    return []


@pytest.fixture
def vault(store, openings):
    return Vault(store, KeyRing({1: b"\x01" * 32}), openings.append)
