"""The bank in a database: lists, lives, uses and pairs."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import MetaData, event

from question_bank.cards import Component, Kind, Status
from question_bank.errors import Outdated, Unsound
from question_bank.sqlstore import Filter, SqlStore, tables
from tests.question_bank.conftest import AT
from tests.question_bank.make import CASE, SINGLE, make_card


def put(vault, number, **over):
    question = replace(SINGLE, stem=f"题{number}（ ）")
    return vault.put(make_card(number, **over), question, by="li", at=AT)


def into_use(vault, store, number, **over):
    record = put(vault, number, **over)
    store.move(record, to=Status.REVIEWING, by="li", at=AT)
    store.move(store.record(record.card.ref.item), to=Status.IN_USE, by="wang", at=AT)
    return store.record(record.card.ref.item)


def test_tables_attach_once_and_follow_the_callers_metadata():
    metadata = MetaData()
    assert tables(metadata) == tables(metadata)
    assert sorted(metadata.tables) == ["bank_enemy", "bank_item", "bank_item_version"]


def test_a_record_comes_back_as_it_was_saved(vault, store):
    card = make_card(3, kind=Kind.CASE, marks=Decimal("12.5"), component=Component.SKILL)
    question = replace(CASE, rubric=(replace(CASE.rubric[0], marks=Decimal("12.5")),))
    record = vault.put(card, question, by="li", at=AT)
    assert store.record(UUID(int=3)) == record


def test_only_items_in_use_of_the_level_and_component_are_drawn(vault, store):
    into_use(vault, store, 2)
    into_use(vault, store, 1)
    into_use(vault, store, 3, level=4)
    put(vault, 4)
    pool = store.cards(level=3, component=Component.THEORY)
    assert [card.ref.item.int for card in pool] == [1, 2]
    assert list(store.cards(level=3, component=Component.SKILL)) == []


def test_a_verdict_needs_another_person_than_any_writer(vault, store):
    record = put(vault, 1)
    store.move(record, to=Status.REVIEWING, by="li", at=AT)
    with pytest.raises(Unsound, match="命题人不能审定"):
        store.move(store.record(UUID(int=1)), to=Status.IN_USE, by="li", at=AT)
    store.move(store.record(UUID(int=1)), to=Status.RETURNED, by="wang", at=AT)
    vault.put(make_card(1, version=2), SINGLE, by="zhao", at=AT)
    store.move(store.record(UUID(int=1)), to=Status.REVIEWING, by="zhao", at=AT)
    for writer in ("li", "zhao"):
        with pytest.raises(Unsound):
            store.move(store.record(UUID(int=1)), to=Status.IN_USE, by=writer, at=AT)
    later = AT + timedelta(days=1)
    store.move(store.record(UUID(int=1)), to=Status.IN_USE, by="wang", at=later)
    found = store.record(UUID(int=1))
    assert (found.status, found.reviewed_by, found.updated_at) == (Status.IN_USE, "wang", later)


def test_steps_out_of_turn_and_stale_steps_are_refused(vault, store):
    record = put(vault, 1)
    with pytest.raises(Unsound, match="“草稿”的试题不能直接改为“在用”"):
        store.move(record, to=Status.IN_USE, by="wang", at=AT)
    store.move(record, to=Status.REVIEWING, by="li", at=AT)
    with pytest.raises(Outdated):
        store.move(record, to=Status.RETIRED, by="li", at=AT)
    assert store.record(UUID(int=1)).status is Status.REVIEWING


def test_uses_are_counted_and_the_latest_day_kept(vault, store):
    put(vault, 1)
    for day in (date(2026, 3, 1), date(2025, 9, 1)):
        store.mark_used([UUID(int=1)], on=day)
    card = store.record(UUID(int=1)).card
    assert (card.times_used, card.last_used) == (2, date(2026, 3, 1))


def test_enemies_know_each_other(vault, store):
    put(vault, 1)
    put(vault, 2, enemies=(UUID(int=1),))
    assert store.record(UUID(int=1)).card.enemies == (UUID(int=2),)
    assert store.record(UUID(int=2)).card.enemies == (UUID(int=1),)


def test_lists_filter_by_metadata_and_page(vault, store):
    put(vault, 1, point_code="B-A-001")
    put(vault, 2, point_code="B-A-002", difficulty=5)
    put(vault, 3, point_code="B-AB-001")
    put(vault, 4, point_code="C-001", level=4)

    def found(**wanted):
        return [record.card.ref.item.int for record in store.find(Filter(**wanted))]

    assert found() == [1, 2, 3, 4]
    assert found(under="B-A") == [1, 2]
    assert found(under="B-A-001") == [1]
    assert found(level=3, difficulty=5) == [2]
    assert found(status=Status.IN_USE) == []
    assert store.count(Filter(under="B")) == 3
    assert [r.card.ref.item.int for r in store.find(Filter(), limit=2, offset=1)] == [2, 3]
    assert store.tally(Filter(level=4)) == {("C-001", Kind.SINGLE, 3): 1}
    assert store.statuses(level=3) == {s: 3 if s is Status.DRAFT else 0 for s in Status}


def test_a_list_takes_as_many_statements_for_three_rows_as_for_one(vault, session, store):
    counted = []
    event.listen(session.bind, "before_cursor_execute", lambda *a: counted.append(a[2]))

    def statements():
        counted.clear()
        SqlStore(session).find(Filter())
        return len(counted)

    put(vault, 1)
    alone = statements()
    put(vault, 2)
    put(vault, 3)
    assert statements() == alone == 2
