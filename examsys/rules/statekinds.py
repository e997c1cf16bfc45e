"""The words a state may be, kind by kind."""

from enum import StrEnum


class Component(StrEnum):
    """Parts of an examination; each is out of 100 and each must reach 60."""

    THEORY = "theory"
    SKILL = "skill"
    REVIEW = "review"


class BatchState(StrEnum):
    """A batch from plan to archive."""

    PLANNED = "planned"
    FILED = "filed"
    ANNOUNCED = "announced"
    REGISTERING = "registering"
    REVIEWING = "reviewing"
    SEATED = "seated"
    SITTING = "sitting"
    SCORING = "scoring"
    PUBLICITY = "publicity"
    CERTIFYING = "certifying"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class RegistrationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    FIRST_PASSED = "first_passed"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Attendance(StrEnum):
    EXPECTED = "expected"
    PRESENT = "present"
    ABSENT = "absent"
    VIOLATION = "violation"


class ResultState(StrEnum):
    """What one component ended in."""

    PASS = "pass"  # noqa: S105 -- a state, not a secret
    FAIL = "fail"
    ABSENT = "absent"
    VIOLATION = "violation"
    EXEMPT = "exempt"


class ItemStatus(StrEnum):
    DRAFT = "draft"
    REVIEWING = "reviewing"
    IN_USE = "in_use"
    RETURNED = "returned"
    RETIRED = "retired"


class ItemDecision(StrEnum):
    """What was decided about one version of an item."""

    SENT = "sent"
    PASSED = "passed"
    SENT_BACK = "sent_back"
    STOPPED = "stopped"


class SpecState(StrEnum):
    DRAFTING = "drafting"
    ENACTED = "enacted"


class PaperState(StrEnum):
    DRAWN = "drawn"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class CertificateState(StrEnum):
    RESERVED = "reserved"
    ISSUED = "issued"
    REVOKED = "revoked"
    VOID = "void"


class FilingState(StrEnum):
    """上网备案: whether the certificate's data stand in the national query."""

    NOT_UPLOADED = "not_uploaded"
    UPLOADED = "uploaded"
    CONFIRMED = "confirmed"


class IssueState(StrEnum):
    """A list of certificates to be issued: prepared by one, approved by another."""

    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"


class AppointmentState(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class DispatchState(StrEnum):
    """One person sent to one batch: drawn, told by letter, and what they answered."""

    DRAWN = "drawn"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"


class NoticeState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class RegimeStanding(StrEnum):
    """Where a version of a management regime stands on a day; worked out, never stored."""

    DRAFTED = "drafted"
    COMING = "coming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Practice(StrEnum):
    """Whether the records show that a regime was followed."""

    FOLLOWED = "followed"
    NOT_FOLLOWED = "not_followed"
    NOTHING = "nothing"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
