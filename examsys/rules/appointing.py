"""What is noted of a term of office, and what a further term asks for."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class NoteKind(StrEnum):
    """What happened during a term. source: domain §5.4, six systems to record."""

    TRAINING = "training"
    ASSESSMENT = "assessment"
    SANCTION = "sanction"


class Result(StrEnum):
    PASSED = "passed"
    FAILED = "failed"


NOTE_WORDS: Mapping[NoteKind, str] = {
    NoteKind.TRAINING: "培训",
    NoteKind.ASSESSMENT: "年度考核",
    NoteKind.SANCTION: "处理",
}
RESULT_WORDS: Mapping[Result, str] = {Result.PASSED: "合格", Result.FAILED: "不合格"}
RENEWED = frozenset({"examiner"})  # roles whose further term needs training and assessment


def renewal_lacks(role: str, notes: Collection[tuple[NoteKind, Result | None]]) -> list[str]:
    """What the term before lacks for a further one: a training, and a last assessment passed.

    notes: in the order of their days. source: domain §5.4 (续聘须培训、考核).
    """
    if role not in RENEWED:
        return []
    lacks = []
    if all(kind is not NoteKind.TRAINING for kind, _ in notes):
        lacks.append("上一聘期内没有培训记录")
    marks = [result for kind, result in notes if kind is NoteKind.ASSESSMENT]
    if not marks:
        lacks.append("上一聘期内没有年度考核记录")
    elif marks[-1] is not Result.PASSED:
        lacks.append("上一聘期最近一次年度考核不合格")
    return lacks
