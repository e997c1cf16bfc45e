"""One cell of a workbook: what people write, and what it means."""

import re
from decimal import Decimal, InvalidOperation

from question_bank.cards import COMPONENT_NAMES, DIFFICULTY_NAMES, KIND_NAMES, Component, Kind
from question_bank.items import FALSE, LETTERS, TRUE, RubricLine
from question_bank.text import clean, normal

_KINDS = {
    **{name: kind for kind, name in KIND_NAMES.items()},
    **{f"{name}题": kind for kind, name in KIND_NAMES.items()},
    "单项选择": Kind.SINGLE,
    "单项选择题": Kind.SINGLE,
    "多项选择": Kind.MULTIPLE,
    "多项选择题": Kind.MULTIPLE,
    "是非题": Kind.TRUE_FALSE,
    "案例分析": Kind.CASE,
    "案例分析题": Kind.CASE,
    # The letters of the national text form.
    "B": Kind.SINGLE,
    "C": Kind.TRUE_FALSE,
    "G": Kind.MULTIPLE,
}
_COMPONENTS = {
    **{name: component for component, name in COMPONENT_NAMES.items()},
    "": Component.THEORY,
    "理论": Component.THEORY,
    "理论知识": Component.THEORY,
    "技能": Component.SKILL,
    "操作技能": Component.SKILL,
}
_DIFFICULTIES = {name: level for level, name in DIFFICULTY_NAMES.items()}
_TRUE = frozenset({"√", "✓", "✔", "对", "正确", "是", "T", "TRUE", "Y"})
_FALSE = frozenset({"×", "✗", "✘", "X", "错", "错误", "否", "F", "FALSE", "N"})
_SEPARATORS = re.compile(r"[\s,;、/.。|]+")
_RUBRIC = re.compile(
    r"(?P<text>.*?)\s*[(（|:：,，]?\s*(?P<marks>\d+(?:\.\d)?)\s*分\s*[)）]?[。；;]?"
)


class Unreadable(ValueError):
    """A cell that means nothing to us; the message is for its writer."""


def text(value: object) -> str:
    """A cell as clean text; whole numbers without a tail, because sheets turn 3 into 3.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))


def kind(value: object) -> Kind:
    """raises: Unreadable."""
    if (found := _KINDS.get(normal(text(value)))) is None:
        raise Unreadable(f"不认识题型“{text(value)}”，请填{'、'.join(KIND_NAMES.values())}之一")
    return found


def component(value: object) -> Component:
    """raises: Unreadable."""
    if (found := _COMPONENTS.get(normal(text(value)))) is None:
        names = "、".join(COMPONENT_NAMES.values())
        raise Unreadable(f"不认识科目“{text(value)}”，请填{names}之一")
    return found


def difficulty(value: object) -> int:
    """raises: Unreadable."""
    written = normal(text(value))
    level = _DIFFICULTIES.get(written) or (int(written) if written in set("12345") else None)
    if level is None:
        raise Unreadable(f"难度须为 1（易）至 5（难），现填“{text(value)}”")
    return level


def code(value: object) -> str:
    return normal(text(value)).upper().replace("—", "-").replace("–", "-")


def amount(value: object, *, what: str) -> Decimal | None:
    """A positive number with at most one decimal; None for an empty cell. raises: Unreadable."""
    written = normal(text(value)).removesuffix("分").removesuffix("%")
    if not written:
        return None
    try:
        number = Decimal(written) if written.isascii() else Decimal(0)
    except InvalidOperation:
        number = Decimal(0)
    # The upper bound comes before the arithmetic: 1E999999 would never finish.
    if not number.is_finite() or not 0 < number <= 1000 or number * 10 != int(number * 10):
        raise Unreadable(f"{what}须为大于 0、不超过 1000 的数，最多一位小数，现填“{text(value)}”")
    return number


def answer(value: object, of: Kind) -> str:
    """The answer as it is stored; what cannot be read stays as written, to be refused by name."""
    written = text(value)
    if of in (Kind.SINGLE, Kind.MULTIPLE):
        letters = _SEPARATORS.sub("", normal(written)).upper()
        plain = letters.strip("()[]【】")
        readable = bool(plain) and set(plain) <= set(LETTERS) and len(set(plain)) == len(plain)
        return "".join(sorted(plain)) if readable else plain
    if of is Kind.TRUE_FALSE:
        plain = normal(written).upper().strip("()")
        return TRUE if plain in _TRUE else FALSE if plain in _FALSE else written
    return written


def option(value: object, letter: str) -> str:
    """An option without the letter that its writer may have put before it."""
    return re.sub(rf"^[(（]?{letter}\s*[)）.．、:：]\s*", "", text(value))


def rubric(value: object) -> tuple[RubricLine, ...]:
    """One line a thing to award, each ending in its marks. raises: Unreadable."""
    lines = []
    for number, line in enumerate(filter(None, text(value).split("\n")), start=1):
        found = _RUBRIC.fullmatch(line)
        if found is None:
            raise Unreadable(f"评分标准第 {number} 行没有写明分值，写法如“指出约定违法（5分）”")
        lines.append(RubricLine(found["text"], Decimal(found["marks"])))
    return tuple(lines)
