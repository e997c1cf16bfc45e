"""People who examine and write items."""

from datetime import date
from typing import Any

from examsys.kernel import clock, pii
from examsys.kernel.db import db, new_uuid
from examsys.kernel.textual import name_key
from examsys.kernel.work import unit_of_work
from examsys.personnel.models import Appointment, Person, PersonCertificate
from examsys.rules.states import (
    AppointmentState,
)
from examsys.rules.verifying import Verification
from tests.make.common import fictional_id_number, serials


def make_person(**over: Any) -> Person:
    """Somebody who may examine at 四级 and 三级: by a 三级 certificate, everything declared.

    over: columns and collections of Person, and `id_number`, `phone`.
    """
    serial = next(serials)
    name = over.pop("name", f"周衡{serial}")
    id_number = over.pop("id_number", fictional_id_number(serial))
    phone = over.pop("phone", "13900001234")
    values = {
        "employer": "江城市劳动人事争议调解中心",
        "education": "大学本科",
        "post": "调解员",
        "political_declaration": True,
        "ethics_declaration": True,
        "professional_assessment": True,
        "declared_on": date(2026, 1, 5),
        "certificates_known": True,
        "titles_known": True,
        "work_known": True,
        "violations_known": True,
        **over,
    }
    if "certificates" not in values:
        values["certificates"] = [make_held_certificate()]
    person = Person(uuid=new_uuid(), name=name, name_key=name_key(name), **values)
    pii.put(person, "id_number", id_number)
    pii.put(person, "phone", phone)
    with unit_of_work(audited=False):
        db.session.add(person)
    return person


def make_held_certificate(level: int = 3, **over: Any) -> PersonCertificate:
    """A certificate of the occupation, not yet anybody's."""
    values = {
        "occupation": "劳动关系协调师",
        "kind": "skill_level",
        "number": f"S00001100000120{level}{next(serials):06d}",
        "issued_on": date(2020, 5, 20),
        "status": "valid",
        "verification": Verification.VERIFIED,
        **over,
    }
    return PersonCertificate(level=level, **values)


def make_appointment(person: Person, **over: Any) -> Appointment:
    """A 三级 examiner's appointment in force on the tests' day."""
    values = {
        "role": "examiner",
        "level": 3,
        "state": AppointmentState.ACTIVE,
        "since": date(2026, 1, 10),
        "until": date(2029, 1, 9),
        "report": {"verdict": "pass", "path": "certificate", "paths": [], "findings": []},
        "decided_by": "tester",
        "decided_at": clock.now(),
        **over,
    }
    held = Appointment(person_id=person.id, **values)
    with unit_of_work(audited=False):
        db.session.add(held)
    return held
