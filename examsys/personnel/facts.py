"""Rows to facts: the only bridge between the register and the notice's rules.

A list that nobody has declared complete may lack a row that would qualify. It is handed over as
None when it is empty, and else with one more row of which nothing is known: an unknown row can
make a path unknown, never true and never false.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, TypeVar

from examsys.rules.book import Rulebook
from examsys.rules.credentials import (
    Agreement,
    Certificate,
    CertificateKind,
    CertificateStatus,
    Equivalence,
    Title,
    TitleRank,
    Violation,
    Work,
    WorkKind,
)
from examsys.rules.finding import Report
from examsys.rules.personnel import (
    EXAMINER,
    ITEM_WRITER,
    THIS_AGENCY,
    ExaminerFacts,
    ItemWriterFacts,
    Readings,
)
from examsys.rules.prospect import Prospect, examiner_prospect, item_writer_prospect
from examsys.rules.verifying import Verification

T = TypeVar("T")
OWN = Readings()  # none of the stricter ones
RULED_ROLES = ("examiner", "item_writer")
PERHAPS_CERTIFICATE = Certificate(None, None, None, None, None)
PERHAPS_TITLE = Title("可能尚有未登记的职称", None, None, None)
PERHAPS_WORK = Work(None, None, None)
PERHAPS_VIOLATION = Violation(None, None, None)


def report_on(person: Any, *, role: str, level: int, on: date, readings: Readings) -> Report:
    """Judge a person for one of the two roles that the notice rules.

    readings: the local readings in force on the day, see `queries.readings`.
    raises: KeyError for another role.
    """
    known = FACTS[role](person, level=level, on=on, readings=readings)
    return BOOKS[role].examine(known)


def examiner_facts(person: Any, *, level: int, on: date, readings: Readings = OWN) -> ExaminerFacts:
    return ExaminerFacts(on=on, level=level, readings=readings, **_shared(person, on=on))


def item_writer_facts(
    person: Any, *, level: int, on: date, readings: Readings = OWN
) -> ItemWriterFacts:
    """The agency knows its own agreements, so their list is never unknown."""
    return ItemWriterFacts(
        on=on,
        level=level,
        readings=readings,
        **_shared(person, on=on),
        agreements=tuple(
            Agreement(THIS_AGENCY, row.signed_on, row.until) for row in person.agreements
        ),
        expert_pools=tuple(pool for pool in person.expert_pools.split("、") if pool),
    )


def _shared(person: Any, *, on: date) -> dict[str, Any]:
    declared = person.declared_on is not None and person.declared_on <= on
    violations = (
        Violation(row.committed_on, row.kind, row.overturned) for row in person.violations
    )
    certificates, sure_certificates = _shown(person.certificates, person.certificates_known)
    titles, sure_titles = _shown(person.titles, person.titles_known)
    work, sure_work = _shown(person.work_periods, person.work_known)
    return {
        "certificates": _known(
            map(_certificate, certificates), sure_certificates, PERHAPS_CERTIFICATE
        ),
        "titles": _known(map(_title, titles), sure_titles, PERHAPS_TITLE),
        "work": _known(map(_work, work), sure_work, PERHAPS_WORK),
        "violations": _known(violations, person.violations_known, PERHAPS_VIOLATION),
        "political_declaration": person.political_declaration if declared else None,
        "ethics_declaration": person.ethics_declaration if declared else None,
        "professional_assessment": person.professional_assessment if declared else None,
    }


def _shown(rows: Iterable[Any], complete: bool) -> tuple[list[Any], bool]:
    """Without the papers that their scans contradict; such a list is no longer complete."""
    kept = list(rows)
    fit = [row for row in kept if row.verification is not Verification.MISMATCH]
    return fit, complete and len(fit) == len(kept)


def _known(rows: Iterable[T], complete: bool, perhaps: T) -> tuple[T, ...] | None:
    found = tuple(rows)
    if complete:
        return found
    return (*found, perhaps) if found else None


def _certificate(row: Any) -> Certificate:
    return Certificate(
        occupation=row.occupation,
        kind=CertificateKind(row.kind),
        level=row.level,
        issued_on=row.issued_on,
        status=CertificateStatus(row.status),
    )


def _title(row: Any) -> Title:
    decision = row.equivalence
    return Title(
        name=row.name,
        rank=TitleRank(row.rank),
        major=row.major or None,
        granted_on=row.granted_on,
        equivalence=None
        if decision is None
        else Equivalence(
            decision["accepted"], decision["reason"], date.fromisoformat(decision["on"])
        ),
    )


def _work(row: Any) -> Work:
    """The register keeps the last day worked; the rules count to the first day after it."""
    until = None if row.ended_on is None else row.ended_on + timedelta(days=1)
    return Work(WorkKind(row.kind), row.started_on, until)


# Both rulebooks by role; a person is a mapped one or an entry of `wholeregister`.
FACTS: dict[str, Callable[..., Any]] = {
    "examiner": examiner_facts,
    "item_writer": item_writer_facts,
}
BOOKS: dict[str, Rulebook[Any]] = {"examiner": EXAMINER, "item_writer": ITEM_WRITER}
PROSPECTS: dict[str, Callable[[Any], Prospect]] = {
    "examiner": examiner_prospect,
    "item_writer": item_writer_prospect,
}
