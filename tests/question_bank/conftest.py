"""One empty bank in memory, and a witness that remembers."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import MetaData, create_engine, event
from sqlalchemy.orm import Session

from question_bank.seal import KeyRing
from question_bank.sqlstore import SqlStore, tables
from question_bank.vault import Vault

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    metadata = MetaData()
    tables(metadata)
    metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def store(session):
    return SqlStore(session)


@pytest.fixture
def openings():
    return []


@pytest.fixture
def vault(store, openings):
    return Vault(store, KeyRing({1: b"\x01" * 32}), openings.append)
