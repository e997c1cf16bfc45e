"""Text goes in sealed and comes out only after the witness has heard of it."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from question_bank.cards import Kind, Ref, Status
from question_bank.errors import Absent, AlreadyStored, Outdated, Tampered, Unsound
from question_bank.seal import KeyRing
from question_bank.vault import Opening, Vault
from tests.question_bank.conftest import AT
from tests.question_bank.make import CASE, MULTIPLE, SINGLE, make_card


def test_what_was_put_is_opened_again(vault):
    record = vault.put(make_card(), SINGLE, by="li", at=AT)

    assert vault.open(record.card.ref, reader="wang", reason="审题") == SINGLE
    assert (record.status, record.written_by, record.reviewed_by) == (Status.DRAFT, "li", None)


def test_an_unsound_question_is_not_stored(vault, store):
    with pytest.raises(Unsound):
        vault.put(make_card(), replace(SINGLE, answer="AB"), by="li", at=AT)
    with pytest.raises(Absent):
        store.record(UUID(int=1))


def test_no_text_is_readable_in_the_database(vault, session):
    vault.put(make_card(), SINGLE, by="li", at=AT)
    names = ("bank_item", "bank_item_version", "bank_enemy")
    rows = [row for name in names for row in session.execute(text(f"SELECT * FROM {name}"))]
    dump = b"|".join(v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row)
    assert len(dump) > 200
    for secret in (SINGLE.stem, *SINGLE.options, SINGLE.explanation, SINGLE.basis):
        for encoding in ("utf-8", "utf-16-le", "gbk"):
            assert secret.encode(encoding) not in dump
            assert secret.encode(encoding).hex() not in dump.decode("latin-1").lower()


def test_a_set_is_one_event_before_the_first_text(vault, openings):
    cards = [make_card(n, kind=Kind.MULTIPLE) for n in (1, 2)]
    for card, stem in zip(cards, ("一", "二"), strict=True):
        vault.put(card, replace(MULTIPLE, stem=stem), by="li", at=AT)
    refs = [card.ref for card in reversed(cards)]

    opened = vault.open_many(refs, reader="wang", reason="制卷", subject="paper:7")

    assert [question.stem for question in opened.values()] == ["二", "一"]
    assert openings == [Opening(tuple(refs), "wang", "制卷", "paper:7")]


def test_when_the_witness_refuses_nothing_is_decrypted(store):
    class Unseen(KeyRing):
        def open(self, envelope, *, place):
            raise AssertionError("decrypted without a witness")

    def refuse(opening):
        raise PermissionError(opening.reason)

    vault = Vault(store, Unseen({1: bytes(32)}), refuse)
    vault.put(make_card(), SINGLE, by="li", at=AT)
    with pytest.raises(PermissionError, match="好奇"):
        vault.open(Ref(UUID(int=1), 1), reader="wang", reason="好奇")


def test_an_absent_revision_is_named_before_any_witness(vault, openings):
    vault.put(make_card(), SINGLE, by="li", at=AT)
    with pytest.raises(Absent, match="@2"):
        vault.open(Ref(UUID(int=1), 2), reader="wang", reason="审题")
    assert openings == []


def test_swapped_rows_do_not_open(vault, session):
    for number in (1, 2):
        stem = f"{SINGLE.stem}{number}"
        vault.put(make_card(number), replace(SINGLE, stem=stem), by="li", at=AT)
    one = session.execute(text("SELECT envelope FROM bank_item_version ORDER BY item")).first()
    session.execute(text("UPDATE bank_item_version SET envelope = :e"), {"e": one.envelope})

    assert vault.open(Ref(UUID(int=1), 1), reader="wang", reason="审题").stem.endswith("1")
    with pytest.raises(Tampered):
        vault.open(Ref(UUID(int=2), 1), reader="wang", reason="审题")


def test_a_revision_keeps_the_old_text_and_starts_as_a_draft(vault, store):
    first = vault.put(make_card(), SINGLE, by="li", at=AT).card.ref
    changed = replace(SINGLE, explanation="第十条第一款")
    second = vault.put(make_card(version=2), changed, by="zhao", at=AT).card.ref

    assert vault.open(first, reader="w", reason="r") == SINGLE
    assert vault.open(second, reader="w", reason="r") == changed
    assert store.record(first.item).card.ref == second
    assert [(v.version, v.written_by) for v in store.history(first.item)] == [
        (1, "li"),
        (2, "zhao"),
    ]


def test_a_stored_revision_is_never_overwritten_and_none_is_skipped(vault):
    vault.put(make_card(), SINGLE, by="li", at=AT)
    with pytest.raises(AlreadyStored):
        vault.put(make_card(), SINGLE, by="li", at=AT)
    with pytest.raises(Outdated):
        vault.put(make_card(version=3), SINGLE, by="li", at=AT)


def test_twins_are_found_without_opening(vault, openings):
    vault.put(make_card(1), SINGLE, by="li", at=AT)
    vault.put(make_card(2, kind=Kind.CASE, marks=Decimal(15)), CASE, by="li", at=AT)
    same = replace(SINGLE, options=SINGLE.options[::-1], answer="C", explanation="")

    assert [record.card.ref.item for record in vault.twins(same)] == [UUID(int=1)]
    assert openings == []
