"""Where the scoring of a batch stands: codes, two passes, differences, confirmation."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.web import actor, allow, may, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import calendar
from examsys.rules.states import BatchState, Component, components_of
from examsys.scoring import queries, service
from examsys.scoring.models import EntryPass, ScoreBook
from examsys.scoring.views.blueprint import bp, in_hand


@bp.get("/")
@allow("scoring.read")
def index() -> ResponseReturnValue:
    batch = in_hand()
    chooser = [(row.id, row.title) for row in queries.scoring_batches()]
    if batch is not None and batch.id not in dict(chooser):
        chooser.append((batch.id, batch.title))
    if batch is None:
        return page("scoring/choose.html", title="成绩登录", chooser=chooser)
    today = clock.today()
    due = batches.due_on(batch, BatchState.PUBLICITY)
    parts, book = _parts(batch), queries.find_book(batch.id)
    return page(
        "scoring/index.html",
        title=f"{batch.title} · 成绩登录",
        crumbs=[("成绩", None)],
        batch=batch,
        chooser=chooser,
        book=book,
        parts=parts,
        board=_board(batch, book, parts),
        step=_step(batch, book, parts),
        corrections=len(queries.open_corrections(batch.id)),
        due=due,
        days_left=calendar.working_days().between(today, due) if due else None,
        words=service.PASS_WORDS,
        coder=accounts.names([book.coded_by]).get(book.coded_by, book.coded_by) if book else "",
    )


@bp.post("/<int:batch_id>/codes")
@allow("scoring.code")
def make_codes(batch_id: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    with unit_of_work():
        service.make_codes(batch, actor=actor(), at=clock.now())
    say("保密号已生成。下一步：打印对照表和标签，贴好答卷后开始第一遍录入。")
    return see_other("scoring.index", batch_id=batch_id)


def _parts(batch: Batch) -> list[dict[str, Any]]:
    """One line a component: how many are in, who entered, what is open."""
    passes, counted = queries.passes(batch.id), queries.counted(batch.id)
    decided = queries.decided(batch.id)
    logins = sorted({login for row in passes.values() for login in row.people})
    names = accounts.names(logins) if logins else {}
    return [
        {
            "component": part,
            "total": counted.get((part, 0), 0),
            "passes": [
                _pass(batch, passes[part, number], counted.get((part, number), 0), names)
                for number in (1, 2)
                if (part, number) in passes
            ],
            "decided": decided.get(part, 0),
            "compared": _submitted(passes, part),
            "open": counted.get((part, 0), 0) - decided.get(part, 0),
            "resolved": counted.get((part, 3), 0),
        }
        for part in components_of(batch.level)
    ]


def _submitted(passes: Any, part: Component) -> bool:
    both = [passes[part, number] for number in (1, 2) if (part, number) in passes]
    return len(both) == 2 and all(row.submitted_at for row in both)


def _pass(batch: Batch, row: EntryPass, entered: int, names: dict[str, str]) -> dict[str, Any]:
    place: dict[str, Any] = {
        "batch_id": batch.id,
        "part": row.component.value,
        "pass_no": row.pass_no,
    }
    mine = actor().name in row.people
    open_ = batch.state is BatchState.SCORING and row.submitted_at is None
    return {
        "number": row.pass_no,
        "entered": entered,
        "people": "、".join(names.get(login, login) for login in row.people),
        "submitted_at": row.submitted_at,
        "enter_url": url_for("scoring.enter", **place) if mine else None,
        "take_url": url_for("scoring.take", **place)
        if open_ and not mine and may("scoring.enter")
        else None,
        "sheet_url": url_for("scoring.sheet", **place),
        "mine": mine,
    }


def _step(batch: Batch, book: ScoreBook | None, parts: list[dict[str, Any]]) -> str:
    """Which step comes next: codes, entry, differences, confirm, publish or done."""
    if batch.state is not BatchState.SCORING:
        return "done" if queries.published(batch) else "early"
    if book is None:
        return "codes"
    if not all(part["compared"] for part in parts):
        return "entry"
    if any(part["open"] for part in parts):
        return "differences"
    return "publish" if book.confirmed_at else "confirm"


def _board(
    batch: Batch, book: ScoreBook | None, parts: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The six steps of the work with the one that is due."""
    words = ("生成保密号", "两遍录入", "裁定差异", "核对确认", "公布成绩")
    order = ("codes", "entry", "differences", "confirm", "publish", "done")
    step = _step(batch, book, parts)
    now = -1 if step == "early" else order.index(step)
    return [
        {"label": word, "state": "done" if place < now else "now" if place == now else "todo"}
        for place, word in enumerate(words)
    ]
