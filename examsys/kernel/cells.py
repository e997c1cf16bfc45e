"""One raw cell to one typed value, or the sentence that says what to do about it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from examsys.kernel.sheetspec import Column, Raw, Value
from examsys.kernel.textual import clean, full_width_to_ascii, private_use, real_character

NUMERIC_ID = "单元格是数字格式，末尾几位可能已丢失：请将该列设为文本格式后重新填写。"
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2}))")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
# Whole numbers up to here are exact in a spreadsheet's cells.
EXACT = 10**15


class BadCell(ValueError):
    """Why a cell cannot be taken, for the person who filled it in."""


def convert(column: Column, raw: Raw) -> Value:
    """returns: None for an empty optional cell. raises: BadCell."""
    if isinstance(raw, str):
        raw = clean(raw)
        _refuse_private(raw)
    if raw is None or raw == "":
        if column.required:
            raise BadCell("必填项为空，请填写。")
        return None
    if isinstance(raw, bool):
        raise BadCell("单元格是逻辑值（TRUE/FALSE）：请改为文字后重新填写。")
    return _KINDS[column.kind](column, raw)


def as_text(raw: Raw) -> str:
    """A cell as people read it: whole numbers without `.0`, days as 2026-11-21."""
    if raw is None:
        return ""
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < EXACT:
        return str(int(raw))
    return clean(str(raw))


def _text(column: Column, raw: Raw) -> str:
    if isinstance(raw, int | float) and abs(raw) >= EXACT:
        raise BadCell(NUMERIC_ID)
    text = as_text(raw)
    if len(text) > column.max_length:
        raise BadCell(f"有 {len(text)} 个字，最多 {column.max_length} 个字：请缩短后重新填写。")
    return text


def _id(column: Column, raw: Raw) -> str:
    if not isinstance(raw, str) or SCIENTIFIC.fullmatch(raw):
        raise BadCell(NUMERIC_ID)
    return _text(column, "".join(full_width_to_ascii(raw).split()))


def _date(column: Column, raw: Raw) -> date:
    if isinstance(raw, date):
        return raw
    written = full_width_to_ascii(as_text(raw)).replace(" ", "")
    for sign in "/.年月":
        written = written.replace(sign, "-")
    match = DAY.fullmatch(written.removesuffix("日"))
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            raise BadCell(f"“{as_text(raw)}”不是存在的日期，请核对。") from None
    raise BadCell(f"“{as_text(raw)}”不是日期：请按 2026-11-21 的样式填写。")


def _int(column: Column, raw: Raw) -> int:
    number = _number(raw)
    if number != number.to_integral_value():
        raise BadCell(f"“{as_text(raw)}”不是整数：请填写整数。")
    return int(number)


def _decimal(column: Column, raw: Raw) -> Decimal:
    return _number(raw)


def _number(raw: Raw) -> Decimal:
    written = full_width_to_ascii(as_text(raw)).replace(",", "").replace(" ", "")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise BadCell(f"“{as_text(raw)}”不是数字：请填写数字。") from None
    if not number.is_finite() or abs(number) >= EXACT:
        raise BadCell(f"“{as_text(raw)}”不是可用的数字：请核对后重新填写。")
    return number


def _choice(column: Column, raw: Raw) -> str:
    written = as_text(raw)
    if written in column.choices:
        return written
    for choice in column.choices:
        if unicodedata.normalize("NFKC", choice) == unicodedata.normalize("NFKC", written):
            return choice
    shown = "、".join(column.choices[:8]) + ("等" if len(column.choices) > 8 else "")
    raise BadCell(f"“{written[:40]}”不在可选范围内：请从 {shown} 中选择。")


def _refuse_private(text: str) -> None:
    for character in private_use(text):
        meant = real_character(character)
        advice = f"请改为“{meant}”" if meant else "请用新版输入法重新输入该字"
        raise BadCell(f"含有自造字（U+{ord(character):04X}），其他电脑上无法显示：{advice}。")


_KINDS: dict[str, Callable[[Column, Raw], Value]] = {
    "text": _text,
    "id": _id,
    "date": _date,
    "int": _int,
    "decimal": _decimal,
    "choice": _choice,
}
