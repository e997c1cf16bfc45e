"""Sound values for a row of each register."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from examsys.kernel.work import unit_of_work
from examsys.regimes import service
from examsys.regimes.registers import BY_SLUG
from tests.conftest import NOON
from tests.regimes.samples import CLERK

DAY = date(2026, 11, 20)


def values(slug: str, **over: Any) -> dict[str, Any]:
    """Everything that can be said without another record; the rest comes by `over`."""
    sound: dict[str, dict[str, Any]] = {
        "seal": {
            "document": "认定计划备案申请",
            "purpose": "报备案机关",
            "copies": 2,
            "applicant": "李慧",
            "used_on": DAY,
            "batch_id": None,
        },
        "fees": {
            "item": "理论知识考试",
            "level": 3,
            "amount_fen": 20_050,
            "basis": "示例收费文件",
            "valid_from": DAY,
        },
        "training": {
            "topic": "考评员岗前培训",
            "held_on": DAY,
            "hours": Decimal("8.5"),
            "trainer": "陈国梁",
            "people": [],
        },
        "drills": {
            "scenario": "考场停电",
            "held_on": DAY,
            "participants": "考务组",
            "findings": "",
            "mended_on": None,
        },
        "safety": {
            "site_id": 1,
            "batch_id": None,
            "checked_on": DAY,
            "checked_by": "李慧",
            "lines": [
                {"line": "安全出口", "ok": True, "note": ""},
                {"line": "消防器材", "ok": False, "note": "压力不足"},
            ],
            "mended_on": None,
        },
        "duty": {
            "from_at": datetime(2026, 11, 20, 1, tzinfo=UTC),
            "until_at": datetime(2026, 11, 20, 4, tzinfo=UTC),
            "kind": "item",
            "question": "第 12 题印刷不清",
            "decision": "按备用卷宣读",
        },
        "staff": {"name": "林静远", "post": "负责人", "since": DAY, "until": None},
    }
    return {**sound[slug], **over}


def entered(slug: str, *, actor=CLERK, **over: Any) -> Any:
    with unit_of_work():
        return service.add_entry(BY_SLUG[slug], values(slug, **over), actor=actor, at=NOON)
