"""What the agency does about recusal and dispatch. Callers open the unit of work."""

from examsys.dispatch import gates
from examsys.dispatch.service.drawing import Pool, draw_panel, pool, redraw, replace_member
from examsys.dispatch.service.letters import record_answer, record_export, send_letter
from examsys.dispatch.service.ties import (
    TieInput,
    decide_tie,
    declare_tie,
    end_tie,
    record_course,
    record_ties_export,
)

__all__ = [
    "Pool",
    "TieInput",
    "decide_tie",
    "declare_tie",
    "draw_panel",
    "end_tie",
    "gates",
    "pool",
    "record_answer",
    "record_course",
    "record_export",
    "record_ties_export",
    "redraw",
    "replace_member",
    "send_letter",
]
