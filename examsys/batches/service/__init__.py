"""What the agency does with batches. Callers open the unit of work."""

from examsys.batches.service.duties import assign_duty, remove_duty, set_rooms
from examsys.batches.service.life import cancel_batch, move, record_filing
from examsys.batches.service.lists import record_export
from examsys.batches.service.plans import PlanInput, change_plan, plan_batch

__all__ = [
    "PlanInput",
    "assign_duty",
    "cancel_batch",
    "change_plan",
    "move",
    "plan_batch",
    "record_export",
    "record_filing",
    "remove_duty",
    "set_rooms",
]
