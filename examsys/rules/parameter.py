"""One setting of the agency: its type, default and origin, and how a new value is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from examsys.rules.wording import problem

Value = bool | int | str | Decimal | tuple[int, ...] | None
YES, NO = ("是", "true", "1", "on"), ("否", "false", "0", "off")
URL = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/\S*)?", re.IGNORECASE)
RATIO = re.compile(r"1\s*[:：]\s*([1-9][0-9]{0,3})")
FRACTION = re.compile(r"([1-9][0-9]{0,2})\s*/\s*([1-9][0-9]{0,2})")


class BadValue(ValueError):
    """A value a parameter cannot take; `str(error)` says in Chinese what it takes."""


class ParameterType(StrEnum):
    BOOL = "bool"
    INT = "int"
    OPTIONAL_INT = "optional_int"
    DECIMAL = "decimal"
    PERCENT = "percent"
    RATIO = "ratio"
    FRACTION = "fraction"
    TIME = "time"
    MONTH_DAY = "month_day"
    INTS = "ints"
    CHOICE = "choice"
    URL = "url"
    TEXT = "text"
    WORDING = "wording"


class Scope(StrEnum):
    """Where a value may be set; each narrower one may override a wider one."""

    NATIONAL = "national"
    PROVINCE = "province"
    AGENCY = "agency"
    BATCH = "batch"


SCOPE_WORDS = {
    Scope.NATIONAL: "全国",
    Scope.PROVINCE: "省级",
    Scope.AGENCY: "机构",
    Scope.BATCH: "批次",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """default: a parsed value; a PERCENT is a share of 1, typed and shown as percent.

    confidence: C and ? are shown as 请按当地规定确认.

    low, high: bounds of numbers, both allowed; high: of a WORDING, its most characters.
    choices: of a CHOICE, or the places a WORDING may have, with their words.
    """

    key: str
    title: str
    type: ParameterType
    default: Value
    source: str
    confidence: str
    scope: Scope = Scope.AGENCY
    unit: str = ""
    low: int = 0
    high: int = 1_000_000
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def group(self) -> str:
        return self.key.partition(".")[0]

    @property
    def provisional(self) -> bool:
        return self.confidence in {"C", "D", "?"}

    def parse(self, text: str) -> Value:
        """Read what a person typed.

        raises: BadValue.
        """
        return _READERS[self.type](self, text.strip())

    def write(self, value: Value) -> str:
        """The text that `parse` reads back as `value`."""
        if value is None:
            return "不限"
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, tuple):
            return ", ".join(str(one) for one in value)
        if self.type is ParameterType.RATIO:
            return f"1:{value}"
        if isinstance(value, Decimal) and self.type is ParameterType.PERCENT:
            return f"{(value * 100).normalize():f}%"
        return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)

    def shown(self, value: Value) -> str:
        """The value in words for a screen."""
        if self.type is ParameterType.CHOICE:
            return dict(self.choices).get(str(value), str(value))
        unit = f" {self.unit}" if self.unit else ""
        return self.write(value) + ("" if value is None else unit)

    def to_json(self, value: Value) -> bool | int | str | list[int] | None:
        """Plain data for a snapshot; `from_json` brings it back."""
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return list(value) if isinstance(value, tuple) else value

    def from_json(self, value: object) -> Value:
        """raises: BadValue."""
        if value is None or isinstance(value, bool):
            return self.parse(self.write(value))
        if isinstance(value, list):
            return self.parse(", ".join(str(one) for one in value))
        if isinstance(value, int) and self.type is ParameterType.RATIO:
            return self.parse(f"1:{value}")
        if self.type is ParameterType.PERCENT:
            return self.parse(_hundredfold(str(value)))
        return self.parse(str(value))

    def refuse(self, text: str, expected: str) -> BadValue:
        return BadValue(f"{self.title}：应为{expected}，现为“{text}”。")


def _hundredfold(share: str) -> str:
    try:
        return f"{Decimal(share) * 100:f}"
    except InvalidOperation:
        return share


def _bool(p: Parameter, text: str) -> Value:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise p.refuse(text, "是或否")


def _int(p: Parameter, text: str) -> Value:
    if not re.fullmatch(r"[0-9]{1,7}", text) or not p.low <= int(text) <= p.high:
        raise p.refuse(text, f" {p.low} 至 {p.high} 的整数")
    return int(text)


def _optional_int(p: Parameter, text: str) -> Value:
    if text in ("", "不限"):
        return None
    if not re.fullmatch(r"[0-9]{1,7}", text) or not p.low <= int(text) <= p.high:
        raise p.refuse(text, f" {p.low} 至 {p.high} 的整数，或“不限”")
    return int(text)


def _decimal(p: Parameter, text: str) -> Value:
    expected = f" {p.low} 至 {p.high} 的数，最多两位小数"
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", text):
        raise p.refuse(text, expected)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise p.refuse(text, expected) from None
    if not p.low <= number <= p.high:
        raise p.refuse(text, expected)
    return number


def _percent(p: Parameter, text: str) -> Value:
    number = _decimal(p, text.removesuffix("%").removesuffix("％").strip())
    return number / 100 if isinstance(number, Decimal) else number


def _ratio(p: Parameter, text: str) -> Value:
    match = RATIO.fullmatch(text)
    if match is None or not p.low <= int(match[1]) <= p.high:
        raise p.refuse(text, f" 1:{max(p.low, 1)} 至 1:{p.high} 的比例，例如 1:15")
    return int(match[1])


def _fraction(p: Parameter, text: str) -> Value:
    match = FRACTION.fullmatch(text)
    if match is None or int(match[1]) > int(match[2]):
        raise p.refuse(text, "不大于 1 的分数，例如 1/3")
    return f"{int(match[1])}/{int(match[2])}"


def _time(p: Parameter, text: str) -> Value:
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}", text):
        raise p.refuse(text, "时:分，例如 09:00")
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise p.refuse(text, "时:分，例如 09:00") from None


def _month_day(p: Parameter, text: str) -> Value:
    if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
        raise p.refuse(text, "月-日，例如 12-31")
    try:
        return date.fromisoformat(f"2000-{text}").strftime("%m-%d")
    except ValueError:
        raise p.refuse(text, "月-日，例如 12-31") from None


def _ints(p: Parameter, text: str) -> Value:
    parts = [part.strip() for part in re.split(r"[,，、/]", text)]
    inside = all(re.fullmatch(r"[0-9]{1,7}", one) and p.low <= int(one) <= p.high for one in parts)
    if not inside:
        raise p.refuse(text, f"用逗号分开的整数，每个在 {p.low} 至 {p.high} 之间")
    return tuple(int(one) for one in parts)


def _choice(p: Parameter, text: str) -> Value:
    if text not in dict(p.choices):
        raise p.refuse(text, "、".join(f"{key}（{word}）" for key, word in p.choices) + " 之一")
    return text


def _url(p: Parameter, text: str) -> Value:
    if not URL.fullmatch(text) or len(text) > 200:
        raise p.refuse(text, "以 http:// 或 https:// 开头的网址")
    return text


def _text(p: Parameter, text: str) -> Value:
    if not text or len(text) > 500:
        raise p.refuse(text, " 1 至 500 字的文字")
    return text


def _wording(p: Parameter, text: str) -> Value:
    if not text or len(text) > p.high or not text.isprintable():
        raise p.refuse(text, f" 1 至 {p.high} 字的一段文字，不换行")
    if wrong := problem(text, dict(p.choices)):
        raise BadValue(f"{p.title}：{wrong}。")
    return text


_READERS: dict[ParameterType, Callable[[Parameter, str], Value]] = {
    ParameterType.BOOL: _bool,
    ParameterType.INT: _int,
    ParameterType.OPTIONAL_INT: _optional_int,
    ParameterType.DECIMAL: _decimal,
    ParameterType.PERCENT: _percent,
    ParameterType.RATIO: _ratio,
    ParameterType.FRACTION: _fraction,
    ParameterType.TIME: _time,
    ParameterType.MONTH_DAY: _month_day,
    ParameterType.INTS: _ints,
    ParameterType.CHOICE: _choice,
    ParameterType.URL: _url,
    ParameterType.TEXT: _text,
    ParameterType.WORDING: _wording,
}
