"""When each step of a batch is due: the registration window, and working days around the exam."""

from datetime import date

from examsys.kernel.workdays import WorkCalendar
from examsys.rules.batch import state_due_dates
from examsys.rules.states import BatchState


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
    due = state_due_dates(exam_on, lead_wd=filing_lead_wd, add=calendar.add)
    return {
        **due,
        # What is announced has been filed before, however late the lead time would allow it.
        BatchState.FILED: min(due[BatchState.FILED], registration_from),
        BatchState.ANNOUNCED: registration_from,
        BatchState.REGISTERING: registration_from,
        BatchState.REVIEWING: registration_until,
        BatchState.PUBLICITY: calendar.add(exam_on, publish_target_wd),
    }
