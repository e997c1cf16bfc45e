"""People enter the register and are kept up to date."""

from dataclasses import dataclass
from datetime import date, datetime

from examsys.audit import service as audit
from examsys.kernel import clock, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version, new_uuid
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.textual import clean, name_key, private_use
from examsys.personnel import queries
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import Person
from examsys.rules.identity import BadIdentity, clean_resident_id

# Input methods write the dot of a name in many ways; the register keeps one.
DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅．・", "·"))
PLAIN = ("employer", "education", "post", "full_time", "expert_pools", "note")


@dataclass(frozen=True, slots=True)
class PersonIntake:
    """What the register holds about a person beside their papers.

    id_number, phone: empty means unchanged when a person is changed.
    """

    name: str
    id_number: str = ""
    phone: str = ""
    employer: str = ""
    education: str = ""
    post: str = ""
    full_time: bool = False
    expert_pools: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Declarations:
    """What the person signed and the agency assessed; None = not asked yet.

    …_known: nothing more is to be found, so what is not on record does not exist.
    """

    political: bool | None
    ethics: bool | None
    assessment: bool | None
    declared_on: date | None
    certificates_known: bool = False
    titles_known: bool = False
    work_known: bool = False
    violations_known: bool = False


def add_person(intake: PersonIntake, *, actor: Actor, at: datetime) -> Person:
    """raises: Invalid for a wrong name or ID number; Conflict when the person is registered."""
    person = enter(intake, on=clock.day_of(at))
    db.session.flush()
    _record(PersonnelEvent.PERSON_ADDED, person, actor=actor, at=at)
    return person


def change_person(
    person: Person, intake: PersonIntake, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """raises: Stale; Invalid; Conflict when the new ID number is somebody else's."""
    expect_version(person, version)
    fields = rewrite(person, intake, on=clock.day_of(at))
    _record(PersonnelEvent.PERSON_CHANGED, person, actor=actor, at=at, fields=fields)


def record_declarations(
    person: Person, said: Declarations, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """raises: Stale; Invalid when something is declared without a day, or on a day to come."""
    expect_version(person, version)
    answers = (said.political, said.ethics, said.assessment)
    if any(answer is not None for answer in answers) and said.declared_on is None:
        raise Invalid("请填写声明和评价的日期。")
    not_later(said.declared_on, "声明和评价的日期", on=clock.day_of(at))
    person.political_declaration = said.political
    person.ethics_declaration = said.ethics
    person.professional_assessment = said.assessment
    person.declared_on = said.declared_on
    person.certificates_known = said.certificates_known
    person.titles_known = said.titles_known
    person.work_known = said.work_known
    person.violations_known = said.violations_known
    _record(PersonnelEvent.DECLARATIONS_RECORDED, person, actor=actor, at=at)


def enter(intake: PersonIntake, *, on: date) -> Person:
    """Make the row of a new person, without an event. raises: Invalid, Conflict."""
    number = clean_id_number(intake.id_number, on=on)
    _refuse_double(number, own=None)
    name = clean_name(intake.name)
    person = Person(uuid=new_uuid(), name=name, name_key=name_key(name))
    pii.put(person, "id_number", number)
    pii.put(person, "phone", intake.phone)
    for field in PLAIN:
        setattr(person, field, getattr(intake, field))
    db.session.add(person)
    return person


def rewrite(person: Person, intake: PersonIntake, *, on: date) -> list[str]:
    """Change a person's row, without an event. returns: names of the fields that changed."""
    changed = []
    name = clean_name(intake.name)
    if name != person.name:
        person.name, person.name_key = name, name_key(name)
        changed.append("name")
    for field in PLAIN:
        if getattr(person, field) != getattr(intake, field):
            setattr(person, field, getattr(intake, field))
            changed.append(field)
    if intake.id_number:
        number = clean_id_number(intake.id_number, on=on)
        if pii.index_of("id_number", number) != person.id_number_index:
            _refuse_double(number, own=person)
            pii.put(person, "id_number", number)
            changed.append("id_number")
    if intake.phone and pii.normalise(intake.phone) != pii.get(person, "phone"):
        pii.put(person, "phone", intake.phone)
        changed.append("phone")
    return changed


def clean_name(text: str) -> str:
    """A name in one spelling. raises: Invalid."""
    name = clean(text).translate(DOTS)
    if not name.isascii():
        name = "".join(name.split())
    if not name:
        raise Invalid("姓名是空的，请填写。")
    if len(name) > 50:
        raise Invalid(f"姓名有 {len(name)} 个字，最多 50 个字，请核对。")
    if odd := private_use(name):
        code = f"U+{ord(odd[0]):04X}"
        raise Invalid(f"姓名含有自造字（{code}），其他电脑上无法显示，请用新版输入法重新输入该字。")
    return name


def clean_id_number(text: str, *, on: date) -> str:
    """raises: Invalid with what is wrong with the number."""
    try:
        return clean_resident_id(text, on=on)
    except BadIdentity as error:
        raise Invalid(str(error)) from error


def not_later(day: date | None, what: str, *, on: date) -> None:
    """raises: Invalid when something that has happened is dated in the future."""
    if day is not None and day > on:
        raise Invalid(f"{what} {day} 晚于今天，请核对。")


def _refuse_double(number: str, *, own: Person | None) -> None:
    found = queries.person_by_index(pii.index_of("id_number", number))
    if found is not None and found is not own:
        raise Conflict(f"这个身份证号已登记为{found.name}，请直接修改该人员的登记。")


def _record(
    event: PersonnelEvent, person: Person, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(event, actor=actor, subject=f"person:{person.id}", at=at, detail=detail)
