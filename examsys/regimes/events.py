from enum import StrEnum


class RegimesEvent(StrEnum):
    VERSION_DRAFTED = "regimes.version.drafted"
    VERSION_CHANGED = "regimes.version.changed"
    VERSION_APPROVED = "regimes.version.approved"
    VERSION_WITHDRAWN = "regimes.version.withdrawn"
    REVIEW_RECORDED = "regimes.review.recorded"
    ENTRY_ADDED = "regimes.entry.added"
    ENTRY_APPROVED = "regimes.entry.approved"
    ENTRY_CORRECTED = "regimes.entry.corrected"
    ENTRY_VOIDED = "regimes.entry.voided"
    LIST_EXPORTED = "regimes.list.exported"
