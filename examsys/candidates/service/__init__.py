"""What the agency does with candidates. Callers open the unit of work."""

from examsys.candidates import gates
from examsys.candidates.service.disclosures import reveal_numbers
from examsys.candidates.service.examday import Attended, all_present, record_attendance
from examsys.candidates.service.photos import PhotoLine, set_photo, take_in_photos
from examsys.candidates.service.prints import note_print, print_later
from examsys.candidates.service.registrations import (
    change_registration,
    register,
    submit,
    submit_drafts,
    take_in,
    withdraw,
)
from examsys.candidates.service.reviews import (
    REJECT_REASONS,
    approve,
    pass_first,
    reject,
    return_registration,
)
from examsys.candidates.service.seating import arrange_seats, swap_seats

__all__ = [
    "REJECT_REASONS",
    "Attended",
    "PhotoLine",
    "all_present",
    "approve",
    "arrange_seats",
    "change_registration",
    "gates",
    "note_print",
    "pass_first",
    "print_later",
    "record_attendance",
    "register",
    "reject",
    "return_registration",
    "reveal_numbers",
    "set_photo",
    "submit",
    "submit_drafts",
    "swap_seats",
    "take_in",
    "take_in_photos",
    "withdraw",
]
