"""Registering, changing, submitting and withdrawing."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.candidates import facts, queries
from examsys.candidates.events import CandidateEvent
from examsys.candidates.intake import CandidateIntake
from examsys.candidates.models import Candidate, Registration
from examsys.kernel import clock, pii, textual
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version, new_uuid
from examsys.kernel.errors import Conflict, Invalid
from examsys.rules.lives import REGISTRATION_LIFE
from examsys.rules.states import BatchState, RegistrationState, label

PHONE = re.compile(r"1\d{10}")
EDITABLE = (RegistrationState.DRAFT, RegistrationState.RETURNED)
CORRECTING = (BatchState.REGISTERING, BatchState.REVIEWING)


def register(
    batch: Batch, intake: CandidateIntake, *, source: str = "form", actor: Actor, at: datetime
) -> Registration:
    """Enter a person into a batch as a draft.

    raises: Conflict outside the registration period, for a person who is in the batch already,
            and for an ID number that stands under another name; Invalid.
    """
    registration = _enter(batch, intake, source=source, at=at)
    _record(CandidateEvent.REGISTRATION_ENTERED, registration, actor=actor, at=at, source=source)
    return registration


def change_registration(
    registration: Registration,
    intake: CandidateIntake,
    *,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """raises: Stale; Conflict once it is submitted, or for somebody else's ID number; Invalid."""
    expect_version(registration, version)
    _require_editable(registration)
    _rewrite(registration, intake)
    _record(CandidateEvent.REGISTRATION_CHANGED, registration, actor=actor, at=at)


def take_in(
    batch: Batch, intakes: Sequence[CandidateIntake], *, actor: Actor, at: datetime
) -> Sequence[Registration]:
    """Take in the rows of a workbook: new people become drafts, drafts are brought up to date."""
    indexes = [pii.index_of("id_number", intake.identity.number) for intake in intakes]
    known = queries.registered(batch.id, indexes)
    taken = []
    for index, intake in zip(indexes, intakes, strict=True):
        registration = known.get(index)
        if registration is None:
            registration = _enter(batch, intake, source="workbook", at=at)
        else:
            _require_editable(registration)
            _rewrite(registration, intake)
        taken.append(registration)
    audit.record(
        CandidateEvent.ROSTER_IMPORTED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"rows": len(taken), "registrations": [row.id for row in taken]},
    )
    return taken


def submit(registration: Registration, *, actor: Actor, at: datetime) -> None:
    """Hand in for review; keeps the report judged for the last day of registration.

    raises: Conflict when it is not a draft or returned, or its batch takes no corrections.
    """
    _hand_in(registration, at=at)
    _record(
        CandidateEvent.REGISTRATION_SUBMITTED,
        registration,
        actor=actor,
        at=at,
        verdict=(registration.report or {})["verdict"],
    )


def submit_drafts(batch: Batch, *, actor: Actor, at: datetime) -> int:
    """Hand in every draft of a batch. returns: how many. raises: Conflict when there is none."""
    drafts = queries.drafts(batch.id)
    if not drafts:
        raise Conflict("本批次没有草稿可以提交。")
    for registration in drafts:
        _hand_in(registration, at=at)
    audit.record(
        CandidateEvent.DRAFTS_SUBMITTED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"registrations": [row.id for row in drafts]},
    )
    return len(drafts)


def withdraw(registration: Registration, *, reason: str, actor: Actor, at: datetime) -> None:
    """raises: Conflict once it is decided."""
    _enter_state(registration, RegistrationState.WITHDRAWN)
    registration.reason = reason
    _record(CandidateEvent.REGISTRATION_WITHDRAWN, registration, actor=actor, at=at, reason=reason)


def differs(registration: Registration, intake: CandidateIntake) -> bool:
    """Whether an intake would change what is on record."""
    candidate = registration.candidate
    return (
        candidate.name != intake.name
        or candidate.employer != intake.employer
        or pii.get(candidate, "phone") != pii.normalise(intake.phone)
        or registration.facts != dict(intake.facts)
    )


def why_not_now(batch: Batch, *, on: date) -> str:
    """Why nobody can be registered in this batch today; empty when one can."""
    if batch.state is not BatchState.REGISTERING:
        return f"批次处于“{label(batch.state)}”，只有报名中的批次可以登记报名。"
    if on > batch.registration_until:
        return f"报名已于 {batch.registration_until} 截止，不能再登记。"
    return ""


def _enter(batch: Batch, intake: CandidateIntake, *, source: str, at: datetime) -> Registration:
    if reason := why_not_now(batch, on=clock.day_of(at)):
        raise Conflict(reason)
    _check(intake)
    candidate = queries.candidate_by_index(pii.index_of("id_number", intake.identity.number))
    if candidate is not None and candidate.name != intake.name:
        raise Conflict(name_differs(candidate))
    if candidate is None:
        candidate = Candidate(uuid=new_uuid())
        db.session.add(candidate)
    else:
        _refuse_twice(batch, candidate)
    _write_person(candidate, intake)
    registration = Registration(
        uuid=new_uuid(),
        batch=batch,
        candidate=candidate,
        state=RegistrationState.DRAFT,
        source=source,
        facts=dict(intake.facts),
    )
    db.session.add(registration)
    db.session.flush()
    return registration


def name_differs(candidate: Candidate) -> str:
    return (
        f"这个身份证号已登记在“{candidate.name}”名下，与所填姓名不一致，请核对证件原件；"
        "确已更名的，先按原姓名登记，再在报名表中改为新姓名。"
    )


def _refuse_twice(batch: Batch, candidate: Candidate) -> None:
    held = queries.registered(batch.id, [candidate.id_number_index])
    for registration in held.values():
        raise Conflict(
            f"{candidate.name} 在本批次已有报名（{label(registration.state)}），不能重复登记。"
        )


def _rewrite(registration: Registration, intake: CandidateIntake) -> None:
    _check(intake)
    candidate = registration.candidate
    index = pii.index_of("id_number", intake.identity.number)
    other = queries.candidate_by_index(index)
    if other is not None and other.id != candidate.id:
        raise Conflict(f"这个身份证号已登记在“{other.name}”名下，请核对证件原件。")
    if other is None and queries.elsewhere(registration):
        raise Conflict("该考生在其他批次有报名，身份证号不能在这里更改。确有错误请撤回后重新登记。")
    _write_person(candidate, intake)
    registration.facts = dict(intake.facts)
    # The person and the facts are one form: a page that shows either is stale after this.
    flag_modified(registration, "facts")
    db.session.flush()


def _write_person(candidate: Candidate, intake: CandidateIntake) -> None:
    identity = intake.identity
    candidate.name, candidate.name_key = intake.name, textual.name_key(intake.name)
    candidate.sex, candidate.birth_on = identity.sex, identity.birth_on
    candidate.province, candidate.employer = identity.province, intake.employer
    pii.put(candidate, "id_number", identity.number)
    pii.put(candidate, "phone", intake.phone)


def problem(intake: CandidateIntake) -> str:
    """What contradicts itself in an intake; empty when nothing does."""
    if not intake.name:
        return "姓名是空的，请按证件填写。"
    if not PHONE.fullmatch(pii.normalise(intake.phone)):
        return "手机号码应为 11 位数字，以 1 开头，请核对。"
    if facts.work_ends_before_it_begins(dict(intake.facts)):
        return "工作经历的截止日早于起始日，请核对。"
    return ""


def _check(intake: CandidateIntake) -> None:
    if wrong := problem(intake):
        raise Invalid(wrong)


def _hand_in(registration: Registration, *, at: datetime) -> None:
    _require_editable(registration)
    _enter_state(registration, RegistrationState.SUBMITTED)
    report = facts.judge(registration)
    registration.report, registration.alternative = report.as_json(), report.path
    registration.submitted_at, registration.reason = at, ""
    db.session.flush()


def _require_editable(registration: Registration) -> None:
    if registration.state not in EDITABLE:
        raise Conflict(
            f"{registration.candidate.name} 的报名处于“{label(registration.state)}”，不能修改。"
            "需要修改时请由审核员退回。"
        )
    if registration.batch.state not in CORRECTING:
        raise Conflict(f"批次处于“{label(registration.batch.state)}”，报名内容不能再改。")


def _enter_state(registration: Registration, state: RegistrationState) -> None:
    if state not in REGISTRATION_LIFE[registration.state]:
        raise Conflict(
            f"{registration.candidate.name} 的报名处于“{label(registration.state)}”，"
            f"不能转为“{label(state)}”。请刷新页面核对。"
        )
    registration.state = state


def _record(
    event: CandidateEvent,
    registration: Registration,
    *,
    actor: Actor,
    at: datetime,
    **detail: object,
) -> None:
    audit.record(
        event, actor=actor, subject=f"registration:{registration.id}", at=at, detail=detail
    )
