"""Rows to facts: the only bridge between batches and their rules."""

from datetime import date

from examsys.batches.models import Batch
from examsys.rules.batch import BatchFacts

PANEL = frozenset({"panel_leader", "examiner"})


def staffing_facts(batch: Batch, *, on: date, settings: dict[str, object]) -> BatchFacts:
    """Who serves; invigilators are shared evenly among the rooms, which count as full.

    settings: the parameters named below, as the batch froze them.
    """
    panel = [duty for duty in batch.duties if duty.role in PANEL]
    watching = [duty for duty in batch.duties if duty.role == "invigilator"]
    supervisors = tuple(d.person_id for d in batch.duties if d.role == "supervisor")
    count = len(batch.rooms)
    share = [len(watching) // count + (n < len(watching) % count) for n in range(count)]
    return BatchFacts(
        on=on,
        panel=tuple(duty.person_id for duty in panel) or None,
        panel_leaders=sum(duty.role == "panel_leader" for duty in panel),
        panel_min=int(str(settings["panel.min_examiners"])),
        panel_odd=bool(settings["panel.odd"]),
        rooms=tuple((n, r.capacity) for n, r in zip(share, batch.rooms, strict=True)) or None,
        invigilators_min=int(str(settings["room.invigilators_min"])),
        candidates_per_invigilator=int(str(settings["room.invigilator_ratio"])),
        supervision_required=bool(settings["supervision.every_session"]),
        supervisors=supervisors or None,
        others=tuple(d.person_id for d in batch.duties if d.role in PANEL | {"invigilator"}),
    )
