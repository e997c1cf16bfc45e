"""The worker's rounds: whatever regular work is due, one chore after the other."""

import logging
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from examsys.kernel import chores
from examsys.kernel.chores import Chore
from examsys.kernel.db import db
from examsys.kernel.errors import AppError
from examsys.kernel.work import unit_of_work

log = logging.getLogger(__name__)


class Rounds:
    """Remembers, for this process, when each chore was last done; after a start all are due."""

    def __init__(self) -> None:
        self._done: dict[str, datetime] = {}

    def make(self, *, at: datetime) -> list[str]:
        """Do what is due; one that fails is logged and left for its next time.

        returns: the names of the chores that were done.
        """
        return [
            chore.name for chore in chores.registered() if self._due(chore, at) and do(chore, at)
        ]

    def _due(self, chore: Chore, at: datetime) -> bool:
        done = self._done.get(chore.name)
        if done is not None and at < done + chore.every:
            return False
        self._done[chore.name] = at
        return True


def do(chore: Chore, at: datetime) -> bool:
    """returns: whether the chore could be done."""
    try:
        if chore.writes:
            with unit_of_work(audited=False):
                chore.fn(at=at)
        else:
            chore.fn(at=at)
            db.session.rollback()
    except (AppError, OSError, DBAPIError):
        db.session.rollback()
        log.exception("chore %s failed", chore.name)
        return False
    return True
