"""What the agency does with its regimes and registers. Callers open the unit of work."""

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
    "approve_version",
    "change_version",
    "draft_version",
    "record_review",
    "withdraw_version",
]
