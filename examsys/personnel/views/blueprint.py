"""The blueprint of the register, and what its pages share."""

from flask import Blueprint, url_for

from examsys.personnel.models import Person

bp = Blueprint("personnel", __name__, url_prefix="/personnel")
Crumbs = list[tuple[str, str | None]]


def crumbs(*last: str, person: Person | None = None) -> Crumbs:
    """人员 / (the person) / where we are."""
    trail: Crumbs = [("人员", url_for("personnel.index"))]
    if person is not None:
        trail.append((person.name, url_for("personnel.show", person_id=person.id)))
    return [*trail, *((word, None) for word in last)]
