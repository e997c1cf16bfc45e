"""What can happen to the log itself."""

from enum import StrEnum


class LogEvent(StrEnum):
    LOG_EXPORTED = "audit.log.exported"
    LOG_VERIFIED = "audit.log.verified"
