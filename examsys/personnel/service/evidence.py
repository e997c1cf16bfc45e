"""Scans of papers and their verification by somebody other than who entered them."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.personnel.events import PersonnelEvent
from examsys.personnel.models import PaperFile, PersonCertificate, Title, WorkPeriod
from examsys.personnel.scans import PURPOSE, Scan
from examsys.rules.verifying import VERIFICATION_WORDS, Verification

KINDS = {PersonCertificate: "certificates", Title: "titles", WorkPeriod: "work"}
Proven = PersonCertificate | Title | WorkPeriod


def attach_scan(paper: Proven, scan: Scan, *, actor: Actor, at: datetime) -> PaperFile:
    """Keep a scan of the paper; an earlier one stays on file, and the paper is to be verified anew.

    raises: Conflict when the same file is there already.
    """
    kept = files.keep(
        scan.content, name=scan.name, media_type=scan.media_type, purpose=PURPOSE, at=at
    )
    if any(
        row.sha256 == kept.sha256
        for row in paper.person.files
        if row.file_uuid == paper.evidence_uuid
    ):
        raise Conflict("这份扫描件与现有的完全相同，没有重复保存。")
    row = PaperFile(
        person=paper.person,
        kind=KINDS[type(paper)],
        row_id=paper.id,
        file_uuid=kept.uuid,
        name=kept.name,
        sha256=kept.sha256,
        added_by=actor.name,
        added_at=at,
    )
    db.session.add(row)
    replaced = paper.evidence_uuid
    paper.evidence_uuid = kept.uuid
    paper.verification = Verification.UNVERIFIED
    paper.verified_by, paper.verified_at, paper.verification_note = None, None, ""
    db.session.flush()
    _record(
        PersonnelEvent.SCAN_ATTACHED, paper, actor=actor, at=at, file=kept.uuid, replaced=replaced
    )
    return row


def verify_paper(
    paper: Proven, result: Verification, *, note: str, actor: Actor, at: datetime
) -> None:
    """Say whether the entry agrees with the scan.

    raises: Conflict without a scan; NotAllowed for who entered or scanned it; Invalid when 不符
    is given no reason.
    """
    if result is Verification.UNVERIFIED:
        raise Invalid("请选择核验结论：已核验或不符。")
    if paper.evidence_uuid is None:
        raise Conflict("还没有扫描件，请先上传扫描件再核验。")
    scanned = {row.added_by for row in paper.person.files if row.file_uuid == paper.evidence_uuid}
    if actor.name in {paper.entered_by, *scanned}:
        raise NotAllowed("登记或上传的人不能核验自己经办的这一条，请由另一人核验。")
    if result is Verification.MISMATCH and not note:
        raise Invalid("请写明登记内容与扫描件哪里不符。")
    paper.verification, paper.verification_note = result, note
    paper.verified_by, paper.verified_at = actor.name, at
    _record(
        PersonnelEvent.PAPER_VERIFIED, paper, actor=actor, at=at,
        result=VERIFICATION_WORDS[result], file=paper.evidence_uuid,
    )  # fmt: skip


def open_scan(person_id: int, uuid: str, *, actor: Actor, at: datetime) -> files.KeptFile:
    """The kept scan, after the log says who opened it. raises: Missing."""
    kept = files.kept_file(uuid, purpose=PURPOSE)
    audit.disclose(
        PersonnelEvent.SCAN_OPENED,
        actor=actor,
        subject=f"person:{person_id}",
        at=at,
        reason="查看扫描件",
        detail={"file": uuid},
    )
    return kept


def _record(
    event: PersonnelEvent, paper: Proven, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"person:{paper.person_id}",
        at=at,
        detail={"paper": f"{KINDS[type(paper)]}:{paper.id}", **detail},
    )
