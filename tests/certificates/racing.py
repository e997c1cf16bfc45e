"""What the racing processes of test_numbering do; a module of its own, so that spawn finds it."""

import os
from typing import Any

from sqlalchemy import select

from examsys.agency.models import Site
from examsys.app import create_app
from examsys.certificates import numbering
from examsys.config import Settings
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.work import OnceToken, unit_of_work


class Abandoned(Exception):
    """A unit that fails after its numbers were allocated."""


def take(settings: Settings, out: Any, rounds: int, *, fail_every: int = 0) -> None:
    """Allocate one or two numbers a unit; their rows stand for certificates."""
    with create_app(settings, testing=True).app_context():
        for turn in range(rounds):
            try:
                numbers = one_unit(1 + turn % 2, fail=bool(fail_every) and turn % fail_every == 0)
            except Abandoned:
                continue
            for number in numbers:
                out.put(number)
        db.session.remove()
        db.engine.dispose()


def one_unit(count: int, *, fail: bool = False) -> list[str]:
    with unit_of_work(audited=False):
        site = db.session.scalars(select(Site)).one()
        numbers = numbering.allocate(site, year=2026, level=3, count=count)
        for number in numbers:
            db.session.add(OnceToken(token=number, used_at=clock.now()))
        db.session.flush()
        if fail:
            raise Abandoned
    return numbers


def die_between(settings: Settings, out: Any) -> None:
    """Commit one number, say so, then die inside the next unit as by kill -9."""
    with create_app(settings, testing=True).app_context():
        out.put(one_unit(1)[0])
        out.close()
        out.join_thread()
        with unit_of_work(audited=False):
            site = db.session.scalars(select(Site)).one()
            numbering.allocate(site, year=2026, level=3, count=3)
            db.session.flush()
            os.kill(os.getpid(), 9)
