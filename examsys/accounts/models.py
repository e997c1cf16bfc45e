"""Tables of the accounts feature: who, and in which browsers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.kernel.db import Model, new_uuid
from examsys.rules.permissions import PRIVILEGED, ROLE_LABELS, Role


class Account(Model):
    """One natural person's access. Two different people are two different logins."""

    __tablename__ = "account"

    uuid: Mapped[str] = mapped_column(unique=True, default=new_uuid)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    id_number_sealed: Mapped[bytes | None]
    id_number_last4: Mapped[str | None]
    id_number_index: Mapped[bytes | None] = mapped_column(unique=True)
    roles: Mapped[list[Any]]  # values of rules.permissions.Role, sorted
    password_hash: Mapped[str]  # Argon2id in PHC notation
    password_changed_at: Mapped[datetime]
    password_history: Mapped[list[Any]] = mapped_column(default=list)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    totp_sealed: Mapped[bytes | None]
    totp_last_counter: Mapped[int | None]
    totp_exempt: Mapped[bool] = mapped_column(default=False)  # sample accounts only
    recovery_hashes: Mapped[list[Any]] = mapped_column(default=list)
    enabled: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=1)  # older sessions are dead
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def role_labels(self) -> list[str]:
        return [ROLE_LABELS[Role(role)] for role in self.roles]

    @property
    def needs_second_factor(self) -> bool:
        return not self.totp_exempt and bool(PRIVILEGED.intersection(self.roles))


class AccountSession(Model):
    """One signed-in browser. The cookie carries a random id; this row decides."""

    __tablename__ = "account_session"
    __audited__ = False

    token: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the id in the cookie
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]  # as the parameter stood at the sign-in
    ip: Mapped[str]
    agent: Mapped[str]  # the browser's name for itself, shortened
    second_factor: Mapped[bool] = mapped_column(default=False)
    epoch: Mapped[int]
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
