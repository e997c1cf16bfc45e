"""When each step of a batch is due, in working days around the examination. Pure.

source: domain §4.1 (nodes of a live agency); §15 plan.filing_lead_wd, score.publish_target_wd.
"""

from datetime import date

from examsys.kernel.workdays import WorkCalendar
from examsys.rules.states import BatchState

# Working days from the examination's day, where no parameter says otherwise.
OFFSETS = {
    BatchState.SEATED: -5,
    BatchState.SITTING: 0,
    BatchState.SCORING: 3,
    BatchState.CERTIFYING: 10,
    BatchState.ARCHIVED: 10,
}


def due_dates(
    *,
    exam_on: date,
    registration_from: date,
    registration_until: date,
    filing_lead_wd: int,
    publish_target_wd: int,
    calendar: WorkCalendar,
) -> dict[BatchState, date]:
    """returns: the last day on which each state should be entered."""
    due = {state: calendar.add(exam_on, days) for state, days in OFFSETS.items() if days}
    return {
        BatchState.FILED: calendar.add(exam_on, -filing_lead_wd),
        BatchState.ANNOUNCED: registration_from,
        BatchState.REGISTERING: registration_from,
        BatchState.REVIEWING: registration_until,
        BatchState.SITTING: exam_on,
        BatchState.PUBLICITY: calendar.add(exam_on, publish_target_wd),
        **due,
    }
