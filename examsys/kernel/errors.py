"""What can go wrong on purpose. Each error knows its HTTP status; nothing else does."""


class AppError(Exception):
    """Expected refusal. `str(error)` is the Chinese sentence shown to the person who caused it."""

    status = 400


class NotAllowed(AppError):
    """This role, or this person, may not do this."""

    status = 403


Refused = NotAllowed


class Missing(AppError):
    """No such thing, or not for this person to know of."""

    status = 404


class Conflict(AppError):
    """Right request, wrong moment: the record's state does not allow it."""

    status = 409


class Stale(Conflict):
    """Somebody else saved this record since the page was opened."""


class Repeated(Conflict):
    """The same form was sent before; it had its effect then."""


class Invalid(AppError):
    """The input breaks a rule of shape; nothing was changed."""

    status = 422


class TooMany(AppError):
    """Too many tries in a given time."""

    status = 429


class Unfit(RuntimeError):
    """This machine or folder cannot keep the data safely; the sentence says what to do."""


class UnauditedChange(RuntimeError):
    """A unit of work changed records but recorded no audit event. A bug, never a user error."""
