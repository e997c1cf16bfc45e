"""Reads of the register: ordered, eager, named by what they answer."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.parameters import queries as parameters
from examsys.personnel.models import Agreement, Appointment, Person
from examsys.rules.personnel import Readings
from examsys.rules.states import AppointmentState

STATES = {"active": "在聘", "none": "未在聘", "proposed": "待批准", "expiring": "90日内到期"}
EVERYTHING = (
    selectinload(Person.certificates),
    selectinload(Person.titles),
    selectinload(Person.work_periods),
    selectinload(Person.agreements),
    selectinload(Person.violations),
)
SAID = (selectinload(Person.assessments), selectinload(Person.record_checks))


def person(person_id: int) -> Person:
    """raises: Missing."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise Missing("名册中没有这个人，请回到人员名册查找。")
    return found


def whole_person(person_id: int) -> Person:
    """A person with everything a page about them shows. raises: Missing."""
    query = select(Person).where(Person.id == person_id)
    terms = selectinload(Person.appointments).selectinload(Appointment.notes)
    found = db.session.scalar(query.options(*EVERYTHING, *SAID, terms))
    if found is None:
        raise Missing("名册中没有这个人，请回到人员名册查找。")
    return found


def readings(*, on: date) -> Readings:
    """The local readings of the notice in force on a day."""
    return Readings(
        **{
            field.name: parameters.value(f"personnel.{field.name}", on=on)
            for field in fields(Readings)
        }
    )


def person_by_index(index: bytes) -> Person | None:
    """The person with this blind index of an ID number."""
    return db.session.scalar(select(Person).where(Person.id_number_index == index))


def all_people() -> Sequence[Person]:
    """Everybody by name, without their papers: for choices."""
    return db.session.scalars(select(Person).order_by(Person.name_key, Person.id)).all()


def people(
    *,
    q: str = "",
    role: str = "",
    level: int | None = None,
    state: str = "",
    on: date,
    soon: date,
) -> Select[Person]:
    """The register filtered; role, level and state speak of one and the same appointment.

    q: part of a name or employer, or the last four characters of an ID number.
    soon: until when an appointment counts as about to end.
    """
    query = select(Person).options(
        selectinload(Person.appointments), selectinload(Person.agreements)
    )
    if q:
        words = [
            Person.name.contains(q, autoescape=True),
            Person.employer.contains(q, autoescape=True),
        ]
        query = query.where(or_(*words, Person.id_number_last4 == q.upper()))
    wanted: list[ColumnElement[bool]] = []
    if role:
        wanted.append(Appointment.role == role)
    if level:
        wanted.append(Appointment.level == level)
    if state == "none":
        return query.where(~Person.appointments.any(and_(in_force(on), *wanted)))
    if state == "proposed":
        waiting = Appointment.state == AppointmentState.PROPOSED
        return query.where(Person.appointments.any(and_(waiting, *wanted)))
    if state == "expiring":
        wanted.append(Appointment.until <= soon)
    if wanted or state:
        query = query.where(Person.appointments.any(and_(in_force(on), *wanted)))
    return query


def in_force(on: date) -> ColumnElement[bool]:
    """SQL: an appointment holds on this day; an item writer's only with an agreement in force."""
    bound = exists().where(
        Agreement.person_id == Appointment.person_id,
        Agreement.signed_on <= on,
        Agreement.until >= on,
    )
    return and_(
        Appointment.state == AppointmentState.ACTIVE,
        Appointment.since <= on,
        Appointment.until >= on,
        or_(Appointment.role != "item_writer", bound),
    )


def appointed(role: str, *, level: int | None = None, on: date) -> Sequence[Appointment]:
    """Appointments that hold on this day; item writers only while an agreement is in force."""
    query = _appointed(role, level=level, on=on).options(contains_eager(Appointment.person))
    return db.session.scalars(query).all()


def appointed_with_papers(role: str, *, on: date) -> Sequence[Appointment]:
    """As `appointed`, each person with certificates and titles."""
    person = contains_eager(Appointment.person)
    papers = (person.selectinload(Person.certificates), person.selectinload(Person.titles))
    return db.session.scalars(_appointed(role, level=None, on=on).options(*papers)).all()


def _appointed(role: str, *, level: int | None, on: date) -> Select[Appointment]:
    query = select(Appointment).join(Appointment.person)
    query = query.where(Appointment.role == role, in_force(on))
    if level is not None:
        query = query.where(Appointment.level == level)
    return query.order_by(Person.name_key, Person.id, Appointment.level.desc(), Appointment.id)


def appointment(appointment_id: int) -> Appointment:
    """raises: Missing."""
    query = select(Appointment).where(Appointment.id == appointment_id)
    found = db.session.scalar(query.options(joinedload(Appointment.person)))
    if found is None:
        raise Missing("没有这条聘任记录。")
    return found


def row_of(person_id: int, kind: type[Any], row_id: int) -> Any:
    """A certificate, title, work period, agreement or violation of this person. raises: Missing."""
    found = db.session.get(kind, row_id)
    if found is None or found.person_id != person_id:
        raise Missing("没有这条登记，可能已被删除，请刷新页面。")
    return found


def people_by_index(indexes: Sequence[bytes]) -> dict[bytes, Person]:
    """People with their papers by the blind index of their ID number."""
    found: dict[bytes, Person] = {}
    for start in range(0, len(indexes), 500):
        part = indexes[start : start + 500]
        query = select(Person).where(Person.id_number_index.in_(part)).options(*EVERYTHING)
        found |= {row.id_number_index: row for row in db.session.scalars(query)}
    return found
