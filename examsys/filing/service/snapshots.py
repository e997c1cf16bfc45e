"""Readiness kept day by day: one row a day, the last look of the day counts."""

from datetime import datetime

from sqlalchemy import select

from examsys.filing.checklist import Readiness
from examsys.filing.events import FilingEvent
from examsys.filing.models import FilingCase, ReadinessDay
from examsys.filing.service.cases import note, require_open
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.rules.finding import Verdict


def keep_readiness(
    case: FilingCase, found: Readiness, *, actor: Actor, at: datetime
) -> ReadinessDay:
    """Keep where the checklist stands today. raises: Conflict once the filing is handed in."""
    require_open(case)
    query = select(ReadinessDay).where(ReadinessDay.case_id == case.id, ReadinessDay.on == found.on)
    row = db.session.scalar(query)
    if row is None:
        row = ReadinessDay(case_id=case.id, on=found.on)
        db.session.add(row)
    row.passed = found.passed
    row.asked = found.count(Verdict.NEEDS_EVIDENCE)
    row.failed = found.count(Verdict.FAIL)
    row.open_keys = [line.key for line in found.open_lines]
    row.kept_by, row.kept_at = actor.name, at
    db.session.flush()
    counts = {"passed": row.passed, "asked": row.asked, "failed": row.failed}
    note(FilingEvent.READINESS_KEPT, case, actor=actor, at=at, **counts)
    return row
