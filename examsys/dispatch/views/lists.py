"""Everybody who was sent anywhere, and the list as a table."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.batches.models import Batch
from examsys.batches.service.duties import ROLES
from examsys.dispatch import queries, service
from examsys.dispatch.models import Dispatch
from examsys.dispatch.views.blueprint import bp
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.exports import table_file
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, page
from examsys.kernel.work import unit_of_work
from examsys.personnel.models import Person
from examsys.rules.states import DispatchState, label

SORTS = {
    "exam": (Batch.exam_on, Dispatch.id),
    "name": (Person.name_key, Dispatch.id),
    "state": (Dispatch.state, Dispatch.id),
}
COLUMNS = (
    "批次", "考试日", "考点", "姓名", "所在单位", "岗位", "状态", "派遣函编号", "通知时间",
    "答复日期", "答复说明", "无正当理由", "更换原因",
)  # fmt: skip


@bp.get("/")
@allow("dispatch.read")
def index() -> ResponseReturnValue:
    return page(
        "dispatch/index.html",
        title="派遣",
        listing=listing(_asked(), sorts=SORTS, default="-exam"),
        states=[(state.value, label(state)) for state in DispatchState],
        roles=ROLES,
        crumbs=[("工作台", "/"), ("派遣", None)],
    )


@bp.get("/export.<any(xlsx, csv):form>")
@allow("dispatch.read")
def export(form: str) -> ResponseReturnValue:
    """The current filter as a table; the log says who took how many."""
    found = db.session.scalars(_asked().order_by(Batch.exam_on.desc(), Dispatch.id))
    rows = [
        (
            row.batch.number,
            row.batch.exam_on,
            row.batch.site.name,
            row.person.name,
            row.person.employer,
            ROLES[row.role],
            label(row.state),
            row.number,
            row.sent_at,
            row.answered_on,
            row.answer,
            row.without_cause,
            row.reason,
        )
        for row in found
    ]
    with unit_of_work():
        service.record_export(len(rows), form=form, actor=actor(), at=clock.now())
    return table_file("派遣名单", COLUMNS, rows, form=form)


def _asked() -> Select[Dispatch]:
    args = request.args
    return queries.dispatches(q=args.get("q", ""), state=args.get("state", ""))
