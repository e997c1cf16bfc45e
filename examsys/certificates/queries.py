"""Reads of certificates for screens and for later features. Ordered, eager."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, defer, joinedload
from sqlalchemy.sql.base import ExecutableOption

from examsys.audit.models import AuditEvent
from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.certificates.models import (
    Acceptance,
    AssignedNumber,
    Certificate,
    IssueRequest,
    Upload,
    Withheld,
)
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.rules.states import BatchState, CertificateState, FilingState, IssueState

LIVE = (CertificateState.RESERVED, CertificateState.ISSUED)
CERTIFYING = (BatchState.CERTIFYING, BatchState.ARCHIVED)


def certificate(certificate_id: int) -> Certificate:
    """raises: Missing."""
    query = select(Certificate).where(Certificate.id == certificate_id).options(*_whole())
    found = db.session.scalar(query)
    if found is None:
        raise Missing("没有这本证书。请从证书列表重新选择。")
    return found


def by_number(number: str) -> Certificate | None:
    query = select(Certificate).where(Certificate.number == number)
    return db.session.scalar(query.options(joinedload(Certificate.upload)))


def certificates(
    *,
    q: str = "",
    batch_id: int | None = None,
    level: int | None = None,
    state: str = "",
    filing: str = "",
) -> Select[Certificate]:
    """The register of certificates. q: part of a number or a name."""
    query = (
        select(Certificate)
        .join(Certificate.batch)
        .options(
            contains_eager(Certificate.batch).load_only(Batch.number),
            defer(Certificate.printed_sealed),
        )
    )
    if words := q.strip():
        query = query.where(
            or_(
                Certificate.number.contains(words.upper(), autoescape=True),
                Certificate.name.contains(words, autoescape=True),
            )
        )
    if batch_id:
        query = query.where(Certificate.batch_id == batch_id)
    if level:
        query = query.where(Certificate.level == level)
    if state:
        query = query.where(Certificate.state == state)
    return query.where(Certificate.filing == filing) if filing else query


def of_batch(batch_id: int, *, state: CertificateState | None = None) -> Sequence[Certificate]:
    """A batch's certificates by number."""
    query = select(Certificate).where(Certificate.batch_id == batch_id).options(*_whole())
    if state is not None:
        query = query.where(Certificate.state == state)
    return db.session.scalars(query.order_by(Certificate.number)).all()


def printed_of(batch_id: int) -> Sequence[Certificate]:
    """The batch's certificates that have a PDF, revoked ones left out."""
    query = select(Certificate).where(
        Certificate.batch_id == batch_id,
        Certificate.state == CertificateState.ISSUED,
        Certificate.pdf_uuid.is_not(None),
    )
    return db.session.scalars(query.order_by(Certificate.number)).all()


def to_make(batch_id: int) -> Sequence[int]:
    """Ids of certificates that have their number and no PDF yet, by number."""
    query = select(Certificate.id).where(
        Certificate.batch_id == batch_id, Certificate.state == CertificateState.RESERVED
    )
    return db.session.scalars(query.order_by(Certificate.number)).all()


def to_upload(batch_id: int) -> Sequence[Certificate]:
    """Issued certificates whose data was never uploaded, by number."""
    query = select(Certificate).where(
        Certificate.batch_id == batch_id,
        Certificate.state == CertificateState.ISSUED,
        Certificate.filing == FilingState.NOT_UPLOADED,
    )
    return db.session.scalars(query.order_by(Certificate.number)).all()


def series(head: str) -> Sequence[tuple[str, date, str]]:
    """Number, day and fingerprint of every certificate whose number begins so."""
    query = select(Certificate.number, Certificate.issued_on, Certificate.printed_sha256)
    rows = db.session.execute(query.where(Certificate.number.startswith(head, autoescape=True)))
    return [(row[0], row[1], row[2]) for row in rows]


def held_elsewhere(batch: Batch, candidate_ids: Sequence[int]) -> Mapping[int, str]:
    """Candidate → number of a live certificate of this occupation and level from another batch."""
    query = select(Certificate.candidate_id, Certificate.number).where(
        Certificate.candidate_id.in_(list(candidate_ids)),
        Certificate.occupation_id == batch.occupation_id,
        Certificate.level == batch.level,
        Certificate.batch_id != batch.id,
        Certificate.state.in_(LIVE),
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def acceptance(batch_id: int) -> Acceptance | None:
    return db.session.scalar(select(Acceptance).where(Acceptance.batch_id == batch_id))


def withheld(batch_id: int) -> Mapping[int, Withheld]:
    """Registration → why it gets no certificate."""
    query = select(Withheld).join(Withheld.registration).where(Registration.batch_id == batch_id)
    return {row.registration_id: row for row in db.session.scalars(query)}


def assigned(batch_id: int) -> Mapping[int, AssignedNumber]:
    """Registration → the number that the province assigned."""
    query = select(AssignedNumber).join(AssignedNumber.registration)
    rows = db.session.scalars(query.where(Registration.batch_id == batch_id))
    return {row.registration_id: row for row in rows}


def takers(numbers: Sequence[str]) -> Mapping[str, int]:
    """Number → registration, of those numbers that anybody has: printed or assigned."""
    found: dict[str, int] = {}
    for table in (AssignedNumber, Certificate):
        query = select(table.number, table.registration_id).where(table.number.in_(numbers))
        found |= {row[0]: row[1] for row in db.session.execute(query)}
    return found


def issue_request(request_id: int) -> IssueRequest:
    """raises: Missing."""
    found = db.session.get(IssueRequest, request_id)
    if found is None:
        raise Missing("没有这份发证申请。请从证书页面重新选择。")
    return found


def requests_of(batch_id: int) -> Sequence[IssueRequest]:
    """The batch's requests, the newest first."""
    query = select(IssueRequest).where(IssueRequest.batch_id == batch_id)
    return db.session.scalars(query.order_by(IssueRequest.id.desc())).all()


def pending(batch_id: int) -> IssueRequest | None:
    query = select(IssueRequest).where(
        IssueRequest.batch_id == batch_id, IssueRequest.state == IssueState.PENDING
    )
    return db.session.scalar(query)


def pending_requests() -> Sequence[IssueRequest]:
    """Everything that waits for approval, the oldest first."""
    query = select(IssueRequest).where(IssueRequest.state == IssueState.PENDING)
    query = query.options(joinedload(IssueRequest.batch)).order_by(IssueRequest.id)
    return db.session.scalars(query).all()


def upload(upload_id: int) -> Upload:
    """raises: Missing."""
    found = db.session.scalar(
        select(Upload).where(Upload.id == upload_id).options(joinedload(Upload.batch))
    )
    if found is None:
        raise Missing("没有这份上网备案数据表。请从批次的证书页面重新选择。")
    return found


def uploads_of(batch_id: int) -> Sequence[Upload]:
    return db.session.scalars(
        select(Upload).where(Upload.batch_id == batch_id).order_by(Upload.id.desc())
    ).all()


def of_upload(upload_id: int) -> Sequence[Certificate]:
    query = select(Certificate).where(Certificate.upload_id == upload_id)
    return db.session.scalars(query.order_by(Certificate.number)).all()


def certifying_batches() -> Sequence[Batch]:
    """Batches whose certificates are made or were made, the newest first."""
    query = select(Batch).where(Batch.state.in_(CERTIFYING))
    return db.session.scalars(query.order_by(Batch.exam_on.desc(), Batch.id.desc()).limit(30)).all()


def counts(batch_id: int) -> Mapping[CertificateState, int]:
    """How many certificates of a batch are in each state, all states named."""
    query = select(Certificate.state, func.count()).where(Certificate.batch_id == batch_id)
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(Certificate.state))}
    return {state: found.get(state, 0) for state in CertificateState}


def happened(certificate_id: int) -> set[str]:
    """What the log knows of a certificate: its kinds of events."""
    query = select(AuditEvent.action).where(AuditEvent.object == f"certificate:{certificate_id}")
    return set(db.session.scalars(query.distinct()))


def history(certificate_id: int) -> Sequence[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.object == f"certificate:{certificate_id}")
    return db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(50)).all()


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Certificate.batch).joinedload(Batch.site),
        joinedload(Certificate.batch).joinedload(Batch.occupation),
        joinedload(Certificate.candidate),
        joinedload(Certificate.upload),
    )
