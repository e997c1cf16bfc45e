"""Resident ID numbers: shape, date and check digit; the place is not judged."""

from datetime import date

import pytest

from examsys.rules.resident_id import is_male, problem

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("11010519491231002X", None),
        ("440524188001010014", "第7至14位“18800101”不是有效的出生日期，请核对原件。"),
        ("110105194912310021", "校验位应为X，现为1，请核对原件。"),
        ("110105491231002", "应为18位，15位旧号码请换成18位新号码。"),
        ("11010519490230002X", "第7至14位“19490230”不是有效的出生日期，请核对原件。"),
        ("1101051949123100", "应为17位数字加1位数字或X，现为16个字符，请核对原件。"),
        ("X1010519491231002X", "应为17位数字加1位数字或X，现为18个字符，请核对原件。"),
        ("810000199408230021", None),
        ("", "应为17位数字加1位数字或X，现为0个字符，请核对原件。"),
    ],
)
def test_problem(number, found):
    assert problem(number, on=TODAY) == found


def test_nobody_is_born_after_today():
    born_today = "11010520261121" + "001"
    from examsys.rules.resident_id import check_digit

    number = born_today + check_digit(born_today)
    assert problem(number, on=TODAY) is None
    assert problem(number, on=date(2026, 11, 20)) is not None


def test_sex_is_in_the_seventeenth_digit():
    assert (is_male("11010519491231001X"), is_male("11010519491231002X")) == (True, False)
