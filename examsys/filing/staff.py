"""The people a filing names: who is appointed today, and whether each still meets the notice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from examsys.kernel.db import db
from examsys.personnel import queries as personnel
from examsys.personnel.export import report_on
from examsys.personnel.models import Person
from examsys.rules.finding import Report, Verdict
from examsys.rules.states import LEVEL_SHORT

ROLES: Mapping[str, str] = {"examiner": "考评人员", "item_writer": "命题专家"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One appointed person at one filed level, judged on the day."""

    person: Person
    level: int
    report: Report


@dataclass(frozen=True, slots=True)
class Standing:
    """Whoever is named in a filing for one role, on a day."""

    role: str
    levels: tuple[int, ...]
    judged: tuple[Judged, ...]

    def qualified(self, level: int) -> int:
        """How many people of a level pass today."""
        return sum(one.level == level and one.report.passed for one in self.judged)

    def by_rule(self, rule: str) -> Mapping[Verdict, tuple[str, ...]]:
        """Names by what one rule says about them, each once, worst first."""
        found: dict[Verdict, dict[str, None]] = {verdict: {} for verdict in Verdict}
        for one in self.judged:
            found[one.report.finding(rule).verdict][one.person.name] = None
        return {verdict: tuple(names) for verdict, names in found.items()}


def standing(role: str, levels: Iterable[int], *, on: date) -> Standing:
    """Everybody appointed in a role at one of the levels, judged anew; statements are constant."""
    wanted = tuple(levels)
    held = [one for one in personnel.appointed(role, on=on) if one.level in wanted]
    ids = {one.person_id for one in held}
    query = select(Person).where(Person.id.in_(ids)).options(*personnel.EVERYTHING)
    people = {row.id: row for row in db.session.scalars(query)} if ids else {}
    readings = personnel.readings(on=on)
    judged = tuple(
        Judged(
            people[one.person_id],
            one.level or 0,
            report_on(
                people[one.person_id], role=role, level=one.level or 0, on=on, readings=readings
            ),
        )
        for one in held
    )
    return Standing(role, wanted, judged)


def title(role: str, level: int) -> str:
    return f"{LEVEL_SHORT[level]}{ROLES[role]}"
