from enum import StrEnum


class RegimesEvent(StrEnum):
    VERSION_DRAFTED = "regimes.version.drafted"
    VERSION_CHANGED = "regimes.version.changed"
    VERSION_APPROVED = "regimes.version.approved"
    VERSION_WITHDRAWN = "regimes.version.withdrawn"
    REVIEW_RECORDED = "regimes.review.recorded"
