"""What the agency does about its filings. Callers open the unit of work."""

from examsys.filing.service.cases import (
    Answer,
    Tenure,
    add_paper,
    change_levels,
    drop_case,
    open_case,
    save_fact,
    save_tenure,
    set_duty,
    withdraw_paper,
)
from examsys.filing.service.dossiers import assemble, make_later, reply, submit, take
from examsys.filing.service.matters import move_matter, open_matter
from examsys.filing.service.samples import mark_samples
from examsys.filing.service.snapshots import keep_readiness

__all__ = [
    "Answer",
    "Tenure",
    "add_paper",
    "assemble",
    "change_levels",
    "drop_case",
    "keep_readiness",
    "make_later",
    "mark_samples",
    "move_matter",
    "open_case",
    "open_matter",
    "reply",
    "save_fact",
    "save_tenure",
    "set_duty",
    "submit",
    "take",
    "withdraw_paper",
]
