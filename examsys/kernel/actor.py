"""Who acts: a natural person's account, a command, or the public; handed to every verb."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of one act, as the audit log names it.

    name: the account's login, unique to one natural person and never given to another.
    session: SHA-256 of the session id, shortened; empty outside a browser session.
    """

    name: str
    roles: tuple[str, ...] = ()
    session: str = ""
    ip: str = ""
    account_id: int | None = None

    @property
    def role(self) -> str:
        return "+".join(self.roles)


def command(name: str = "system") -> Actor:
    """An act of the `examsys` command or of a job that nobody in a browser started."""
    return Actor(name=name, roles=("command",))


def visitor(ip: str) -> Actor:
    """Somebody on a public page who did not sign in."""
    return Actor(name="public", roles=("public",), ip=ip)
