"""Everything this feature writes to the log. A test demands a phrase for each."""

from enum import StrEnum


class ReportEvent(StrEnum):
    BUILT = "yearend.report.built"
    SEALED = "yearend.report.sealed"
    DOWNLOADED = "yearend.report.downloaded"
    EXPORTED = "yearend.draft.exported"
