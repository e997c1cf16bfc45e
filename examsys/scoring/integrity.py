"""Are the results still those that were confirmed? Asked before anything rests on them."""

import hmac
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256

from sqlalchemy import select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.batches.models import Batch
from examsys.kernel import pii
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict
from examsys.rules.marking import passed
from examsys.rules.states import Component, ResultState
from examsys.scoring import queries
from examsys.scoring.events import ScoringEvent
from examsys.scoring.models import Outcome, Result, Script

Row = tuple[int, Component, ResultState, Decimal | None]


def trouble(batch: Batch) -> str:
    """What differs from the confirmed results, naming the batch; empty when nothing does."""
    book, rows, ends = queries.find_book(batch.id), _rows(batch.id), _outcomes(batch.id)
    if book is None or book.confirmed_at is None:
        return f"批次 {batch.number} 有合格结论而没有成绩确认记录。" if ends else ""
    if book.fingerprint is None or not hmac.compare_digest(fingerprint(rows), book.fingerprint):
        return f"批次 {batch.number} 的成绩与确认时不一致。"
    if book.fingerprint != _logged(batch.id, default=book.fingerprint):
        return f"批次 {batch.number} 的成绩与审计日志中最近一次确认不一致。"
    if ends != _ended(batch.level, rows):
        return f"批次 {batch.number} 的合格结论与已确认的成绩不一致。"
    return ""


def require_unchanged(batches: Iterable[Batch], *, act: str) -> None:
    """act: what is refused, e.g. 不能公布. raises: Conflict naming every batch that differs."""
    if found := [told for batch in batches if (told := trouble(batch))]:
        raise Conflict(f"{''.join(found)}{act}。{WHAT_TO_DO}")


WHAT_TO_DO = (
    "请保留现场，由审计员核验日志、查明改动；"
    "成绩公示结束前可由机构负责人退回重新核定，其后请从备份恢复。"
)


def fingerprint(rows: Sequence[Row]) -> str:
    """A keyed digest of every result: it proves them later and betrays none of them now."""
    plain = sorted([who, part.value, state.value, str(value)] for who, part, state, value in rows)
    body = b"scoring.results\x00" + json.dumps(plain).encode()
    return hmac.digest(pii.keys().index, body, sha256).hex()


def of_scripts(scripts: Iterable[Script]) -> list[Row]:
    """Scripts already loaded, as rows of the fingerprint."""
    return [
        (one.registration_id, one.component, one.result.state, one.result.value)
        for one in scripts
        if one.result is not None
    ]


def _rows(batch_id: int) -> list[Row]:
    """What the database holds now, whatever the session remembers."""
    query = (
        select(Script.registration_id, Script.component, Result.state, Result.value)
        .join(Script.result)
        .where(Script.batch_id == batch_id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)]


def _outcomes(batch_id: int) -> dict[int, bool]:
    query = select(Outcome.registration_id, Outcome.passed).where(Outcome.batch_id == batch_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _ended(level: int, rows: Sequence[Row]) -> dict[int, bool]:
    """Who passed, worked out again from the results."""
    states: dict[int, dict[Component, ResultState]] = {}
    for who, part, state, _ in rows:
        states.setdefault(who, {})[part] = state
    return {who: passed(level, found) for who, found in states.items()}


def _logged(batch_id: int, *, default: str) -> str:
    """The fingerprint the log holds of the last confirmation; `default` once it was erased."""
    query = (
        select(AuditDetail.detail)
        .join(AuditEvent, AuditEvent.id == AuditDetail.id)
        .where(
            AuditEvent.action == ScoringEvent.RESULTS_CONFIRMED.value,
            AuditEvent.object == f"batch:{batch_id}",
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    found = db.session.scalar(query)
    return str((found or {}).get("results", default))
