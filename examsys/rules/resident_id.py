"""Resident ID numbers (GB 11643): shape, date of birth, check digit. The place is not judged.

Counties come and go, so a number of an abolished or a young county is as good as any other;
81, 82 and 83 are 港澳台居民居住证.
"""

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def problem(number: str, *, on: date) -> str | None:
    """What is wrong with a normalised number, as a sentence; None when nothing is.

    number: as `pii.normalise` gives it. on: the day it is judged; nobody is born after it.
    """
    if re.fullmatch(r"\d{15}", number):
        return "应为18位，15位旧号码请换成18位新号码。"
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return f"应为17位数字加1位数字或X，现为{len(number)}个字符，请核对原件。"
    born = birth_on(number)
    if born is None or not date(1900, 1, 1) <= born <= on:
        return f"第7至14位“{number[6:14]}”不是有效的出生日期，请核对原件。"
    expected = check_digit(number)
    if number[17] != expected:
        return f"校验位应为{expected}，现为{number[17]}，请核对原件。"
    return None


def birth_on(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def check_digit(number: str) -> str:
    """The 18th character that the first 17 digits call for (ISO 7064 MOD 11-2)."""
    pairs = zip(number[:17], WEIGHTS, strict=True)
    return CHECK_DIGITS[sum(int(digit) * weight for digit, weight in pairs) % 11]


def is_male(number: str) -> bool:
    """source: the 17th digit is odd for men."""
    return int(number[16]) % 2 == 1
