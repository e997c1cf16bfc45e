"""Personal numbers: sealed to their row, found by index, shown by four characters."""

import uuid

import pytest

from examsys.kernel import pii
from question_bank.errors import Tampered

NUMBER = "11010519491231002X"


class Person:
    __tablename__ = "person"
    id_number_sealed = id_number_last4 = id_number_index = None
    phone_sealed = phone_last4 = None

    def __init__(self):
        self.uuid = str(uuid.uuid4())


def test_put_and_get(bare):
    person = Person()
    pii.put(person, "id_number", " 11010519491231002x ")
    assert pii.get(person, "id_number") == NUMBER
    assert person.id_number_last4 == "002X"
    assert person.id_number_index == pii.index_of("id_number", NUMBER)
    assert len(person.id_number_index) == 32
    assert NUMBER.encode() not in person.id_number_sealed


def test_a_model_without_index_gets_none(bare):
    person = Person()
    pii.put(person, "phone", "+86 138-0013-8000")
    assert pii.get(person, "phone") == "13800138000"
    assert not hasattr(person, "phone_index")


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_nothing_clears_all_columns(bare, empty):
    person = Person()
    pii.put(person, "id_number", NUMBER)
    pii.put(person, "id_number", empty)
    assert (person.id_number_sealed, person.id_number_last4, person.id_number_index) == (
        None,
        None,
        None,
    )
    assert pii.get(person, "id_number") == ""


def test_an_envelope_opens_in_no_other_row_or_column(bare):
    one, two = Person(), Person()
    pii.put(one, "id_number", NUMBER)
    two.id_number_sealed = one.id_number_sealed
    with pytest.raises(Tampered):
        pii.get(two, "id_number")
    one.phone_sealed = one.id_number_sealed
    with pytest.raises(Tampered):
        pii.get(one, "phone")


def test_a_row_without_uuid_is_a_bug(bare):
    person = Person()
    person.uuid = None
    with pytest.raises(ValueError, match="uuid"):
        pii.put(person, "id_number", NUMBER)


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "\u200b11010519491231002X\ufeff",
        "11010519491231002Х",
        "11010519491231002×",
    ],
)
def test_look_alikes_have_one_index(bare, written):
    assert pii.index_of("id_number", written) == pii.index_of("id_number", NUMBER)


def test_index_differs_by_value_and_column(bare):
    indexes = {
        pii.index_of("id_number", NUMBER),
        pii.index_of("phone", NUMBER),
        pii.index_of("id_number", NUMBER[:-1] + "1"),
    }
    assert len(indexes) == 3


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("8613800138000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("861380013800", "861380013800"),
        ("H12345678", "H12345678"),
    ],
)
def test_normalise(written, expected):
    assert pii.normalise(written) == expected
