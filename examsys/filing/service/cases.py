"""Open a filing, answer what is asked of the applicant, say who mends what."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from examsys.agency import queries as agency
from examsys.agency.models import Site
from examsys.audit import service as audit
from examsys.filing import queries
from examsys.filing.events import FilingEvent
from examsys.filing.models import (
    FilingCase,
    FilingDuty,
    FilingFact,
    FilingPaper,
    SiteTenure,
)
from examsys.kernel import clock, files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid
from examsys.regimes.export import Document
from examsys.rules.applying import MINISTRY, Scope
from examsys.rules.filinglife import EDITABLE, CaseState, label, may_become
from examsys.rules.states import LEVELS

PURPOSE = "filing"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the applicant says about one thing."""

    answer: bool | None = None
    terms: tuple[str, ...] | None = None
    others: str = ""
    accepted: bool | None = None
    accepted_reason: str = ""
    since: date | None = None
    count: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tenure:
    """By what right a site is used."""

    own: bool | None
    lease_from: date | None
    lease_until: date | None
    monitored: bool | None


def open_case(
    scope: Scope,
    *,
    province_code: str,
    authority: str,
    levels: Sequence[int],
    actor: Actor,
    at: datetime,
) -> FilingCase:
    """Begin a filing; what the newest earlier one said of the applicant is taken over.

    raises: Invalid without a level; Conflict while another one for the same place is open.
    """
    agency.agency()
    _require_levels(levels)
    if queries.other_open(province_code, scope):
        raise Conflict("同一地区已有一项申报正在办理。请先办完或撤回该项申报。")
    earlier = next(iter(queries.cases()), None)
    case = FilingCase(
        scope=scope,
        province_code=province_code,
        authority=MINISTRY if scope is Scope.NATIONAL else authority,
        levels=sorted(set(levels), reverse=True),
        state=CaseState.PREPARING,
        opened_by=actor.name,
        opened_at=at,
    )
    if not case.authority:
        raise Invalid("请填写受理备案的省级人力资源社会保障部门。")
    db.session.add(case)
    db.session.flush()
    if earlier is not None:
        _take_over(earlier, case)
    note(FilingEvent.CASE_OPENED, case, actor=actor, at=at, levels=case.levels, scope=scope.value)
    return case


def change_levels(
    case: FilingCase, levels: Sequence[int], *, version: int | None, actor: Actor, at: datetime
) -> None:
    """Change the levels that are filed. raises: Stale, Invalid, Conflict once it is handed in."""
    expect_version(case, version)
    require_open(case)
    _require_levels(levels)
    case.levels = sorted(set(levels), reverse=True)
    note(FilingEvent.CASE_CHANGED, case, actor=actor, at=at, levels=case.levels)


def drop_case(case: FilingCase, *, reason: str, actor: Actor, at: datetime) -> None:
    """Give a filing up before it was decided. raises: Conflict."""
    move(case, CaseState.DROPPED)
    case.ended_on, case.end_reason = clock.day_of(at), reason
    note(FilingEvent.CASE_DROPPED, case, actor=actor, at=at, reason=reason)


def save_fact(
    case: FilingCase,
    key: str,
    answer: Answer,
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> FilingFact:
    """Answer one thing asked. raises: Conflict once handed in; Invalid; Stale."""
    require_open(case)
    if answer.accepted is not None and not answer.accepted_reason:
        raise Invalid("认定其他名称是否属于“等”字范围时，须写明理由。")
    row = queries.fact(case.id, key)
    if row is None:
        row = FilingFact(case_id=case.id, key=key)
        db.session.add(row)
    elif version is not None:
        expect_version(row, version)
    for name, value in asdict(answer).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.changed_by, row.changed_at = actor.name, at
    db.session.flush()
    note(FilingEvent.FACT_SAVED, case, actor=actor, at=at, key=key, answer=answer.answer)
    return row


def add_paper(
    case: FilingCase, key: str, *, title: str, document: Document, actor: Actor, at: datetime
) -> FilingPaper:
    """Keep a paper behind an answer. raises: Conflict once handed in."""
    require_open(case)
    kept = _keep(document, at=at)
    row = FilingPaper(
        case_id=case.id,
        key=key,
        title=title,
        file_uuid=kept.uuid,
        file_name=kept.name,
        file_sha256=kept.sha256,
        added_by=actor.name,
        added_at=at,
    )
    db.session.add(row)
    db.session.flush()
    note(FilingEvent.PAPER_ADDED, case, actor=actor, at=at, key=key, sha256=kept.sha256)
    return row


def withdraw_paper(case: FilingCase, paper: FilingPaper, *, actor: Actor, at: datetime) -> None:
    """Take a paper out of what is handed in next. raises: Conflict."""
    require_open(case)
    if paper.withdrawn_at is not None:
        raise Conflict("这份材料已经撤下。")
    paper.withdrawn_by, paper.withdrawn_at = actor.name, at
    detail = {"key": paper.key, "sha256": paper.file_sha256}
    note(FilingEvent.PAPER_WITHDRAWN, case, actor=actor, at=at, **detail)


def set_duty(
    case: FilingCase, key: str, *, owner: str, due_on: date | None, actor: Actor, at: datetime
) -> None:
    """Say who mends a line of the checklist, and by when. raises: Conflict."""
    require_open(case)
    row = queries.duties(case.id).get(key)
    if row is None:
        row = FilingDuty(case_id=case.id, key=key)
        db.session.add(row)
    row.owner, row.due_on = owner, due_on
    on = due_on.isoformat() if due_on else ""
    note(FilingEvent.DUTY_SET, case, actor=actor, at=at, key=key, owner=owner, on=on)


def save_tenure(
    site: Site,
    tenure: Tenure,
    *,
    document: Document | None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> SiteTenure:
    """Say by what right a site is used. raises: Invalid for a lease that ends before it begins."""
    if tenure.lease_from and tenure.lease_until and tenure.lease_until < tenure.lease_from:
        raise Invalid(f"租赁期止 {tenure.lease_until} 早于租赁期起 {tenure.lease_from}，请核对。")
    row = queries.tenure(site.id)
    if row is None:
        row = SiteTenure(site_id=site.id)
    elif version is not None:
        expect_version(row, version)
    for one in fields(tenure):
        setattr(row, one.name, getattr(tenure, one.name))
    if document is not None:
        kept = _keep(document, at=at)
        row.file_uuid, row.file_name, row.file_sha256 = kept.uuid, kept.name, kept.sha256
    row.changed_by, row.changed_at = actor.name, at
    db.session.add(row)
    db.session.flush()
    detail = {"own": tenure.own, "monitored": tenure.monitored, "sha256": row.file_sha256}
    audit.record(
        FilingEvent.TENURE_SAVED, actor=actor, subject=f"site:{site.id}", at=at, detail=detail
    )
    return row


def require_open(case: FilingCase) -> None:
    """raises: Conflict unless the filing is being prepared or corrected."""
    if case.state not in EDITABLE:
        raise Conflict(f"这项申报现为“{label(case.state)}”，申报内容不能再改。")


def move(case: FilingCase, to: CaseState) -> None:
    """raises: Conflict for a move that the life of a filing does not have."""
    if not may_become(case.state, to):
        raise Conflict(f"这项申报现为“{label(case.state)}”，不能转为“{label(to)}”。")
    case.state = to


def note(
    event: FilingEvent, case: FilingCase, *, actor: Actor, at: datetime, **detail: Any
) -> None:
    audit.record(event, actor=actor, subject=f"filing:{case.id}", at=at, detail=detail)


def _keep(document: Document, *, at: datetime) -> files.KeptFile:
    return files.keep(
        document.content,
        name=document.name,
        media_type=document.media_type,
        purpose=PURPOSE,
        at=at,
    )


def _require_levels(levels: Sequence[int]) -> None:
    if not levels or not set(levels) <= set(LEVELS):
        raise Invalid("请至少选择一个申报等级。")


def _take_over(earlier: FilingCase, case: FilingCase) -> None:
    """What was said and shown of the applicant is true of it in another place too."""
    for row in queries.facts(earlier.id):
        db.session.add(_copy(row, case, skip=("id", "case_id", "version")))
    for paper in queries.papers(earlier.id):
        db.session.add(_copy(paper, case, skip=("id", "case_id")))
    db.session.flush()


def _copy(row: Any, case: FilingCase, *, skip: tuple[str, ...]) -> Any:
    names = [column.key for column in row.__table__.columns if column.key not in skip]
    return type(row)(case_id=case.id, **{name: getattr(row, name) for name in names})
