"""Taking in a whole workbook of people at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from examsys.audit import service as audit
from examsys.kernel import clock, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.personnel import queries
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import Person
from examsys.personnel.service import papers, people
from examsys.personnel.service.papers import CertificateInput, TitleInput, WorkInput
from examsys.personnel.service.people import PersonIntake


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of the workbook. complete: all their papers are on record with this row.

    full_time: None = the cell is empty, so what the register says stays.
    """

    intake: PersonIntake
    papers: tuple[CertificateInput | TitleInput | WorkInput, ...] = ()
    full_time: bool | None = None
    complete: bool = False


def take_in(rows: Sequence[PersonRow], *, actor: Actor, at: datetime) -> None:
    """Add or complete people; empty cells change nothing. raises: Invalid, Conflict."""
    on = clock.day_of(at)
    known = queries.people_by_index([index_of(row.intake.id_number) for row in rows])
    added = changed = 0
    for row in rows:
        person = known.get(index_of(row.intake.id_number))
        if person is None:
            intake = replace(row.intake, full_time=bool(row.full_time))
            person = people.enter(intake, on=on)
            added += 1
        else:
            people.rewrite(person, merged(person, row), on=on)
            changed += 1
        _complete(person, row, by=actor.name, on=on)
    db.session.flush()
    audit.record(
        PersonnelEvent.PEOPLE_IMPORTED,
        actor=actor,
        subject="personnel:register",
        at=at,
        detail={"added": added, "changed": changed},
    )


def changes(person: Person, row: PersonRow) -> bool:
    """Whether the row says anything that the register does not hold yet."""
    intake = merged(person, row)
    if any(getattr(person, field) != getattr(intake, field) for field in people.PLAIN):
        return True
    if intake.phone and pii.normalise(intake.phone) != pii.get(person, "phone"):
        return True
    if row.complete and not (
        person.certificates_known and person.titles_known and person.work_known
    ):
        return True
    return any(
        not papers.holds(getattr(person, papers.ADDED[type(paper)][2]), paper)
        for paper in row.papers
    )


def merged(person: Person, row: PersonRow) -> PersonIntake:
    """The row with its empty cells filled from the register."""
    given = row.intake
    return PersonIntake(
        name=given.name,
        phone=given.phone,
        employer=given.employer or person.employer,
        education=given.education or person.education,
        post=given.post or person.post,
        full_time=person.full_time if row.full_time is None else row.full_time,
        expert_pools=given.expert_pools or person.expert_pools,
        note=given.note or person.note,
    )


def index_of(number: str) -> bytes:
    return pii.index_of("id_number", number)


def _complete(person: Person, row: PersonRow, *, by: str, on: date) -> None:
    for paper in row.papers:
        papers.attach(person, paper, by=by, on=on)
    if row.complete:
        person.certificates_known = person.titles_known = person.work_known = True
