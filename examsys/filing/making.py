"""The papers of a dossier: each from what the house has on record, nothing typed in anew."""

from collections.abc import Sequence
from datetime import date, datetime

from examsys.agency import queries as agency
from examsys.audit import service as audit
from examsys.bank import queries as bank
from examsys.bank.export import KIND_WORDS, open_samples
from examsys.filing.events import FilingEvent
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict
from examsys.kernel.pdf import render_pdf
from examsys.kernel.work import unit_of_work
from examsys.rules.states import LEVELS, Component, components_of, label


def samples_pdf(levels: Sequence[int], *, on: date, actor: Actor, at: datetime) -> bytes:
    """The confirmed samples of some levels with their answers; opens units of its own.

    raises: Conflict while there is none.
    """
    rows = [row for row in bank.samples(confirmed=True) if row.level in levels]
    if not rows:
        raise Conflict("还没有已确认的样题。请先标记样题并由机构负责人确认。")
    texts = open_samples(rows, actor=actor, reason="编制备案样题", at=at)
    parts = [
        (
            LEVELS[level],
            label(part),
            [
                (KIND_WORDS[row.kind], row.point_code, texts[row.SampleMark.item])
                for row in rows
                if row.level == level and row.component == part.value
            ],
        )
        for level in levels
        for part in components_of(level)
    ]
    with unit_of_work():
        detail = {"count": len(rows), "levels": list(levels)}
        audit.record(
            FilingEvent.SAMPLES_PRINTED, actor=actor, subject="bank:samples", at=at, detail=detail
        )
    own = agency.agency()
    return render_pdf(
        "filing/print/samples.html",
        identifier=f"filing-samples-{on}-{len(rows)}",
        title="样题",
        own=own,
        occupation=agency.occupation(),
        parts=parts,
        components=Component,
        on=on,
    )
