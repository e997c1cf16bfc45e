"""Whole ID and phone numbers of a candidate: with a reason, counted, and logged first."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.candidates import queries
from examsys.candidates.events import CandidateEvent
from examsys.kernel import pii, throttle
from examsys.kernel.actor import Actor

PER_HOUR = 20


def reveal_numbers(
    registration_id: int, *, reason: str, actor: Actor, at: datetime
) -> tuple[str, str]:
    """Log the reading in its own unit, then read. returns: ID number, phone number.

    raises: Missing; TooMany after 20 readings of an account in an hour.
    """
    queries.registration(registration_id)
    throttle.hit(
        f"candidates.reveal:{actor.name}",
        limit=PER_HOUR,
        within_seconds=3600,
        at=at,
        what="查看完整号码",
    )
    audit.disclose(
        CandidateEvent.NUMBERS_REVEALED,
        actor=actor,
        subject=f"registration:{registration_id}",
        at=at,
        reason=reason,
    )
    who = queries.registration(registration_id).candidate
    return pii.get(who, "id_number"), pii.get(who, "phone")
