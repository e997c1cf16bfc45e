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
from examsys.filing.service.samples import mark_samples
from examsys.filing.service.snapshots import keep_readiness

__all__ = [
    "Answer",
    "Tenure",
    "add_paper",
    "change_levels",
    "drop_case",
    "keep_readiness",
    "mark_samples",
    "open_case",
    "save_fact",
    "save_tenure",
    "set_duty",
    "withdraw_paper",
]
