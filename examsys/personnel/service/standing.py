"""Who holds an office on the day of use, each asked by the rulebook again."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager

from examsys.kernel.db import db
from examsys.personnel import queries
from examsys.personnel.facts import report_on
from examsys.personnel.models import Appointment, Person
from examsys.rules.finding import Report


def judged_appointees(role: str, *, level: int, on: date) -> list[tuple[Person, Report]]:
    """People whose appointment holds on this day with today's report for it, by name."""
    whole = contains_eager(Appointment.person)
    papers = (
        whole.selectinload(Person.certificates),
        whole.selectinload(Person.titles),
        whole.selectinload(Person.work_periods),
        whole.selectinload(Person.agreements),
        whole.selectinload(Person.violations),
    )
    query = select(Appointment).join(Appointment.person).options(*papers)
    query = query.where(
        Appointment.role == role, Appointment.level == level, queries.in_force(on)
    ).order_by(Person.name_key, Person.id)
    readings = queries.readings(on=on)
    people = {held.person_id: held.person for held in db.session.scalars(query)}
    return [
        (person, report_on(person, role=role, level=level, on=on, readings=readings))
        for person in people.values()
    ]


def holds_on(person_id: int, role: str, *, level: int | None, on: date) -> bool:
    """Whether this person's appointment to the role and level holds on this day."""
    query = exists().where(
        Appointment.person_id == person_id,
        Appointment.role == role,
        Appointment.level == level,
        queries.in_force(on),
    )
    return bool(db.session.scalar(select(query)))
