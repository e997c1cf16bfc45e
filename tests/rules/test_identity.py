"""ID numbers: normalised where that is safe, otherwise refused with a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from examsys.rules.identity import (
    LOST_DIGITS,
    BadIdentity,
    check_character,
    clean_resident_id,
    mask,
    read_resident_id,
)

DAY = date(2026, 11, 21)


def made(first17):
    return first17 + check_character(first17)


GOOD = made("11010519491231002")  # ends in X
FIRST17 = st.builds(
    lambda place, born, order: f"{place}{born:%Y%m%d}{order:03d}",
    st.integers(110000, 839999),
    st.dates(date(1900, 1, 1), date(2026, 11, 21)),
    st.integers(0, 999),
)


@given(FIRST17)
def test_the_check_character_is_that_of_stdnum(first17):
    assert check_character(first17) == ric.calc_check_digit(first17 + "0")


@given(FIRST17, st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_refused(first17, place, shift):
    number = made(first17)
    wrong = str((int(number[place]) + shift) % 10)

    with pytest.raises(BadIdentity):
        clean_resident_id(number[:place] + wrong + number[place + 1 :], on=DAY)


@given(FIRST17)
def test_a_sound_number_is_kept_and_read(first17):
    person = read_resident_id(made(first17), on=DAY)

    assert person.number == made(first17)
    assert f"{person.birth_on:%Y%m%d}" == first17[6:14]
    assert person.sex == ("男" if int(first17[16]) % 2 else "女")
    assert person.masked == "*" * 14 + person.last_four
    assert first17 not in repr(person)


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        GOOD.lower(),
        f"  {GOOD} ",
        f"'{GOOD}",
        f"\u202a{GOOD}\u202c",
        f"\u00a0{GOOD}",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
    ],
)
def test_harmless_ways_of_writing_are_normalised(written):
    assert GOOD == "11010519491231002X"
    assert clean_resident_id(written, on=DAY) == GOOD


@pytest.mark.parametrize("place", ["810000", "820000", "830000", "653228", "659012", "440304"])
def test_residence_permits_and_new_counties_are_accepted(place):
    person = read_resident_id(made(f"{place}19600102003"), on=DAY)

    assert person.residence_permit is place.startswith("8")


REFUSED = [
    (None, "身份证号是空的，请填写 18 位号码。"),
    ("  ", "身份证号是空的，请填写 18 位号码。"),
    (110105194912310021, LOST_DIGITS),
    (1.1010519491231e17, LOST_DIGITS),
    ("1.1010519491231E+17", LOST_DIGITS),
    (b"1", "身份证号应为文本，请把该列设为文本格式后重新录入。"),
    ("110105491231002", "这是 15 位旧号码，已停止使用，请填写现行证件上的 18 位号码。"),
    (GOOD[:17], "身份证号应为 18 位，现为 17 位，请对照证件核对。"),
    (GOOD + "1", "身份证号应为 18 位，现为 19 位，请对照证件核对。"),
    (GOOD[:17] + "2", "校验位应为 X，现为 2，请核对原件。"),
    (GOOD[:17] + "Y", "第 18 位“Y”不应出现在身份证号中，请对照证件核对。"),
    ("1101O519491231002X", "第 5 位“O”不应出现在身份证号中，请对照证件核对。"),
    ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "第 1 位“١”不应出现在身份证号中，请对照证件核对。"),
    (
        made("11010519490229002"),
        "出生日期 1949-02-29 不存在，请对照证件核对第 7 至 14 位。",
    ),
    (made("11010518991231002"), "出生日期 1899-12-31 过早，请对照证件核对第 7 至 14 位。"),
    (made("11010520261122002"), "出生日期 2026-11-22 晚于今天，请对照证件核对第 7 至 14 位。"),
    (made("91010519491231002"), "9 开头的是外国人永久居留身份证号，请改选证件类型后填写。"),
    (made("01010519491231002"), "身份证号不以 0 开头，请对照证件核对前 6 位。"),
]


@pytest.mark.parametrize(("value", "sentence"), REFUSED, ids=str)
def test_what_is_wrong_is_said(value, sentence):
    with pytest.raises(BadIdentity) as error:
        clean_resident_id(value, on=DAY)

    assert str(error.value) == sentence


def test_a_birth_today_is_not_in_the_future():
    assert clean_resident_id(made("11010520261121002"), on=DAY)


@pytest.mark.parametrize(("number", "shown"), [("12345", "*2345"), ("1234", "****"), ("", "")])
def test_a_mask_never_shows_more_than_the_last_four(number, shown):
    assert mask(number) == shown
