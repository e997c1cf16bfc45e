"""The review queue: one item after another, read under its own event, decided, next."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from examsys.bank import gateway, queries, service
from examsys.bank.forms import ReviewForm
from examsys.bank.views.blueprint import WORDS, about, bp, crumbs
from examsys.bank.views.items import watermark
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import LEVELS
from question_bank import Record

ITEM = queries.ITEM.c
OLDEST = (ITEM.updated_at, ITEM.uuid)
REASON = "审题"


@bp.get("/queue")
@allow("bank.review")
def queue() -> ResponseReturnValue:
    level = request.args.get("level", type=int)
    waiting = queries.waiting(queries.keys_of(actor()), level=level)
    found = listing(waiting, sorts={"sent": OLDEST, "point": (ITEM.point_code, ITEM.uuid)},
                    default="sent")  # fmt: skip
    return page(
        "bank/queue.html",
        title="审题队列",
        listing=found,
        first=found.rows[0].uuid if found.rows else None,
        points=queries.point_names(on=clock.today()),
        names=queries.names([row.written_by for row in found.rows]),
        levels=list(LEVELS.items()),
        crumbs=crumbs("审题队列"),
        **WORDS,
    )


@bp.get("/<uuid:item>/review")
@allow("bank.review")
def review(item: UUID) -> ResponseReturnValue:
    """The next item, still sealed: one key opens it."""
    record = _reviewable(item)
    return page("bank/review.html", title=_title(record), form=None, left=_left(),
                crumbs=_trail(record), **about(record))  # fmt: skip


@bp.post("/<uuid:item>/review/open")
@allow("bank.review")
def review_open(item: UUID) -> ResponseReturnValue:
    record = _reviewable(item)
    form = ReviewForm.bind(formdata=None)
    form.version.data = str(record.card.ref.version)
    return _opened(record, form, reason=REASON)


@bp.post("/<uuid:item>/review")
@allow("bank.review")
def review_decide(item: UUID) -> ResponseReturnValue:
    record, form = _reviewable(item), ReviewForm.bind()
    if form.accepted():
        passed = form.decision.data == "pass"
        try:
            with unit_of_work():
                service.decide_item(
                    queries.record(item),
                    passed=passed,
                    comment=form.comment.data or "",
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
        except Invalid as refusal:
            form.comment.errors = [str(refusal)]
        else:
            say(f"{record.card.point_code} 已{'审定通过' if passed else '退回修改'}。")
            return _next()
    return _opened(record, form, reason=f"{REASON}（更正审题意见）", status=422)


def _opened(
    record: Record, form: ReviewForm, *, reason: str, status: int = 200
) -> ResponseReturnValue:
    question = gateway.open_item(record.card.ref, actor=actor(), reason=reason)
    return page(
        "bank/review.html",
        status=status,
        title=_title(record),
        form=form,
        question=question,
        ref=record.card.ref,
        mark=watermark(reason),
        left=_left(),
        crumbs=_trail(record),
        **about(record),
    )


def _reviewable(item: UUID) -> Record:
    """raises: NotAllowed for own work; Conflict when it does not wait for a review."""
    record = queries.record(item)
    service.require_reviewer(record, actor=actor())
    if record.status.value != "reviewing":
        raise Conflict("这道题不在待审之列，可能已由他人审定。请回到审题队列。")
    return record


def _next() -> ResponseReturnValue:
    waiting = queries.waiting(queries.keys_of(actor())).order_by(*OLDEST).limit(1)
    following = db.session.execute(waiting).first()
    if following is None:
        return see_other("bank.queue")
    return see_other("bank.review", item=following.uuid)


def _left() -> int:
    waiting = queries.waiting(queries.keys_of(actor()))
    return db.session.scalar(queries.how_many(waiting)) or 0


def _title(record: Record) -> str:
    return f"审题 {record.card.point_code}"


def _trail(record: Record) -> list[tuple[str, str | None]]:
    return [*crumbs("审题队列"), (record.card.point_code, None)]
