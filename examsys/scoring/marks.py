"""Marks as they are typed and shown in grids: 85.5, 缺, 违."""

from examsys.kernel.textual import full_width_to_ascii
from examsys.rules.marking import ABSENT, VIOLATION, Mark, MarkKind, read_mark

SHORT = {"缺": ABSENT, "违": VIOLATION}
WORDS = {MarkKind.ABSENT: "缺", MarkKind.VIOLATION: "违"}


def read(text: str) -> Mark | None:
    """What was typed; None for an empty cell.

    raises: examsys.rules.marking.BadMark.
    """
    typed = full_width_to_ascii(text).replace("。", ".").strip()
    if not typed:
        return None
    return SHORT.get(typed) or read_mark(typed)


def shown(mark: Mark | None) -> str:
    """The shortest way to type this mark: 60, 85.5, 缺, 违."""
    if mark is None:
        return ""
    return WORDS[mark.kind] if mark.score is None else f"{mark.score.normalize():f}"


def plain(mark: Mark | None) -> str:
    """The mark as tables and paper show it: 60.0, 缺考, 违纪."""
    if mark is None:
        return "—"
    return mark.text if mark.score is None else f"{mark.score}"
