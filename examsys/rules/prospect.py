"""What would make somebody qualify, and from which day: the same rulebook asked on later days.

A verdict changes only on days that the facts name (a certificate is issued, a decision is taken)
or on the day on which years of work are reached. The rulebook is asked on each of them, so no
second copy of a rule is needed. Work without a last day is taken to go on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from examsys.rules.book import Rulebook
from examsys.rules.credentials import Title
from examsys.rules.finding import Report, Verdict
from examsys.rules.personnel import (
    EXAMINER,
    ITEM_WRITER,
    ExaminerFacts,
    ItemWriterFacts,
    examiner_demand,
    item_writer_demand,
)
from examsys.rules.qualification import Demand
from examsys.rules.service_years import Anchor, service
from examsys.rules.truth import Answer
from examsys.rules.worktime import add_months

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Prospect:
    """since: the first day without a failing rule; None when time alone changes nothing.

    sure: on that day everything passes; else `asks` has to be there by then.
    asks: evidence missing on that day, or today. lacks: what today's failing rules require.
    """

    since: date | None
    sure: bool
    asks: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def examiner_prospect(x: ExaminerFacts) -> Prospect:
    return _prospect(EXAMINER, x, examiner_demand(x))


def item_writer_prospect(x: ItemWriterFacts) -> Prospect:
    return _prospect(ITEM_WRITER, x, item_writer_demand(x))


def _prospect(book: Rulebook, x: ExaminerFacts, demand: Demand) -> Prospect:  # type: ignore[type-arg]
    today = book.examine(x)
    if today.passed:
        return Prospect(x.on, True)
    perhaps: ExaminerFacts | None = None
    for day in turning_days(x, demand):
        later = replace(x, on=day)
        verdict = book.verdict(later)
        if verdict is Verdict.PASS:
            return Prospect(day, True, _asked(today))
        if perhaps is None and verdict is Verdict.NEEDS_EVIDENCE:
            perhaps = later
    if today.verdict is Verdict.NEEDS_EVIDENCE:
        return Prospect(None, False, _asked(today))
    if perhaps is not None:
        return Prospect(perhaps.on, False, _asked(book.examine(perhaps)))
    lacks = (f.required or f.message for f in today.of(Verdict.FAIL))
    return Prospect(None, False, _asked(today), tuple(dict.fromkeys(lacks)))


def turning_days(x: ExaminerFacts, demand: Demand) -> list[date]:
    """Every later day on which a verdict about these facts may change for the better."""
    days = {demand.clause.since, *(row.issued_on for row in x.certificates or ())}
    days |= {row.signed_on for row in getattr(x, "agreements", None) or ()}
    for title in x.titles or ():
        days |= {title.granted_on, title.equivalence.on if title.equivalence else None}
        days |= set(_reached(title, x, demand))
    return sorted(day for day in days if day is not None and day > x.on)


def _reached(title: Title, x: ExaminerFacts, demand: Demand) -> Iterable[date]:
    """The days on which the years after a title are certainly, and perhaps, reached."""
    if not demand.years:
        return

    def answer(on: date) -> Answer:
        anchor = Anchor(title.granted_on)
        return service(
            x.work,
            anchor=anchor,
            years=demand.years,
            sure=demand.sure,
            possible=demand.possible,
            on=on,
        ).answer

    begun = (row.since_latest or row.since for row in x.work or ())
    last = max(day for day in (x.on, title.granted_on, *begun) if day)
    limit = add_months(last, 12 * demand.years + 1)  # by then work that goes on has lasted
    for holds in (lambda on: answer(on) is not False, lambda on: answer(on) is True):
        if day := _first_day(holds, after=x.on, limit=limit):
            yield day


def _first_day(holds: Callable[[date], bool], *, after: date, limit: date) -> date | None:
    """The first day on which something holds that, once true, stays true."""
    if holds(after) or not holds(limit):
        return None
    while limit - after > DAY:
        middle = after + (limit - after) // 2
        after, limit = (after, middle) if holds(middle) else (middle, limit)
    return limit


def _asked(report: Report) -> tuple[str, ...]:
    papers = (paper for f in report.of(Verdict.NEEDS_EVIDENCE) for paper in f.evidence)
    return tuple(dict.fromkeys(papers))
