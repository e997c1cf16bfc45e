"""Tables of points, questions and items."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from examsys.bank import queries as bank_queries
from examsys.bank import service as bank
from examsys.bank.models import SpecTable
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work
from examsys.rules.states import (
    Component,
    ItemStatus,
)
from question_bank import Kind, Question
from tests.make.common import serials


def make_spec(level: int = 3, **over: Any) -> SpecTable:
    """A small table in force: two ranges of theory, one of skill, four points.

    over: `ranges`, `points` as rows of `bank.service`.
    """
    ranges = over.pop("ranges", None) or [
        bank.RangeRow("A-A", "职业道德", Decimal(20), Decimal(0)),
        bank.RangeRow("B-A", "劳动合同管理", Decimal(80), Decimal(100)),
    ]
    points = over.pop("points", None) or [
        bank.PointRow("A-A-001", "职业守则", "X"),
        bank.PointRow("B-A-001", "劳动合同的订立", "X"),
        bank.PointRow("B-A-002", "试用期的约定", "Y"),
        bank.PointRow("B-A-003", "劳动合同的解除", "Z"),
    ]
    office = Actor(name="item-office", roles=("item_office",))
    with unit_of_work():
        table = bank.put_table(level, ranges, points, actor=office, at=clock.now())
        bank.enact_table(table, effective_from=date(2026, 1, 1), actor=office, at=clock.now())
    return table


def make_question(serial: int | None = None, **over: Any) -> Question:
    """A sound single-choice question, different from every other one."""
    serial = next(serials) if serial is None else serial
    values = {
        "stem": f"用人单位自用工之日起（ ）内应当订立书面劳动合同。第{serial}题",
        "options": ("一周", "一个月", "三个月", "半年"),
        "answer": "B",
        "explanation": "自用工之日起一个月内订立书面劳动合同。",
        "basis": "《劳动合同法》第十条",
        **over,
    }
    return Question(**values)


def make_item(
    *, status: ItemStatus = ItemStatus.DRAFT, actor: Actor | None = None, **over: Any
) -> UUID:
    """An item of 三级 theory by the account `writer`; the table in force must be there.

    status: draft, reviewing, in_use or returned. over: fields of `ItemDraft`.
    """
    writer = actor or Actor(name="writer", roles=("item_writer",))
    values = {
        "level": 3,
        "component": Component.THEORY,
        "point_code": "B-A-001",
        "kind": Kind.SINGLE,
        "difficulty": 3,
        **over,
    }
    values.setdefault("question", make_question())
    with unit_of_work():
        item = bank.add_item(bank.ItemDraft(**values), actor=writer, at=clock.now())
    if status is ItemStatus.DRAFT:
        return item
    with unit_of_work():
        bank.send_items([item], actor=writer, at=clock.now())
    if status is not ItemStatus.REVIEWING:
        with unit_of_work():
            bank.decide_item(
                bank_queries.record(item),
                passed=status is ItemStatus.IN_USE,
                comment="题干表述须更正" if status is ItemStatus.RETURNED else "",
                version=1,
                actor=Actor(name="item-reviewer", roles=("item_reviewer",)),
                at=clock.now(),
            )
    return item
