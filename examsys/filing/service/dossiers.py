"""The life of a dossier: made in the background, frozen when handed in, answered, corrected."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256

from examsys.agency import queries as agency
from examsys.agency import service as house
from examsys.audit import service as audit
from examsys.filing import dossier as papers
from examsys.filing import package, queries
from examsys.filing.checklist import Readiness, readiness
from examsys.filing.events import FilingEvent
from examsys.filing.models import Dossier, FilingCase
from examsys.filing.service.cases import PURPOSE, move, note, require_open
from examsys.jobs import registry
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.jobs.progress import Progress
from examsys.kernel import clock, files, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries as parameters
from examsys.rules.filinglife import REPLIES, CaseState, DossierState, last_day
from examsys.rules.finding import Verdict

JOB = "filing.dossier"
ZIP = "application/zip"


def make_later(case: FilingCase, *, actor: Actor, at: datetime) -> Job:
    """Ask for the dossier of a filing. raises: Conflict unless it is open."""
    require_open(case)
    args = {"case_id": case.id, "title": f"生成申报材料第 {_next(case)} 版"}
    back = f"/filing/{case.id}/"
    return jobs.enqueue(JOB, args, subject=f"filing:{case.id}", actor=actor, at=at, back_url=back)


def _make(progress: Progress, *, case_id: int, title: str = "") -> None:
    """The readings are on record before the texts are opened; the row comes last.

    The job has no file to fetch: the ZIP holds full ID numbers and leaves by `take` alone.
    """
    progress.start(papers.STEPS)
    row = assemble(case_id, actor=progress.actor, at=progress.at, step=progress.advance)
    progress.message = f"申报材料第 {row.version_no} 版已生成，共 {len(row.contents)} 个文件。"


def assemble(
    case_id: int, *, actor: Actor, at: datetime, step: Callable[[], None] = lambda: None
) -> Dossier:
    """Make and keep the next version of a dossier, in units of its own. raises: Conflict."""
    case = queries.case(case_id)
    require_open(case)
    found = readiness(case, on=clock.day_of(at))
    made = papers.gather(case, found, actor=actor, at=at, step=step)
    with unit_of_work():
        case = queries.case(case_id)
        require_open(case)
        return _store(case, made, found, actor=actor, at=at)


def _store(
    case: FilingCase, made: papers.Dossier, found: Readiness, *, actor: Actor, at: datetime
) -> Dossier:
    number = _next(case)
    own = agency.agency()
    stated = {
        "subject": "备案申报材料",
        "agency": own.name,
        "uscc": own.uscc,
        "filing_authority": case.authority,
        "filing": case.uuid,
        "version": number,
        "levels": list(case.levels),
        "made_by": actor.name,
        "made_on": clock.day_of(at).isoformat(),
    }
    content = package.pack(made.files, key=pii.keys().report, statement=stated)
    name = f"备案申报材料-第{number}版-{clock.day_of(at)}.zip"
    kept = files.keep(content, name=name, media_type=ZIP, purpose=PURPOSE, at=at)
    for earlier in case.dossiers:
        if earlier.state is DossierState.MADE:
            earlier.state = DossierState.SUPERSEDED
    row = Dossier(
        case_id=case.id,
        version_no=number,
        state=DossierState.MADE,
        package_uuid=kept.uuid,
        package_sha256=kept.sha256,
        size=len(content),
        contents=[
            {"name": name, "sha256": sha256(body).hexdigest(), "size": len(body)}
            for name, body in sorted(made.files.items())
        ],
        passed=found.passed,
        asked=found.count(Verdict.NEEDS_EVIDENCE),
        failed=found.count(Verdict.FAIL),
        made_by=actor.name,
        made_at=at,
    )
    db.session.add(row)
    db.session.flush()
    detail = {"number": number, "sha256": kept.sha256, "files": len(made.files)}
    note(FilingEvent.DOSSIER_MADE, case, actor=actor, at=at, **detail)
    return row


def submit(
    row: Dossier,
    *,
    submitted_on: date,
    receipt_no: str,
    despite: str,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Hand a dossier in; from here on it never changes. despite: why, with lines still open.

    raises: Stale; NotAllowed for whoever made it; Conflict with conditions that fail; Invalid.
    """
    expect_version(row, version)
    if row.state is not DossierState.MADE:
        raise Conflict("这一版申报材料已经报送或已被替换，不能再报送。")
    if row.made_by == actor.name:
        raise NotAllowed("申报材料由本人生成，须由另一人核对后报送。")
    if row.failed:
        raise Conflict(f"申报材料有 {row.failed} 项不通过，请补齐后重新生成再报送。")
    if row.asked and not despite:
        raise Invalid(f"申报材料还有 {row.asked} 项待补证明，请补齐，或写明仍报送的原因。")
    made_on, today = clock.day_of(row.made_at), clock.day_of(at)
    if not made_on <= submitted_on <= today:
        raise Invalid(f"报送日期应在生成日 {made_on} 至今日 {today} 之间。")
    move(row.case, CaseState.SUBMITTED)
    row.state, row.submitted_by = DossierState.SUBMITTED, actor.name
    row.submitted_on, row.receipt_no, row.despite = submitted_on, receipt_no, despite
    detail = {"number": row.version_no, "sha256": row.package_sha256, "receipt_no": receipt_no}
    note(FilingEvent.DOSSIER_SUBMITTED, row.case, actor=actor, at=at, **detail)


def reply(
    row: Dossier,
    outcome: CaseState,
    *,
    replied_on: date,
    words: str,
    receipt_no: str,
    category_code: str,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Enter what the authority answered; accepted levels are entered as filed.

    raises: Stale, Conflict, Invalid.
    """
    expect_version(row, version)
    if outcome not in REPLIES or row.state is not DossierState.SUBMITTED:
        raise Conflict("这一版申报材料没有待登记的答复。")
    if row.replied_on is not None:
        raise Conflict("这一版申报材料的答复已经登记。")
    if row.submitted_on is None or not row.submitted_on <= replied_on <= clock.day_of(at):
        raise Invalid(f"答复日期应在报送日 {row.submitted_on} 至今日之间。")
    if outcome is CaseState.ACCEPTED and not receipt_no:
        raise Invalid("准予备案的，请填写回执或批复文号。")
    case = row.case
    move(case, outcome)
    row.reply, row.replied_on = words, replied_on
    case.decided_on = replied_on
    if outcome is CaseState.ACCEPTED:
        months = parameters.value("filing.valid_months", on=replied_on)
        case.receipt_no, case.category_code = receipt_no, category_code
        case.valid_until = last_day(replied_on, months)
        _file_levels(case, actor=actor, at=at)
    note(FilingEvent.CASE_REPLIED, case, actor=actor, at=at, outcome=outcome.value)


def take(row: Dossier, *, reason: str, actor: Actor, at: datetime) -> bytes:
    """The package with full ID numbers: logged before it is handed over; own unit."""
    uuid, detail = row.package_uuid, {"sha256": row.package_sha256, "number": row.version_no}
    audit.disclose(
        FilingEvent.DOSSIER_TAKEN,
        actor=actor,
        subject=f"filing:{row.case_id}",
        at=at,
        reason=reason,
        detail=detail,
    )
    return files.read(files.kept_file(uuid, purpose=PURPOSE))


def _file_levels(case: FilingCase, *, actor: Actor, at: datetime) -> None:
    known = {filed.level for filed in agency.filed_levels()}
    for level in case.levels:
        if level not in known and case.decided_on is not None:
            house.file_level(
                level,
                filed_on=case.decided_on,
                receipt_no=case.receipt_no,
                actor=actor,
                at=at,
            )


def _next(case: FilingCase) -> int:
    return max((row.version_no for row in case.dossiers), default=0) + 1


registry.register(JOB, "生成备案申报材料", _make, personal=True)
