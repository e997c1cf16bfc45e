"""Answers with three values: True, False, and None for what nobody knows yet."""

from collections.abc import Iterable
from datetime import date

from examsys.rules.finding import Verdict

Answer = bool | None


def all_of(answers: Iterable[Answer]) -> Answer:
    """False as soon as one is false, else unknown as soon as one is unknown."""
    seen = set(answers)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(answers: Iterable[Answer]) -> Answer:
    """True as soon as one is true, else unknown as soon as one is unknown."""
    seen = set(answers)
    if True in seen:
        return True
    return None if None in seen else False


def negated(answer: Answer) -> Answer:
    return None if answer is None else not answer


def among(value: object | None, accepted: Iterable[object]) -> Answer:
    """Whether a value is one of those accepted; an unknown value is unknown."""
    return None if value is None else value in set(accepted)


def by_day(day: date | None, on: date) -> Answer:
    """Whether something dated `day` exists on the day judged."""
    return None if day is None else day <= on


def verdict(answer: Answer) -> Verdict:
    if answer is None:
        return Verdict.NEEDS_EVIDENCE
    return Verdict.PASS if answer else Verdict.FAIL
