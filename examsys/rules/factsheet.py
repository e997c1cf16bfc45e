"""Reading one value out of a file of facts, or saying in Chinese which one is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
E = TypeVar("E", bound=StrEnum)


class BadFacts(ValueError):
    """A facts file that cannot be judged; `str(error)` names the row and the field."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One object of the file and where it stands, for example "证书第 2 行"."""

    values: Mapping[str, object]
    place: str

    def refuse(self, key: str, problem: str) -> BadFacts:
        where = f"{self.place}的 {key}" if self.place else key
        return BadFacts(f"{where}：{problem}")

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.refuse(key, f"应为 YYYY-MM-DD 形式的日期，现为 {_shown(value)}。")
        try:
            return parse_day(value)
        except ValueError:
            problem = f"不是 YYYY-MM-DD 形式的有效日期：{_shown(value)}。"
            raise self.refuse(key, problem) from None

    def flag(self, key: str) -> bool | None:
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self.refuse(key, f"应为 true、false 或 null，现为 {_shown(value)}。")

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.refuse(key, f"应为文字或 null，现为 {_shown(value)}。")
        if not value.strip():
            raise self.refuse(key, "是空的；未知请写 null。")
        return value.strip()

    def level(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
            raise self.refuse(key, f"等级应为 1 至 5 的整数，现为 {_shown(value)}。")
        return value

    def choice(self, key: str, words: type[E]) -> E | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, str) and value in {word.value for word in words}:
            return words(value)
        allowed = "、".join(word.value for word in words)
        raise self.refuse(key, f"应为 {allowed} 之一或 null，现为 {_shown(value)}。")

    def period(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two days of which the second may not stand before the first."""
        begin, end = self.day(first), self.day(last)
        if begin and end and end < begin:
            raise self.refuse(last, f"{end} 早于 {first} 的 {begin}。")
        return begin, end

    def child(self, key: str, expected: Sequence[str]) -> "Sheet | None":
        """An object inside this one; None where it is unknown."""
        value = self.values.get(key)
        if value is None:
            return None
        return _sheet(value, f"{self.place}的 {key}" if self.place else key, expected, ())

    def rows(
        self, key: str, title: str, expected: Sequence[str], *, also: Sequence[str] = ()
    ) -> "tuple[Sheet, ...] | None":
        """The objects of a list, numbered from 1; None where the list is unknown."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self.refuse(key, f"应为列表或 null，现为 {_shown(value)}。")
        prefix = f"{self.place}的" if self.place else ""
        return tuple(
            _sheet(row, f"{prefix}{title}第 {number} 行", expected, also)
            for number, row in enumerate(value, start=1)
        )


def top(values: object, place: str) -> Sheet:
    """The outermost object of one person's facts."""
    if not isinstance(values, Mapping):
        raise BadFacts(f"{place or '事实文件'}应为一个对象，现为 {_shown(values)}。")
    return Sheet(values, place)


def parse_day(text: str) -> date:
    """A day written YYYY-MM-DD and in no other way.

    raises: ValueError.
    """
    if not ISO_DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _sheet(value: object, place: str, expected: Sequence[str], also: Sequence[str]) -> Sheet:
    if not isinstance(value, Mapping):
        raise BadFacts(f"{place}应为一个对象，现为 {_shown(value)}。")
    missing = [key for key in expected if key not in value]
    strange = [str(key) for key in value if key not in (*expected, *also)]
    if missing and strange:  # most likely a slip of the pen, which must not be read as unknown
        raise BadFacts(f"{place}：不认识的字段 {'、'.join(strange)}，缺少 {'、'.join(missing)}。")
    return Sheet(value, place)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
