"""What departs from the ordinary course: no certificate for a reason, a certificate taken back."""

from datetime import datetime

from examsys.audit import service as audit
from examsys.candidates.models import Registration
from examsys.certificates import queries
from examsys.certificates.events import CertificateEvent
from examsys.certificates.models import Certificate, Withheld
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict
from examsys.rules.states import BatchState, CertificateState, label
from examsys.scoring import queries as scoring


def revoke(
    certificate: Certificate, *, reason: str, version: int | None, actor: Actor, at: datetime
) -> None:
    """Take a certificate back; its number stays taken for ever. raises: Conflict, Stale."""
    expect_version(certificate, version)
    if certificate.state is not CertificateState.ISSUED:
        raise Conflict(f"证书处于“{label(certificate.state)}”，只有有效的证书可以撤销。")
    certificate.state = CertificateState.REVOKED
    certificate.revoked_by, certificate.revoked_at = actor.name, at
    certificate.revoke_reason = reason
    audit.record(
        CertificateEvent.CERTIFICATE_REVOKED,
        actor=actor,
        subject=f"certificate:{certificate.id}",
        at=at,
        detail={"number": certificate.number, "reason": reason},
    )


def withhold(registration: Registration, *, reason: str, actor: Actor, at: datetime) -> None:
    """Record why somebody who passed gets no certificate. raises: Conflict."""
    batch = registration.batch
    if batch.state is not BatchState.CERTIFYING:
        raise Conflict(f"批次处于“{label(batch.state)}”，不能登记暂不发证。")
    outcome = scoring.outcome(registration.id)
    if outcome is None or not outcome.passed:
        raise Conflict("此人不在本批次的合格名单内，无须登记暂不发证。")
    if any(one.registration_id == registration.id for one in queries.of_batch(batch.id)):
        raise Conflict("此人已有证书编号。需要收回时请办理撤销。")
    if registration.id in queries.withheld(batch.id):
        raise Conflict("此人已登记暂不发证，请刷新页面核对。")
    pending = queries.pending(batch.id)
    if pending is not None and registration.id in pending.registration_ids:
        raise Conflict("此人在待批准的发证申请内，请先由负责人退回申请。")
    db.session.add(
        Withheld(
            registration_id=registration.id,
            reason=reason,
            recorded_by=actor.name,
            recorded_at=at,
        )
    )
    _note(CertificateEvent.CERTIFICATE_WITHHELD, registration, actor=actor, at=at, reason=reason)


def lift_withholding(registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The reason is gone. raises: Conflict when there is none."""
    found = queries.withheld(registration.batch_id).get(registration.id)
    if found is None:
        raise Conflict("此人没有登记暂不发证，请刷新页面核对。")
    if registration.batch.state is not BatchState.CERTIFYING:
        raise Conflict("批次已归档，不能再改动。")
    db.session.delete(found)
    _note(CertificateEvent.WITHHOLDING_LIFTED, registration, actor=actor, at=at)


def _note(
    event: CertificateEvent, row: Registration, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(event, actor=actor, subject=f"registration:{row.id}", at=at, detail=detail)
