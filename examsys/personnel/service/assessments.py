"""What is said of a person, phrase by phrase, and the basis of an empty record."""

from dataclasses import dataclass
from datetime import date, datetime

from examsys.audit import service as audit
from examsys.kernel import clock, files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Invalid
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import Assessment, Person, RecordCheck
from examsys.personnel.scans import PURPOSE, Scan
from examsys.personnel.service.people import not_later
from examsys.rules.assessing import (
    BASIS_WORDS,
    FEEDS,
    PHRASE_WORDS,
    VOICE_WORDS,
    Basis,
    Phrase,
    Voice,
    answer_from,
    may_say,
)


@dataclass(frozen=True, slots=True)
class AssessmentInput:
    """assessor: who signed the opinion; for a declaration the person."""

    phrase: Phrase
    voice: Voice
    answer: bool
    assessor: str
    given_on: date


def assess(person: Person, said: AssessmentInput, *, actor: Actor, at: datetime) -> Assessment:
    """Record one opinion or declaration; the rulebook's answers follow the latest of each phrase.

    raises: Invalid for a day to come, an opinion nobody signed, or support of the leadership said
    by others.
    """
    not_later(said.given_on, "出具日期", on=clock.day_of(at))
    if not may_say(said.phrase, said.voice):
        raise Invalid("“拥护中国共产党的领导”由本人声明，不由他人代为评价，也不凭是否党员推定。")
    own = said.voice is Voice.DECLARATION
    if not own and not said.assessor:
        raise Invalid("请填写出具意见的人。")
    row = Assessment(
        person=person,
        phrase=said.phrase,
        voice=said.voice,
        answer=said.answer,
        assessor=person.name if own else said.assessor,
        given_on=said.given_on,
        recorded_by=actor.name,
        recorded_at=at,
    )
    db.session.add(row)
    feed(person, said.phrase)
    db.session.flush()
    _record(
        PersonnelEvent.ASSESSED, person, actor=actor, at=at, row=row.id,
        phrase=PHRASE_WORDS[said.phrase], voice=VOICE_WORDS[said.voice], answer=said.answer,
    )  # fmt: skip
    return row


def feed(person: Person, phrase: Phrase) -> None:
    """Bring the answer that the phrase belongs to up to date."""
    for name, phrases in FEEDS.items():
        if phrase in phrases:
            setattr(person, name, answer_from(person.assessments, phrases))
            days = [row.given_on for row in person.assessments if row.phrase in phrases]
            person.declared_on = max(day for day in (*days, person.declared_on) if day)


def check_record(
    person: Person,
    *,
    basis: Basis,
    given_on: date,
    scan: Scan | None,
    actor: Actor,
    at: datetime,
) -> RecordCheck:
    """Note on what basis the list of violations is complete. raises: Invalid."""
    not_later(given_on, "出具日期", on=clock.day_of(at))
    if basis is Basis.CERTIFICATE and scan is None:
        raise Invalid("请上传无犯罪记录证明的扫描件。")
    kept = None
    if scan is not None:
        kept = files.keep(
            scan.content, name=scan.name, media_type=scan.media_type, purpose=PURPOSE, at=at
        )
    row = RecordCheck(
        person=person,
        basis=basis,
        given_on=given_on,
        file_uuid=kept.uuid if kept else None,
        recorded_by=actor.name,
        recorded_at=at,
    )
    db.session.add(row)
    person.violations_known = True
    db.session.flush()
    _record(
        PersonnelEvent.RECORD_CHECKED, person, actor=actor, at=at, row=row.id,
        basis=BASIS_WORDS[basis], file=row.file_uuid,
    )  # fmt: skip
    return row


def _record(
    event: PersonnelEvent, person: Person, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(event, actor=actor, subject=f"person:{person.id}", at=at, detail=detail)
