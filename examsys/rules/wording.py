"""Wordings an agency may set, with places that are filled in for each person: {姓名}."""

import re
from collections.abc import Collection, Mapping

PLACE = re.compile(r"\{([^{}]*)\}")


def problem(text: str, known: Collection[str]) -> str:
    """What is wrong with a wording, as the end of a sentence; empty when it can be filled."""
    if unknown := [name for name in PLACE.findall(text) if name not in known]:
        named = "、".join(f"{{{name}}}" for name in dict.fromkeys(unknown))
        return f"不能使用{named}，可以使用" + "、".join(f"{{{name}}}" for name in known)
    if "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
        return "花括号没有成对"
    return ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The wording with every place filled; what is filled in is not read again."""
    return PLACE.sub(lambda found: values[found[1]], text)
