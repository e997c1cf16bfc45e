"""Blind codes: what a marker sees instead of a name."""

import secrets
from datetime import datetime

from sqlalchemy import select

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.candidates import queries as candidates
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict
from examsys.rules.states import BatchState, components_of, label
from examsys.scoring import queries
from examsys.scoring.events import ScoringEvent
from examsys.scoring.models import EntryPass, ScoreBook, Script


def make_codes(batch: Batch, *, actor: Actor, at: datetime) -> ScoreBook:
    """Give every script of the batch a random code, and open two passes for each component.

    raises: Conflict before the scoring, or when there are codes already.
    """
    require_scoring(batch)
    if queries.find_book(batch.id) is not None:
        raise Conflict("本批次已经生成保密号，不能重复生成。")
    sitters = candidates.approved(batch.id)
    if not sitters:
        raise Conflict("本批次没有审核通过的考生，不能生成保密号。")
    wanted = [(row.id, part) for row in sitters for part in components_of(batch.level)]
    for (registration_id, part), code in zip(wanted, _codes(len(wanted)), strict=True):
        db.session.add(
            Script(
                batch_id=batch.id,
                registration_id=registration_id,
                component=part,
                blind_code=code,
            )
        )
    for part in components_of(batch.level):
        for pass_no in (1, 2):
            db.session.add(EntryPass(batch_id=batch.id, component=part, pass_no=pass_no, people=[]))
    book = ScoreBook(batch_id=batch.id, coded_by=actor.name, coded_at=at)
    db.session.add(book)
    db.session.flush()
    audit.record(
        ScoringEvent.CODES_MADE,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"scripts": len(wanted)},
    )
    return book


def open_codes(batch: Batch, *, sheet: str, actor: Actor, at: datetime) -> None:
    """Write down that the codes are about to be shown with what they stand for.

    raises: Conflict before there are codes.
    """
    queries.book(batch.id)
    audit.disclose(
        ScoringEvent.CODES_PRINTED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        reason="打印保密号",
        detail={"sheet": sheet},
    )


def require_scoring(batch: Batch) -> None:
    """raises: Conflict outside the scoring of the batch."""
    if batch.state is not BatchState.SCORING:
        raise Conflict(f"批次处于“{label(batch.state)}”，只有成绩登录中的批次可以办理。")


def _codes(count: int) -> list[str]:
    """Different six-digit codes that were never given before."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {str(secrets.randbelow(900_000) + 100_000) for _ in range(count - len(found))}
        used = select(Script.blind_code).where(Script.blind_code.in_(drawn))
        found |= drawn - set(db.session.scalars(used))
    codes = list(found)
    secrets.SystemRandom().shuffle(codes)
    return codes
