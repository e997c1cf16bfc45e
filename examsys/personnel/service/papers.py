"""The papers of a person: certificates, titles, work, agreements, violations.

A wrong entry is removed and entered anew; the log keeps both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from examsys.audit import service as audit
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import Model, db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.personnel.events import PersonnelEvent as Event
from examsys.personnel.models import (
    Agreement,
    Person,
    PersonCertificate,
    Proven,
    Title,
    Violation,
    WorkPeriod,
)
from examsys.personnel.service.people import not_later
from examsys.rules.personnel import CLAUSES
from examsys.rules.verifying import Verification

MAJORS = CLAUSES["一（二）1（3）"].terms["majors"]


@dataclass(frozen=True, slots=True)
class CertificateInput:
    """kind, status: words of the rulebook's facts."""

    occupation: str
    kind: str
    level: int | None
    number: str
    issued_on: date | None
    status: str = "valid"


@dataclass(frozen=True, slots=True)
class TitleInput:
    """major: of the title, not of a diploma. granted_on: the day it was obtained."""

    name: str
    rank: str
    major: str
    granted_on: date | None


@dataclass(frozen=True, slots=True)
class WorkInput:
    """ended_on: the last day worked; None = still there."""

    kind: str
    employer: str
    duty: str
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """until: the last day in force."""

    signed_on: date
    until: date


@dataclass(frozen=True, slots=True)
class ViolationInput:
    committed_on: date
    kind: str
    note: str = ""


Paper = CertificateInput | TitleInput | WorkInput | AgreementInput | ViolationInput
ADDED: dict[type, tuple[type[Model], Event, str]] = {
    CertificateInput: (PersonCertificate, Event.CERTIFICATE_ADDED, "certificates"),
    TitleInput: (Title, Event.TITLE_ADDED, "titles"),
    WorkInput: (WorkPeriod, Event.WORK_ADDED, "work_periods"),
    AgreementInput: (Agreement, Event.AGREEMENT_SIGNED, "agreements"),
    ViolationInput: (Violation, Event.VIOLATION_ADDED, "violations"),
}
REMOVED: dict[type, Event] = {
    PersonCertificate: Event.CERTIFICATE_REMOVED,
    Title: Event.TITLE_REMOVED,
    WorkPeriod: Event.WORK_REMOVED,
    Agreement: Event.AGREEMENT_REMOVED,
}


def add_paper(person: Person, paper: Paper, *, actor: Actor, at: datetime) -> Any:
    """returns: the new row. raises: Invalid for impossible days; Conflict for the same again."""
    row = attach(person, paper, by=actor.name, on=clock.day_of(at))
    if row is None:
        raise Conflict("相同的内容已经登记，没有重复登记。")
    db.session.flush()
    event = ADDED[type(paper)][1]
    _record(event, person, actor=actor, at=at, row=row.id)
    return row


def remove_paper(row: Any, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take a wrong entry off the register. raises: Conflict for violations, which stay."""
    event = REMOVED.get(type(row))
    if event is None:
        raise Conflict("违纪记录不能删除。记录已被撤销的，请登记撤销依据。")
    person = row.person
    _record(event, person, actor=actor, at=at, row=row.id, reason=reason)
    db.session.delete(row)
    db.session.flush()
    db.session.expire(person)


def propose_equivalence(
    title: Title, *, accepted: bool, reason: str, actor: Actor, at: datetime
) -> None:
    """Propose whether a major outside the notice's open list belongs to it.

    raises: Conflict for a listed major. source: 人社厅函〔2023〕141号 一（二）1（3）“等相关专业”.
    """
    if title.major in MAJORS:
        raise Conflict(f"“{title.major}”就在通知所列的八个专业之内，无需认定。")
    if not reason:
        raise Invalid("请填写认定理由。")
    title.proposal = {
        "accepted": accepted,
        "reason": reason,
        "on": clock.day_of(at).isoformat(),
        "by": actor.name,
    }
    _record(
        Event.TITLE_EQUIVALENCE_PROPOSED,
        title.person,
        actor=actor,
        at=at,
        row=title.id,
        accepted=accepted,
        reason=reason,
    )


def decide_equivalence(
    title: Title, *, approved: bool, reason: str, actor: Actor, at: datetime
) -> None:
    """Approve the proposal, which then counts, or turn it down.

    raises: Conflict without a proposal; NotAllowed for who proposed it.
    """
    proposal = title.proposal
    if proposal is None:
        raise Conflict("还没有人提出认定意见，请先由人员管理员提出。")
    if proposal["by"] == actor.name:
        raise NotAllowed("提出认定意见的人不能批准自己的意见，请由另一人批准。")
    if not reason:
        raise Invalid("请填写批准或退回的理由。")
    title.proposal = None
    if approved:
        title.equivalence = {
            "accepted": proposal["accepted"],
            "reason": proposal["reason"],
            "on": clock.day_of(at).isoformat(),
            "proposed_by": proposal["by"],
            "by": actor.name,
        }
    _record(
        Event.TITLE_EQUIVALENCE_DECIDED,
        title.person,
        actor=actor,
        at=at,
        row=title.id,
        approved=approved,
        accepted=proposal["accepted"],
        reason=reason,
    )


def overturn_violation(violation: Violation, *, reason: str, actor: Actor, at: datetime) -> None:
    """raises: Conflict when it was overturned before."""
    if violation.overturned:
        raise Conflict("这条记录已经登记为撤销。")
    violation.overturned = True
    violation.note = "；".join(filter(None, (violation.note, f"撤销依据：{reason}")))
    _record(
        Event.VIOLATION_OVERTURNED,
        violation.person,
        actor=actor,
        at=at,
        row=violation.id,
        reason=reason,
    )


def attach(person: Person, paper: Paper, *, by: str, on: date) -> Any | None:
    """Add a paper's row, without an event. returns: None when the same is on record already."""
    _sound(paper, on=on)
    model, _, collection = ADDED[type(paper)]
    values = {field.name: getattr(paper, field.name) for field in fields(paper)}
    rows: Any = getattr(person, collection)
    if holds(rows, paper):
        return None
    row = model(**values)
    if isinstance(row, Proven):
        row.entered_by, row.verification = by, Verification.UNVERIFIED
    rows.append(row)
    return row


def holds(rows: Iterable[Any], paper: Paper) -> bool:
    """Whether the same paper is among the rows."""
    names = [field.name for field in fields(paper)]
    return any(all(getattr(row, n) == getattr(paper, n) for n in names) for row in rows)


def _sound(paper: Paper, *, on: date) -> None:
    if isinstance(paper, CertificateInput):
        not_later(paper.issued_on, "发证日期", on=on)
    elif isinstance(paper, TitleInput):
        not_later(paper.granted_on, "职称取得日期", on=on)
    elif isinstance(paper, WorkInput):
        not_later(paper.started_on, "工作开始日", on=on)
        not_later(paper.ended_on, "工作最后日", on=on)
        if paper.started_on and paper.ended_on and paper.ended_on < paper.started_on:
            raise Invalid("工作最后日早于开始日，请核对。")
    elif isinstance(paper, AgreementInput):
        not_later(paper.signed_on, "协议签订日", on=on)
        if paper.until < paper.signed_on:
            raise Invalid("协议有效期截止日早于签订日，请核对。")
    else:
        not_later(paper.committed_on, "发生日期", on=on)


def _record(event: Event, person: Person, *, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(event, actor=actor, subject=f"person:{person.id}", at=at, detail=detail)
