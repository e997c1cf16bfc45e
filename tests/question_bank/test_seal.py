"""Envelopes open where they were sealed, unchanged, under their own key, and nowhere else."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank import seal
from question_bank.errors import Tampered, UnknownKey
from question_bank.seal import KeyRing, Place

ROW = UUID("6f1f2a1e-7a53-4f0e-9a55-0d3f0e1c2b3a")
PLACE = Place("bank_item_version", "envelope", ROW, 3, "item")
RING = KeyRing({7: bytes(range(32)), 2: bytes(32)})
ENVELOPE = RING.seal("试用期最长不超过六个月".encode(), place=PLACE)

elsewhere = st.sampled_from(
    [
        {"table": "bank_item"},
        {"column": "envelop"},
        {"row_uuid": UUID(int=ROW.int ^ 1)},
        {"row_version": 2},
        {"row_version": 4},
        {"purpose": "items"},
        {"table": "bank_item_versione", "column": "nvelope"},
    ]
)


@given(plaintext=st.binary(max_size=3000))
def test_what_was_sealed_opens_at_its_place(plaintext):
    assert RING.open(RING.seal(plaintext, place=PLACE), place=PLACE) == plaintext


def test_known_answer_fixes_the_format():
    """Computed once by HKDF and AES-GCM called bare; a change here is a new format version."""
    envelope = seal._sealed(
        b"answer: B",
        place=PLACE,
        suite=1,
        kek=7,
        key=bytes(range(32)),
        salt=b"\x11" * 32,
        nonce=b"\x22" * 12,
    )

    assert envelope.hex() == KNOWN
    assert RING.open(envelope, place=PLACE) == b"answer: B"


def test_associated_data_is_a_length_prefixed_list():
    parts = [b"examsys", b"CE1", b"\x01", b"\0\0\0\x07", b"bank_item_version", b"envelope"]
    parts += [ROW.bytes, (3).to_bytes(8, "big"), b"item"]
    expected = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    assert PLACE.associated(suite=1, kek=7) == expected


@given(bit=st.integers(0, len(ENVELOPE) * 8 - 1))
def test_any_flipped_bit_is_noticed(bit):
    flipped = bytearray(ENVELOPE)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        RING.open(bytes(flipped), place=PLACE)


@given(change=elsewhere)
def test_an_envelope_moved_elsewhere_does_not_open(change):
    with pytest.raises(Tampered):
        RING.open(ENVELOPE, place=replace(PLACE, **change))


@given(length=st.integers(0, len(ENVELOPE) - 1), tail=st.binary(max_size=3))
def test_a_cut_or_padded_envelope_does_not_open(length, tail):
    candidate = ENVELOPE[:length] + tail
    if candidate != ENVELOPE:
        with pytest.raises(Tampered):
            RING.open(candidate, place=PLACE)


@given(suite=st.integers(0, 255).filter(lambda n: n != 1))
def test_the_envelope_cannot_choose_its_suite(suite):
    with pytest.raises(Tampered):
        RING.open(ENVELOPE[:3] + bytes([suite]) + ENVELOPE[4:], place=PLACE)


def test_an_unknown_key_number_is_named_and_a_known_wrong_one_is_tampering():
    def renumbered(number):
        return ENVELOPE[:4] + number.to_bytes(4, "big") + ENVELOPE[8:]

    with pytest.raises(UnknownKey):
        RING.open(renumbered(8), place=PLACE)
    with pytest.raises(Tampered) as refusal:
        RING.open(renumbered(2), place=PLACE)
    assert type(refusal.value) is Tampered


def test_another_installation_with_the_same_numbers_cannot_open():
    other = KeyRing({7: b"\x55" * 32})
    with pytest.raises(Tampered):
        other.open(ENVELOPE, place=PLACE)


def test_after_rotation_old_envelopes_open_and_new_ones_use_the_new_key():
    rotated = KeyRing({7: bytes(range(32)), 9: b"\x09" * 32})
    assert rotated.current == 9
    assert rotated.open(ENVELOPE, place=PLACE).decode() == "试用期最长不超过六个月"
    assert rotated.seal(b"", place=PLACE)[4:8] == (9).to_bytes(4, "big")


def test_a_ring_serves_only_its_purposes():
    ring = KeyRing({7: bytes(range(32))}, purposes=["pii"])
    with pytest.raises(ValueError, match="purpose"):
        ring.seal(b"", place=PLACE)
    with pytest.raises(Tampered):
        ring.open(ENVELOPE, place=PLACE)


@pytest.mark.parametrize(
    ("keys", "suites"),
    [({}, (1,)), ({1: b"short"}, (1,)), ({2**32: bytes(32)}, (1,)), ({1: bytes(32)}, (2,)),
     ({1: bytes(32)}, ())],
)  # fmt: skip
def test_unsound_rings_are_refused(keys, suites):
    with pytest.raises(ValueError):
        KeyRing(keys, suites=suites)


def test_a_place_reads_uuid_text_and_refuses_empty_names():
    assert Place("t", "c", str(ROW).upper(), 0, "p") == Place("t", "c", ROW, 0, "p")
    with pytest.raises(ValueError):
        Place("", "c", ROW, 0, "p")


def test_macs_differ_by_purpose_and_key_and_nothing_prints_a_key():
    assert RING.mac(b"m", purpose="dedupe") == RING.mac(b"m", purpose="dedupe")
    assert RING.mac(b"m", purpose="dedupe") != RING.mac(b"m", purpose="index")
    assert RING.mac(b"m", purpose="dedupe") != KeyRing({7: bytes(32)}).mac(b"m", purpose="dedupe")
    assert repr(RING) == "KeyRing(numbers=[2, 7])"


KNOWN = (
    "43453101000000071111111111111111111111111111111111111111111111111111111111111111"
    "2222222222222222222222229b31855b0df15586a054ef0632c71231b15b01a45275adea6bd7d79f"
    "209cbfce090eb1157fe829f193ddb26a5256685b7913015ae37415253d"
)
