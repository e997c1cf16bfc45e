"""Batches in any state."""

from datetime import date, time
from typing import Any

from sqlalchemy import select

from examsys.agency.models import Site
from examsys.batches import service as batches
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.rules.states import (
    BatchState,
    Component,
)
from tests.make.agency import make_agency


def make_batch(*, state: BatchState = BatchState.PLANNED, **over: Any) -> Batch:
    """A planned batch of 三级 on 2026-12-19, registration 23 November to 4 December.

    state: set outright, past the gates: for tests that begin in the middle.
    over: fields of `PlanInput`.
    """
    make_agency()
    values = {
        "level": 3,
        "site_id": db.session.scalars(select(Site.id)).one(),
        "planned_count": 60,
        "registration_from": date(2026, 11, 23),
        "registration_until": date(2026, 12, 4),
        "exam_on": date(2026, 12, 19),
        "starts": {Component.THEORY: time(8, 30), Component.SKILL: time(10, 30)},
        **over,
    }
    with unit_of_work():
        batch = batches.plan_batch(
            batches.PlanInput(**values), actor=Actor(name="planner"), at=clock.now()
        )
        batch.state = state
    return batch
