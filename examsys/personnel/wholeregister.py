"""The whole register judged for one role, level and day, in a fixed number of statements.

Rows are read as plain columns: 5,000 people have some 20,000 papers, too many for mapped objects.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from examsys.kernel.db import db
from examsys.personnel import facts
from examsys.personnel.models import (
    Agreement,
    Appointment,
    Person,
    PersonCertificate,
    Title,
    Violation,
    WorkPeriod,
)
from examsys.personnel.queries import in_force, readings
from examsys.rules.finding import Report, Verdict
from examsys.rules.personnel import Readings
from examsys.rules.prospect import Prospect

ORDER = (Verdict.PASS, Verdict.NEEDS_EVIDENCE, Verdict.FAIL)
PEOPLE = (
    "id", "name", "name_key", "employer", "post", "political_declaration", "ethics_declaration",
    "professional_assessment", "declared_on", "certificates_known", "titles_known", "work_known",
    "violations_known", "expert_pools",
)  # fmt: skip
CHECKED = ("verification",)
PAPERS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "certificates": (
        PersonCertificate,
        (*CHECKED, "occupation", "kind", "level", "issued_on", "status"),
    ),
    "titles": (Title, (*CHECKED, "name", "rank", "major", "granted_on", "equivalence")),
    "work_periods": (WorkPeriod, (*CHECKED, "kind", "started_on", "ended_on")),
    "agreements": (Agreement, ("signed_on", "until")),
    "violations": (Violation, ("committed_on", "kind", "overturned")),
}


@dataclass(slots=True)
class Entry:
    """One person as the rules see them: `facts` reads it like a mapped person."""

    person: Any
    certificates: list[Any] = field(default_factory=list)
    titles: list[Any] = field(default_factory=list)
    work_periods: list[Any] = field(default_factory=list)
    agreements: list[Any] = field(default_factory=list)
    violations: list[Any] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.person, name)


@dataclass(frozen=True, slots=True)
class Question:
    """Who may act as `role` at `level` on the day `on`?"""

    role: str
    level: int
    on: date
    readings: Readings

    def verdict(self, entry: Entry) -> Verdict:
        return facts.BOOKS[self.role].verdict(self._facts(entry))

    def report(self, entry: Entry) -> Report:
        return facts.BOOKS[self.role].examine(self._facts(entry))

    def prospect(self, entry: Entry) -> Prospect:
        return facts.PROSPECTS[self.role](self._facts(entry))

    def _facts(self, entry: Entry) -> Any:
        make = facts.FACTS[self.role]
        return make(entry, level=self.level, on=self.on, readings=self.readings)


@dataclass(frozen=True, slots=True)
class Judged:
    entry: Entry
    verdict: Verdict
    held: bool

    @property
    def preferred(self) -> bool:
        """Whether the notice asks to take this person first."""
        return bool(self.entry.expert_pools)


def question(*, role: str, level: int, on: date) -> Question:
    return Question(role, level, on, readings(on=on))


def judge(asked: Question, *, q: str = "") -> list[Judged]:
    """Everybody whose name or employer contains `q`, by name, with their verdict."""
    held = set(db.session.scalars(_held(asked)))
    return [Judged(entry, asked.verdict(entry), entry.person.id in held) for entry in entries(q=q)]


def counts(judged: Iterable[Judged]) -> list[tuple[Verdict, int]]:
    found = Counter(one.verdict for one in judged)
    return [(verdict, found[verdict]) for verdict in ORDER]


def ordered(judged: Iterable[Judged], *, sort: str, role: str) -> list[Judged]:
    """By verdict, then whom the notice prefers, then name. sort: verdict, name or employer."""
    rows = list(judged)
    if sort == "employer":
        rows.sort(key=lambda one: one.entry.employer)
    elif sort == "verdict":
        last = role == "item_writer"
        rows.sort(key=lambda one: (ORDER.index(one.verdict), last and not one.preferred))
    return rows


def entries(*, q: str = "") -> Sequence[Entry]:
    """People by name with all that the rules ask about."""
    columns = [getattr(Person, name) for name in PEOPLE]
    found = db.session.execute(_named(select(*columns), q).order_by(Person.name_key, Person.id))
    people = {row.id: Entry(row) for row in found}
    for collection, (model, names) in PAPERS.items():
        wanted = [getattr(model, name) for name in names]
        query = select(model.person_id, *wanted)
        if q:
            query = _named(query.join(Person, Person.id == model.person_id), q)
        for row in db.session.execute(query.order_by(model.id)):
            getattr(people[row.person_id], collection).append(row)
    return list(people.values())


def _named(query: Select[Any], q: str) -> Select[Any]:
    if not q:
        return query
    words = (column.contains(q, autoescape=True) for column in (Person.name, Person.employer))
    return query.where(or_(*words))


def _held(asked: Question) -> Select[int]:
    wanted = (Appointment.role == asked.role, Appointment.level == asked.level)
    return select(Appointment.person_id).where(*wanted, in_force(asked.on))
