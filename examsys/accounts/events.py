"""What can happen to accounts."""

from enum import StrEnum


class AccountsEvent(StrEnum):
    CREATED = "accounts.account.created"
    FIRST_CREATED = "accounts.account.first_created"
    ROLES_CHANGED = "accounts.account.roles_changed"
    DISABLED = "accounts.account.disabled"
    ENABLED = "accounts.account.enabled"
    LIST_EXPORTED = "accounts.list.exported"
    PASSWORD_RESET = "accounts.password.reset"  # noqa: S105 -- the name of an event
    PASSWORD_CHANGED = "accounts.password.changed"  # noqa: S105 -- the name of an event
    SECOND_FACTOR_ENROLLED = "accounts.second_factor.enrolled"
    SECOND_FACTOR_PASSED = "accounts.second_factor.passed"
    SECOND_FACTOR_REFUSED = "accounts.second_factor.refused"
    SIGNED_IN = "accounts.session.signed_in"
    SIGN_IN_REFUSED = "accounts.session.refused"
    SIGN_IN_LOCKED = "accounts.session.locked"
    SIGNED_OUT = "accounts.session.signed_out"
    SESSION_REVOKED = "accounts.session.revoked"
