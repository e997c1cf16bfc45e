"""What the agency does with scores. Callers open the unit of work, except for disclosures."""

from examsys.scoring.integrity import require_unchanged
from examsys.scoring.service.codes import make_codes, open_codes
from examsys.scoring.service.comparison import resolve_difference
from examsys.scoring.service.corrections import ask_correction, decide_correction
from examsys.scoring.service.entries import (
    PASS_WORDS,
    Cell,
    StaleMarks,
    require_member,
    save_marks,
    submit_pass,
    take_pass,
)
from examsys.scoring.service.lookup import Answer, look_up
from examsys.scoring.service.prints import note_book, note_sheet
from examsys.scoring.service.publication import (
    confirm_results,
    publish_results,
    reopen_results,
)

__all__ = [
    "PASS_WORDS",
    "Answer",
    "Cell",
    "StaleMarks",
    "ask_correction",
    "confirm_results",
    "decide_correction",
    "look_up",
    "make_codes",
    "note_book",
    "note_sheet",
    "open_codes",
    "publish_results",
    "reopen_results",
    "require_member",
    "require_unchanged",
    "resolve_difference",
    "save_marks",
    "submit_pass",
    "take_pass",
]
