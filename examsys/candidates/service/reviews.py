"""Two different people review a registration: pass, return, reject."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.candidates import facts
from examsys.candidates.events import CandidateEvent
from examsys.candidates.models import Registration
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.rules.finding import VERDICT_WORDS, Verdict
from examsys.rules.lives import REGISTRATION_LIFE
from examsys.rules.states import BatchState, RegistrationState, label

REJECT_REASONS = {
    "conditions": "不符合申报条件",
    "untrue": "申报材料与事实不符",
    "incomplete": "材料不齐，逾期未补正",
    "photo": "照片不符合要求，逾期未更换",
    "identity": "身份信息与证件不符",
    "other": "其他原因",
}
REVIEWED_IN = (BatchState.REGISTERING, BatchState.REVIEWING)


def pass_first(
    registration: Registration, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """raises: Stale; Conflict when it is not up for the first review or the report fails."""
    _begin(registration, version=version)
    _require_state(registration, RegistrationState.SUBMITTED)
    _judge_again(registration)
    registration.state = RegistrationState.FIRST_PASSED
    registration.first_by, registration.first_at = actor.name, at
    _record(CandidateEvent.REGISTRATION_FIRST_PASSED, registration, actor=actor, at=at)


def approve(registration: Registration, *, version: int | None, actor: Actor, at: datetime) -> None:
    """Approve for good, as a second person; judged anew for the last day of registration.

    raises: Stale; NotAllowed for the first reviewer; Conflict before registration has closed,
            or when the report does not pass.
    """
    _begin(registration, version=version)
    _require_state(registration, RegistrationState.FIRST_PASSED)
    if registration.first_by == actor.name:
        raise NotAllowed("初审由本人完成，复审须由另一名审核员办理。")
    if registration.batch.state is not BatchState.REVIEWING:
        raise Conflict("资格按报名截止日判定，报名截止、批次转入资格审核后方可复审。")
    _judge_again(registration)
    registration.state = RegistrationState.APPROVED
    registration.second_by, registration.second_at = actor.name, at
    _record(
        CandidateEvent.REGISTRATION_APPROVED,
        registration,
        actor=actor,
        at=at,
        alternative=registration.alternative,
    )


def return_registration(
    registration: Registration,
    *,
    reason: str,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Give it back to be corrected; both reviews begin anew afterwards. raises: Stale, Conflict."""
    _decide(registration, RegistrationState.RETURNED, version=version, actor=actor)
    registration.first_by = registration.first_at = None
    registration.reason = _said(reason)
    _record(CandidateEvent.REGISTRATION_RETURNED, registration, actor=actor, at=at, reason=reason)


def reject(
    registration: Registration,
    *,
    code: str,
    text: str,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Refuse for this batch. code: a key of REJECT_REASONS; "other" needs words of its own.

    raises: Stale, Conflict, Invalid.
    """
    if code not in REJECT_REASONS:
        raise Invalid("请选择不通过的原因。")
    if code == "other" and not text.strip():
        raise Invalid("选择其他原因时，请写明具体原因。")
    _decide(registration, RegistrationState.REJECTED, version=version, actor=actor)
    words = REJECT_REASONS[code] if code != "other" else ""
    registration.reason = "：".join(part for part in (words, text.strip()) if part)
    if registration.first_by is None:
        registration.first_by, registration.first_at = actor.name, at
    else:
        registration.second_by, registration.second_at = actor.name, at
    _record(
        CandidateEvent.REGISTRATION_REJECTED,
        registration,
        actor=actor,
        at=at,
        code=code,
        reason=registration.reason,
    )


def _decide(
    registration: Registration, to: RegistrationState, *, version: int | None, actor: Actor
) -> None:
    _begin(registration, version=version)
    if to not in REGISTRATION_LIFE[registration.state]:
        _require_state(registration, RegistrationState.SUBMITTED)
    second = registration.state is RegistrationState.FIRST_PASSED
    if second and registration.first_by == actor.name:
        raise NotAllowed("初审由本人完成，复审须由另一名审核员办理。")
    registration.state = to


def _begin(registration: Registration, *, version: int | None) -> None:
    expect_version(registration, version)
    if registration.batch.state not in REVIEWED_IN:
        raise Conflict(f"批次处于“{label(registration.batch.state)}”，不能再审核报名。")


def _require_state(registration: Registration, state: RegistrationState) -> None:
    if registration.state is not state:
        raise Conflict(
            f"{registration.candidate.name} 的报名处于“{label(registration.state)}”，"
            f"不是“{label(state)}”，请刷新页面核对。"
        )


def _judge_again(registration: Registration) -> None:
    """What passed on submission need not pass now: the ruleset may have been corrected."""
    report = facts.judge(registration)
    registration.report, registration.alternative = report.as_json(), report.path
    if report.verdict is not Verdict.PASS:
        raise Conflict(
            f"申报条件核对结果为“{VERDICT_WORDS[report.verdict]}”，不能通过。"
            "请退回补充证明，或按审核不通过办理。"
        )


def _said(reason: str) -> str:
    if not reason.strip():
        raise Invalid("请写明退回的原因，让报名人知道要改什么。")
    return reason.strip()


def _record(
    event: CandidateEvent,
    registration: Registration,
    *,
    actor: Actor,
    at: datetime,
    **detail: object,
) -> None:
    db.session.flush()
    audit.record(
        event, actor=actor, subject=f"registration:{registration.id}", at=at, detail=detail
    )
