"""Full ID numbers leave the register only here: with a reason, counted, and logged first.

Readings open their own units, because they must stay on record whatever happens after.
"""

from collections.abc import Sequence
from datetime import date, datetime

from examsys.audit import service as audit
from examsys.kernel import pii, throttle
from examsys.kernel.actor import Actor
from examsys.personnel import queries
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import Appointment, Person

PER_HOUR = 20


def reveal_id_number(person: Person, *, reason: str, actor: Actor, at: datetime) -> str:
    """returns: the 18 characters. raises: TooMany after 20 readings in an hour."""
    throttle.hit(
        f"personnel.reveal:{actor.name}",
        limit=PER_HOUR,
        within_seconds=3600,
        at=at,
        what="查看完整身份证号",
    )
    audit.disclose(
        PersonnelEvent.ID_NUMBER_REVEALED,
        actor=actor,
        subject=f"person:{person.id}",
        at=at,
        reason=reason,
    )
    return pii.get(person, "id_number")


def disclose_table(
    roles: Sequence[str], *, on: date, form: str, reason: str, actor: Actor, at: datetime
) -> tuple[dict[str, Sequence[Appointment]], dict[int, str]]:
    """returns: role → appointments on that day, and person id → ID number, for annex 2.

    form: xlsx or pdf. raises: TooMany after 20 tables in an hour.
    """
    throttle.hit(
        f"personnel.annex2:{actor.name}",
        limit=PER_HOUR,
        within_seconds=3600,
        at=at,
        what="下载人员情况表",
    )
    named = {held.person_id for role in roles for held in queries.appointed(role, on=on)}
    audit.disclose(
        PersonnelEvent.TABLE_DOWNLOADED,
        actor=actor,
        subject="personnel:annex2",
        at=at,
        reason=reason,
        detail={"form": form, "on": on.isoformat(), "people": sorted(named)},
    )
    held = {role: queries.appointed_with_papers(role, on=on) for role in roles}
    people = {row.person_id: row.person for rows in held.values() for row in rows}
    return held, {key: pii.get(person, "id_number") for key, person in people.items()}


def record_export(count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """Log that the register left the house without full numbers; in the caller's unit."""
    audit.record(
        PersonnelEvent.REGISTER_EXPORTED,
        actor=actor,
        subject="personnel:register",
        at=at,
        detail={"form": form, "people": count},
    )


def record_cards(count: int, *, actor: Actor, at: datetime) -> None:
    """Log that examiner cards were printed; in the caller's unit."""
    audit.record(
        PersonnelEvent.CARDS_PRINTED,
        actor=actor,
        subject="personnel:register",
        at=at,
        detail={"people": count},
    )


def record_qualification_export(
    count: int, *, role: str, level: int, on: date, actor: Actor, at: datetime
) -> None:
    """Log that the judged register left the house; in the caller's unit."""
    audit.record(
        PersonnelEvent.QUALIFICATION_EXPORTED,
        actor=actor,
        subject="personnel:register",
        at=at,
        detail={"role": role, "level": level, "on": on.isoformat(), "people": count},
    )
