"""Builders of papers: a small bank, a blueprint it can fill, a drawn set."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from examsys.bank import gateway
from examsys.bank import queries as bank_queries
from examsys.bank import service as bank
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work
from examsys.papers import queries, service
from examsys.papers.models import Blueprint, PaperSet
from examsys.rules.states import Component
from question_bank import Card, Kind, Record, Ref, Section, Status
from question_bank import Component as BankComponent
from tests.make import make_batch, make_question, make_spec


def make_paper_bank(level: int = 3, *, per_point: int = 2) -> None:
    """A table of ten points in two ranges and `per_point` single-choice items in use for each."""
    points = [f"A-A-00{n}" for n in (1, 2)] + [f"B-A-00{n}" for n in range(1, 9)]
    make_spec(level, points=[bank.PointRow(code, f"鉴定点{code}", "X") for code in points])
    at, vault = clock.now(), gateway.vault(Actor(name="writer"))
    with unit_of_work(audited=False):
        for code in points:
            for _ in range(per_point):
                card = Card(Ref(uuid4(), 1), level, BankComponent.THEORY, code, Kind.SINGLE, 3)
                record = vault.put(card, make_question(), by="writer", at=at)
                _take_into_use(record, at=at)


def _take_into_use(record: Record, *, at: datetime) -> None:
    for status, by in ((Status.REVIEWING, "writer"), (Status.IN_USE, "item-reviewer")):
        gateway.store().move(record, to=status, by=by, at=at)
        record = gateway.store().record(record.card.ref.item)


def make_blueprint(level: int = 3, **over: Any) -> Blueprint:
    """Ten single-choice questions of ten marks, as `make_paper_bank` can fill. over: of `Plan`."""
    values = {
        "title": "三级理论小卷",
        "minutes": 90,
        "sections": (Section(Kind.SINGLE, 10, Decimal(10)),),
        **over,
    }
    with unit_of_work():
        return service.write_blueprint(
            level,
            Component.THEORY,
            service.Plan(**values),
            actor=Actor(name="item-office"),
            at=clock.now(),
        )


def make_paper_set(batch: Batch | None = None, *, approved: bool = False) -> PaperSet:
    """Main and spare theory papers of a batch, drawn by `drawer` from a small bank."""
    batch = batch or make_batch()
    if not bank_queries.cards(batch.level, Component.THEORY):
        make_paper_bank(batch.level)
    offered = queries.active_blueprints(batch.level, Component.THEORY)
    blueprint = offered[0] if offered else make_blueprint(batch.level)
    drawer, head, at = Actor(name="drawer"), Actor(name="head"), clock.now()
    drawn = service.prepare_draw(batch, Component.THEORY, blueprint, actor=drawer, at=at)
    with unit_of_work():
        made = service.keep_draw(drawn, batch, blueprint, actor=drawer, at=at)
    if approved:
        with unit_of_work():
            service.approve_set(made, version=made.version, actor=head, at=at)
    return made
