"""Counted tries: so many in so much time, then a refusal that says when to try again.

The counters live in the database, so every process counts together; each count is committed at
once, whatever becomes of the request.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from examsys.kernel import chores, clock, pii
from examsys.kernel.db import Model, db
from examsys.kernel.errors import Conflict, TooMany
from examsys.kernel.work import unit_of_work

KEEP = timedelta(days=2)


class Tries(Model):
    """One counter: tries since the window opened."""

    __tablename__ = "throttle"
    __audited__ = False

    key: Mapped[str] = mapped_column(unique=True)  # keyed hash: no address, no login in clear
    opened_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


def hit(key: str, *, limit: int, within_seconds: int, at: datetime, what: str = "操作") -> int:
    """Count one try, in a unit of its own.

    key: "<purpose>:<who>", never an ID number.
    returns: how many tries are left in the window.
    raises: TooMany when the window's tries were used up before.
    """
    try:
        return _hit(key, limit=limit, window=timedelta(seconds=within_seconds), at=at, what=what)
    except Conflict:  # two first tries raced for the same counter on PostgreSQL
        return _hit(key, limit=limit, window=timedelta(seconds=within_seconds), at=at, what=what)


def give_back(key: str) -> None:
    """Take one counted try back: it turned out to be the owner."""
    with unit_of_work(audited=False):
        row = _locked(key)
        if row is not None and row.count > 0:
            row.count -= 1


def clear(key: str) -> None:
    """Forget a counter."""
    with unit_of_work(audited=False):
        db.session.execute(delete(Tries).where(Tries.key == _hidden(key)))


def _hit(key: str, *, limit: int, window: timedelta, at: datetime, what: str) -> int:
    with unit_of_work(audited=False):
        row = _locked(key)
        if row is None:
            row = Tries(key=_hidden(key), opened_at=at, count=0)
            db.session.add(row)
        elif row.opened_at + window <= at:
            row.opened_at, row.count = at, 0
        if row.count >= limit:
            again = clock.local(row.opened_at + window + timedelta(seconds=59))
            raise TooMany(f"{what}次数过多，已暂停受理。请在{again:%H:%M}以后再试。")
        row.count += 1
        return limit - row.count


def purge(*, at: datetime) -> None:
    """Forget counters whose window has long passed."""
    db.session.execute(delete(Tries).where(Tries.opened_at < at - KEEP))


chores.register("old counters", purge)


def _locked(key: str) -> Tries | None:
    return db.session.scalar(select(Tries).where(Tries.key == _hidden(key)).with_for_update())


def _hidden(key: str) -> str:
    return hmac.digest(pii.keys().session, key.encode(), sha256).hex()
