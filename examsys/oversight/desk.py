"""One account's desk, worked out once a request."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import current_app, g, url_for

from examsys.audit.memo import until_next_event
from examsys.bank import queries as bank
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.web import may
from examsys.oversight import queries, tasks
from examsys.oversight.tasks import Task
from examsys.parameters import calendar
from examsys.parameters import queries as parameters
from examsys.rules.lives import BATCH_LIFE
from examsys.rules.states import BatchState

STEPS = tuple(s for s in BatchState if s is not BatchState.CANCELLED)
FAR = date.max
# What is done so that a batch enters the state.
NEXT_ACTS = {
    BatchState.FILED: "审批并登记备案",
    BatchState.ANNOUNCED: "发布公告",
    BatchState.REGISTERING: "开放报名",
    BatchState.REVIEWING: "截止报名，审核资格",
    BatchState.SEATED: "编排考场",
    BatchState.SITTING: "组织考试",
    BatchState.SCORING: "登录成绩",
    BatchState.PUBLICITY: "公布并公示成绩",
    BatchState.CERTIFYING: "制作证书",
    BatchState.ARCHIVED: "归档",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a batch stands, as the board of the home page shows it."""

    batch: Batch
    place: int
    steps: int
    registered: int
    act: str
    due: date | None
    days_left: int | None


class Desk:
    """The tasks of one actor on one day."""

    def __init__(self, actor: Actor, on: date) -> None:
        self.actor, self.on = actor, on

    @cached_property
    def rows(self) -> Any:
        return queries.open_batches(self.actor.name)

    @cached_property
    def house(self) -> Any:
        keys = bank.keys_of(self.actor) if may("bank.review") or may("bank.write") else ()
        soon = queries.soon_after(self.on)
        return queries.house(self.actor.name, writer_keys=keys, on=self.on, soon=soon)

    @cached_property
    def tasks(self) -> list[Task]:
        """What this account may do something about, the most urgent first."""
        due, warn = (
            self._this_year(key) for key in ("annual_report.due", "annual_report.warn_from")
        )
        found = list(tasks.house_tasks(self.house, on=self.on, report_due=due, warn_from=warn))
        for row in self.rows:
            found += tasks.batch_tasks(row, on=self.on)
        mine = [t for t in found if may(t.operation) and t.endpoint in current_app.view_functions]
        return sorted(mine, key=lambda task: task.due or FAR)

    def _this_year(self, key: str) -> date:
        month, day = str(parameters.value(key, on=self.on)).split("-")
        return date(self.on.year, int(month), int(day))

    def shown(self) -> list[dict[str, Any]]:
        """The lines of the list with their addresses and the working days left."""
        days = calendar.working_days()
        return [
            {
                "task": task,
                "href": url_for(task.endpoint, **_plain(task.args)),
                "days_left": days.between(self.on, task.due) if task.due else None,
                "caution": days.caution(task.due) if task.due else "",
            }
            for task in self.tasks
        ]

    def board(self) -> list[Standing]:
        days = calendar.working_days()
        return [self._standing(row, days) for row in self.rows]

    def _standing(self, row: Any, days: Any) -> Standing:
        batch: Batch = row.Batch
        forward = [s for s in BATCH_LIFE[batch.state] if s is not BatchState.CANCELLED]
        ahead = forward[0] if forward else None
        due = queries.step_due(batch).get(ahead)
        left = days.between(self.on, due) if due else None
        place = STEPS.index(batch.state) + 1
        act = NEXT_ACTS[ahead] if ahead else ""
        return Standing(batch, place, len(STEPS), row.registered, act, due, left)


def _plain(args: tuple[tuple[str, object], ...]) -> dict[str, Any]:
    return dict(args)


class DueCount:
    """How many lines wait, counted only when a page asks and something has happened since."""

    def __bool__(self) -> bool:
        return bool(self._number())

    def __str__(self) -> str:
        return str(self._number())

    @staticmethod
    def _number() -> int:
        who, today = g.actor, clock.today()
        asked = ("due", who.name, who.roles, today)
        return until_next_event(asked, lambda: len(desk().tasks))


def desk() -> Desk:
    """The desk of whoever sent this request."""
    if "desk" not in g:
        g.desk = Desk(g.actor, clock.today())
    found: Desk = g.desk
    return found
