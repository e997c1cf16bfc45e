"""Ties: declared, decided by somebody else, ended; and courses, of which ties follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from examsys.accounts import queries as accounts
from examsys.audit import service as audit
from examsys.dispatch.events import DispatchEvent
from examsys.dispatch.facts import plain
from examsys.dispatch.models import Course, DeclaredTie, Trainee
from examsys.kernel import clock, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.personnel.models import Person
from examsys.rules.identity import BadIdentity, clean_resident_id
from examsys.rules.recusal import Ruling, Tie


@dataclass(frozen=True, slots=True)
class TieInput:
    """other: a name, or the employer of a tie EMPLOYER. id_number: of the other, when known."""

    tie: Tie
    other: str
    since: date
    id_number: str = ""
    until: date | None = None
    note: str = ""


def declare_tie(person: Person, said: TieInput, *, actor: Actor, at: datetime) -> DeclaredTie:
    """Enter what a person declared; only a common employer waits for a decision.

    raises: Invalid for impossible days or numbers; Conflict for the same again.
    """
    _sound(person, said, on=clock.day_of(at))
    row = DeclaredTie(
        person=person,
        tie=said.tie,
        other=said.other,
        other_index=pii.index_of("id_number", said.id_number) if said.id_number else None,
        other_last4=pii.normalise(said.id_number)[-4:] if said.id_number else None,
        since=said.since,
        until=said.until,
        note=said.note,
        declared_by=actor.name,
        declared_at=at,
        ruling=Ruling.OPEN if said.tie is Tie.EMPLOYER else Ruling.REFUSED,
    )
    db.session.add(row)
    db.session.flush()
    _record(DispatchEvent.TIE_DECLARED, row, actor=actor, at=at, tie=said.tie.value)
    return row


def decide_tie(
    row: DeclaredTie, ruling: Ruling, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Decide a disclosed common employer. raises: NotAllowed for who declared it; Conflict."""
    if row.tie is not Tie.EMPLOYER:
        raise Conflict("近亲属、师生、师徒和本人培训的学员一律回避，不作个案决定。")
    if row.ruling is not Ruling.OPEN:
        raise Conflict("这条申报已经作出决定。情况变化的，请终止后重新申报。")
    if ruling is Ruling.OPEN or not reason:
        raise Invalid("请选择决定并填写理由。")
    account = accounts.account_by_login(actor.name)
    own = account is not None and account.id_number_index == row.person.id_number_index
    if own or actor.name == row.declared_by:
        raise NotAllowed("申报人和登记人不能决定这条申报，请由另一人决定。")
    row.ruling, row.reason, row.decided_by, row.decided_at = ruling, reason, actor.name, at
    _record(DispatchEvent.TIE_DECIDED, row, actor=actor, at=at, ruling=ruling.value)


def end_tie(row: DeclaredTie, *, until: date, reason: str, actor: Actor, at: datetime) -> None:
    """The tie no longer holds after `until`. raises: Invalid before it began; Conflict again."""
    if row.until is not None:
        raise Conflict(f"这条申报已于 {row.until} 终止。")
    if until < row.since:
        raise Invalid(f"终止日早于起始日 {row.since}，请核对。")
    if not reason:
        raise Invalid("请填写终止原因。")
    row.until = until
    row.note = "；".join(filter(None, (row.note, f"终止原因：{reason}")))
    _record(DispatchEvent.TIE_ENDED, row, actor=actor, at=at, until=until.isoformat())


def record_course(
    *,
    title: str,
    organiser: str,
    teacher: Person | None,
    ended_on: date,
    trainees: Sequence[tuple[str, str]],
    actor: Actor,
    at: datetime,
) -> Course:
    """Enter a training course with its trainees: (name, ID number) each.

    raises: Invalid for a future day or an impossible number, naming the line.
    """
    if ended_on > clock.day_of(at):
        raise Invalid(f"结束日 {ended_on} 晚于今天，培训结束后再登记。")
    if not trainees:
        raise Invalid("请填写学员名单，每行一人。")
    rows = []
    for line, (name, number) in enumerate(trainees, start=1):
        if not name or _wrong(number):
            raise Invalid(f"第 {line} 行：请写“姓名，身份证号”，并核对身份证号。")
        index = pii.index_of("id_number", number)
        last4 = pii.normalise(number)[-4:]
        rows.append(Trainee(name=name, id_number_index=index, id_number_last4=last4))
    course = Course(
        title=title,
        organiser=organiser,
        person=teacher,
        ended_on=ended_on,
        recorded_by=actor.name,
        recorded_at=at,
        trainees=rows,
    )
    db.session.add(course)
    db.session.flush()
    audit.record(
        DispatchEvent.COURSE_RECORDED,
        actor=actor,
        subject=f"course:{course.id}",
        at=at,
        detail={"trainees": len(rows), "teacher": teacher.id if teacher else None},
    )
    return course


def record_ties_export(count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """Somebody took the list of declarations as a table."""
    audit.record(
        DispatchEvent.TIES_EXPORTED,
        actor=actor,
        subject="ties:list",
        at=at,
        detail={"count": count, "form": form},
    )


def _sound(person: Person, said: TieInput, *, on: date) -> None:
    if said.since > on:
        raise Invalid(f"起始日 {said.since} 晚于今天，请核对。")
    if said.until is not None and said.until < said.since:
        raise Invalid("终止日早于起始日，请核对。")
    if said.tie is Tie.EMPLOYER:
        if said.id_number:
            raise Invalid("同一单位的申报填写单位名称，不填身份证号。")
        if plain(said.other) != plain(person.employer):
            raise Invalid(f"{person.name}登记的所在单位是“{person.employer}”，与申报的单位不同。")
    elif said.id_number and _wrong(said.id_number):
        raise Invalid("身份证号不正确，请核对。")
    if said.id_number and pii.index_of("id_number", said.id_number) == person.id_number_index:
        raise Invalid("对方的身份证号与申报人相同，请核对。")


def _wrong(number: str) -> bool:
    try:
        clean_resident_id(number)
    except BadIdentity:
        return True
    return False


def _record(
    event: DispatchEvent, row: DeclaredTie, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"person:{row.person_id}",
        at=at,
        detail={"declaration": row.id, **detail},
    )
