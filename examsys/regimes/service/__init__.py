"""What the agency does with its regimes and registers. Callers open the unit of work."""

from examsys.regimes.service.entries import (
    add_entry,
    approve_entry,
    correct_entry,
    record_export,
    void_entry,
)
from examsys.regimes.service.versions import (
    Draft,
    approve_version,
    change_version,
    draft_version,
    record_review,
    withdraw_version,
)

__all__ = [
    "Draft",
    "add_entry",
    "approve_entry",
    "approve_version",
    "change_version",
    "correct_entry",
    "draft_version",
    "record_export",
    "record_review",
    "void_entry",
    "withdraw_version",
]
