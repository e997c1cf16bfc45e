"""A candidate looks up the own scores, with two things that only the candidate holds."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.candidates.models import Registration
from examsys.kernel import clock, pii, throttle
from examsys.kernel.actor import Actor
from examsys.publicity import queries as publicity
from examsys.publicity.models import Notice
from examsys.scoring import queries
from examsys.scoring.events import ScoringEvent
from examsys.scoring.models import Outcome, Script

TRIES, WINDOW = 5, 600
# A whole school or company asks from one address: its limit only stops somebody who walks through
# tickets, and one person's wrong tries must not shut the others out. A ticket alone stays strict.
TRIES_OF_ADDRESS = 100
OPEN_DAYS = 60  # source: domain §4.2, a default of the house
NOBODY = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What a candidate is shown. scripts and outcome: empty before publication or after closing."""

    registration: Registration
    scripts: tuple[Script, ...] = ()
    outcome: Outcome | None = None
    notice: Notice | None = None
    scores_shown: bool = False
    closed_on: date | None = None


def look_up(ticket_no: str, id_number: str, *, actor: Actor, at: datetime) -> Answer | None:
    """Count the try, then answer; None alike for an unknown ticket and a wrong ID number.

    raises: TooMany after five wrong tries in ten minutes for a ticket, a hundred from an address.
    """
    ticket = pii.normalise(ticket_no)
    limits = {
        f"scores.ticket:{ticket}": TRIES,
        f"scores.address:{actor.ip}": TRIES_OF_ADDRESS,
    }
    for key, limit in limits.items():
        throttle.hit(key, limit=limit, within_seconds=WINDOW, at=at, what="查询")
    found = queries.registration_by_ticket(ticket)
    known = found.candidate.id_number_index if found else NOBODY
    given = pii.index_of("id_number", id_number)
    if not hmac.compare_digest(known, given) or found is None:
        return None
    for key in limits:  # it was the candidate: only wrong tries count
        throttle.give_back(key)
    return _answer(found.ticket_no or "", actor=actor, at=at)


def _answer(ticket: str, *, actor: Actor, at: datetime) -> Answer:
    found = queries.registration_by_ticket(ticket)
    assert found is not None
    notice = publicity.standing(found.batch_id, "results")
    if not queries.published(found.batch) or notice is None or notice.published_at is None:
        return Answer(found)
    closes = clock.day_of(notice.published_at) + timedelta(days=OPEN_DAYS)
    if clock.day_of(at) > closes:
        return Answer(found, closed_on=closes)
    subject = f"registration:{found.id}"
    reason = "考生本人查询"
    audit.disclose(ScoringEvent.SCORE_LOOKED_UP, actor=actor, subject=subject, at=at, reason=reason)
    again = queries.registration_by_ticket(ticket)
    assert again is not None
    disclosure = batches.parameter(again.batch, "score.disclosure", on=clock.day_of(at))
    return Answer(
        again,
        tuple(queries.results_of(again.id)),
        queries.outcome(again.id),
        publicity.standing(again.batch_id, "results"),
        scores_shown=disclosure == "SCORES",
        closed_on=closes,
    )
