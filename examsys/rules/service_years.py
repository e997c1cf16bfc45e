"""Years of work after a certificate or a title: reached, out of reach, or not known yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from examsys.rules.credentials import Work, WorkKind, possible_spans, sure_spans
from examsys.rules.truth import Answer
from examsys.rules.worktime import Span, Tally, add_years, tally

NOTHING = Tally(())


@dataclass(frozen=True, slots=True)
class Service:
    """sure: what certainly counts. possible: what could count once the gaps are filled."""

    answer: Answer
    sure: Tally
    possible: Tally


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day from which years count. `day` None means that nobody knows it yet."""

    day: date | None


def service(
    work: Iterable[Work] | None,
    *,
    anchor: Anchor | None,
    years: int,
    sure: tuple[WorkKind, ...],
    possible: tuple[WorkKind, ...],
    on: date,
) -> Service:
    """Count work from an anchor (None: from the first day of work) to the day judged."""
    day = anchor.day if anchor else None
    floating = anchor is not None and anchor.day is None
    rows = None if work is None else tuple(work)
    known = () if rows is None else sure_spans(rows, sure, on=on)
    could = (Span(date.min, on),) if rows is None else possible_spans(rows, possible, on=on)
    certain = NOTHING if floating else tally(known, anchor=day, on=on)
    widest = tally(could, anchor=day, on=on)
    return Service(_answer(certain, widest, day, years=years, on=on), certain, widest)


def _answer(sure: Tally, possible: Tally, day: date | None, *, years: int, on: date) -> Answer:
    if years <= 0:
        return True
    if day is not None and add_years(day, years) > on:
        return False  # no evidence of work makes the certificate or the title older
    if sure.reaches(years):
        return True
    return None if possible.reaches(years) else False
