"""Find a person, a registration or a certificate, each only by who may read it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from examsys.candidates.models import Candidate, Registration
from examsys.certificates import queries as certificates
from examsys.certificates.models import Certificate
from examsys.kernel.db import db
from examsys.personnel.models import Person

MOST = 20


def registrations(words: str) -> Sequence[Registration]:
    """By part of a name or ticket number, or the last four of an ID number, the newest first."""
    query = (
        select(Registration)
        .join(Registration.candidate)
        .options(contains_eager(Registration.candidate), joinedload(Registration.batch))
        .where(
            or_(
                Candidate.name.contains(words, autoescape=True),
                Registration.ticket_no.contains(words, autoescape=True),
                Candidate.id_number_last4 == words.upper(),
            )
        )
    )
    return db.session.scalars(query.order_by(Registration.id.desc()).limit(MOST)).all()


def found_certificates(words: str) -> Sequence[Certificate]:
    query: Any = certificates.certificates(q=words)
    return db.session.scalars(query.order_by(Certificate.number).limit(MOST)).all()


def people(words: str) -> Sequence[Person]:
    query = select(Person).where(
        or_(
            Person.name.contains(words, autoescape=True),
            Person.id_number_last4 == words.upper(),
        )
    )
    return db.session.scalars(query.order_by(Person.name_key, Person.id).limit(MOST)).all()
