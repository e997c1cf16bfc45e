"""Issuing: prepared by one, approved by another, who thereby gives the numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.certificates import assigned, composing, facts, making, numbering, queries
from examsys.certificates.events import CertificateEvent
from examsys.certificates.facts import IssueLine
from examsys.certificates.models import Certificate, IssueRequest
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, NotAllowed
from examsys.rules.states import BatchState, IssueState, label
from examsys.scoring import service as scoring

SAME_PERSON = "发证申请由本人提出，须由另一人批准。"


def request_issue(
    batch: Batch, registration_ids: Collection[int], *, actor: Actor, at: datetime
) -> IssueRequest:
    """Put people on the list to be approved. raises: Conflict, naming who is not ready."""
    _require_certifying(batch)
    if queries.pending(batch.id) is not None:
        raise Conflict("本批次已有一份发证申请待批准，请先等待批准或退回。")
    wanted = set(registration_ids)
    if not wanted:
        raise Conflict("没有选择人员。请勾选要发证的人员后再提交。")
    lines = _ready(batch, wanted, at=at)
    request = IssueRequest(
        batch_id=batch.id,
        state=IssueState.PENDING,
        registration_ids=[line.registration.id for line in lines],
        requested_by=actor.name,
        requested_at=at,
    )
    db.session.add(request)
    db.session.flush()
    _record(CertificateEvent.ISSUE_REQUESTED, request, actor=actor, at=at, count=len(lines))
    return request


def approve_issue(
    request: IssueRequest, *, verify_base: str, version: int | None, actor: Actor, at: datetime
) -> Sequence[Certificate]:
    """Give the numbers and settle what will be printed, all or nothing, in the caller's unit.

    verify_base: the address of the public check, ending in `/`; it goes into the QR codes.
    raises: NotAllowed for the one who prepared it; Conflict, Stale.
    """
    expect_version(request, version)
    _require_pending(request)
    if request.requested_by == actor.name:
        raise NotAllowed(SAME_PERSON)
    batch, today = batches.batch(request.batch_id), clock.day_of(at)
    _require_certifying(batch)
    lines = _ready(batch, set(request.registration_ids), at=at)
    # Every line of a batch numbered by the province has its number, or it would not be ready.
    numbers = [line.assigned.number for line in lines if line.assigned is not None]
    if not assigned.is_assigned(batch, on=today):
        numbers = numbering.allocate(
            batch.site, year=today.year, level=batch.level, count=len(lines)
        )
    issue = composing.Issue(request, batch, verify_base, approved_by=actor.name, at=at)
    made = [issue.compose(line, number) for line, number in zip(lines, numbers, strict=True)]
    db.session.add_all(made)
    request.state, request.decided_by, request.decided_at = IssueState.APPROVED, actor.name, at
    db.session.flush()
    span = {"first": numbers[0], "last": numbers[-1], "count": len(numbers)}
    _record(CertificateEvent.ISSUE_APPROVED, request, actor=actor, at=at, **span)
    request.job_uuid = making.enqueue(batch, actor=actor, at=at).uuid
    return made


def return_issue(
    request: IssueRequest, *, reason: str, version: int | None, actor: Actor, at: datetime
) -> None:
    """Send a list back to the one who prepared it. raises: Conflict, Stale."""
    expect_version(request, version)
    _require_pending(request)
    request.state, request.decided_by, request.decided_at = IssueState.RETURNED, actor.name, at
    request.reason = reason
    _record(CertificateEvent.ISSUE_RETURNED, request, actor=actor, at=at, reason=reason)


def _ready(batch: Batch, wanted: set[int], *, at: datetime) -> list[IssueLine]:
    """The wanted lines in their order. raises: Conflict naming everybody who is not ready."""
    scoring.require_unchanged([batch], act="不能发证")
    chosen = [
        line
        for line in facts.issue_lines(batch, on=clock.day_of(at))
        if line.registration.id in wanted
    ]
    found = [_why_not(line) for line in chosen if not line.ready]
    if len(chosen) < len(wanted):
        found.append("名单中有人不在本批次的合格名单内。")
    if found:
        shown = "".join(dict.fromkeys(found[:5]))
        raise Conflict(f"有 {len(found)} 人不能发证：{shown}请刷新页面核对名单。")
    return chosen


def _why_not(line: IssueLine) -> str:
    name = line.registration.candidate.name
    if line.certificate is not None:
        return f"{name}已有证书 {line.certificate.number}。"
    if line.withheld is not None:
        return f"{name}已登记暂不发证：{line.withheld.reason}。"
    return f"{name}：{''.join(line.reasons)}"


def _require_certifying(batch: Batch) -> None:
    if batch.state is not BatchState.CERTIFYING:
        raise Conflict(
            f"批次处于“{label(batch.state)}”，转入“{label(BatchState.CERTIFYING)}”后方可发证。"
        )


def _require_pending(request: IssueRequest) -> None:
    if request.state is not IssueState.PENDING:
        raise Conflict(f"这份发证申请{label(request.state)}，不能再办理。")


def _record(
    event: CertificateEvent, request: IssueRequest, *, actor: Actor, at: datetime, **detail: object
) -> None:
    subject = f"issue_request:{request.id}"
    body = {"batch": request.batch_id, **detail}
    audit.record(event, actor=actor, subject=subject, at=at, detail=body)
