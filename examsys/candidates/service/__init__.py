"""What the agency does with candidates. Callers open the unit of work."""

from examsys.candidates import gates
from examsys.candidates.service.registrations import (
    change_registration,
    register,
    submit,
    submit_drafts,
    take_in,
    withdraw,
)
from examsys.candidates.service.reviews import (
    approve,
    pass_first,
    reject,
    return_registration,
)

__all__ = [
    "approve",
    "change_registration",
    "gates",
    "pass_first",
    "register",
    "reject",
    "return_registration",
    "submit",
    "submit_drafts",
    "take_in",
    "withdraw",
]
