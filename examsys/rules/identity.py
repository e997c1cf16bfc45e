"""Resident identity numbers: read exactly or refused with a sentence.

GB 11643: 17 digits (6 place, 8 date of birth, 3 order) and a check character, ISO 7064 MOD 11-2.
Places beginning 81, 82 and 83 are residence permits of 港澳台 residents. The place is not
checked against a list: counties change, the numbers of people do not.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SHAPE = re.compile(r"[0-9]{17}[0-9X]")
INVISIBLE = (
    " \u200b\u200e\u202a\u202c\u202d\ufeff"  # what copying out of other programs leaves behind
)
PERMITS = {"81": "香港", "82": "澳门", "83": "台湾"}
OLDEST = date(1900, 1, 1)
LOST_DIGITS = (
    "身份证号单元格是数值，末几位可能已经丢失；请把该列设为文本格式，对照证件重新录入全部 18 位。"
)


class BadIdentity(ValueError):
    """Not a usable ID number; `str(error)` says in Chinese what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A checked number. Never print `number`; `masked` is what screens show."""

    number: str

    def __repr__(self) -> str:
        return f"ResidentId({self.masked})"

    @property
    def birth_on(self) -> date:
        return _birth(self.number)

    @property
    def sex(self) -> str:
        """returns: 男 or 女."""
        return "男" if int(self.number[16]) % 2 else "女"

    @property
    def last_four(self) -> str:
        return self.number[-4:]

    @property
    def masked(self) -> str:
        return mask(self.number)

    @property
    def province(self) -> str:
        """The first two digits; they tell where the number was given, not where a person lives."""
        return self.number[:2]

    @property
    def residence_permit(self) -> bool:
        """True for a 港澳台居民居住证."""
        return self.province in PERMITS


def read_resident_id(value: object, *, on: date | None = None) -> ResidentId:
    """Normalise and check a number as it was typed or stood in a cell.

    Full-width digits become ordinary ones and a lower-case x becomes X, in ID numbers only.
    on: when given, the date of birth may not lie after this day.
    raises: BadIdentity.
    """
    text = _text(value)
    _check_shape(text)
    born = _birth(text)
    if on is not None and born > on:
        raise BadIdentity(f"出生日期 {born} 晚于今天，请对照证件核对第 7 至 14 位。")
    expected = check_character(text[:17])
    if text[17] != expected:
        raise BadIdentity(f"校验位应为 {expected}，现为 {text[17]}，请核对原件。")
    return ResidentId(text)


def clean_resident_id(value: object, *, on: date | None = None) -> str:
    """The 18 characters, normalised and checked. raises: BadIdentity."""
    return read_resident_id(value, on=on).number


def check_character(first17: str) -> str:
    """The last character that belongs to the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def mask(number: str) -> str:
    """Only the last four characters, whatever the length."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)


def _text(value: object) -> str:
    if value is None:
        raise BadIdentity("身份证号是空的，请填写 18 位号码。")
    if isinstance(value, (int, float)):
        raise BadIdentity(LOST_DIGITS)
    if not isinstance(value, str):
        raise BadIdentity("身份证号应为文本，请把该列设为文本格式后重新录入。")
    text = unicodedata.normalize("NFKC", value).strip().strip(INVISIBLE).removeprefix("'").upper()
    if not text:
        raise BadIdentity("身份证号是空的，请填写 18 位号码。")
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", text):
        raise BadIdentity(LOST_DIGITS)
    return text


def _check_shape(text: str) -> None:
    if len(text) == 15 and text.isascii() and text.isdigit():
        raise BadIdentity("这是 15 位旧号码，已停止使用，请填写现行证件上的 18 位号码。")
    if len(text) != 18:
        raise BadIdentity(f"身份证号应为 18 位，现为 {len(text)} 位，请对照证件核对。")
    if not SHAPE.fullmatch(text):
        place = next(
            n for n, c in enumerate(text, 1) if not (c in "0123456789" or (n, c) == (18, "X"))
        )
        raise BadIdentity(f"第 {place} 位“{text[place - 1]}”不应出现在身份证号中，请对照证件核对。")
    if text[0] == "9":
        raise BadIdentity("9 开头的是外国人永久居留身份证号，请改选证件类型后填写。")
    if text[0] == "0":
        raise BadIdentity("身份证号不以 0 开头，请对照证件核对前 6 位。")


def _birth(text: str) -> date:
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        raise BadIdentity(
            f"出生日期 {text[6:10]}-{text[10:12]}-{text[12:14]} 不存在，"
            "请对照证件核对第 7 至 14 位。"
        ) from None
    if born < OLDEST:
        raise BadIdentity(f"出生日期 {born} 过早，请对照证件核对第 7 至 14 位。")
    return born
