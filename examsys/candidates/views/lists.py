"""The list of a batch's registrations and its export."""

from collections.abc import Mapping

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.audit import service as audit
from examsys.audit.memo import until_next_event
from examsys.batches.models import Batch, Room
from examsys.candidates import facts, queries, service
from examsys.candidates.events import CandidateEvent
from examsys.candidates.models import Candidate, Registration
from examsys.candidates.service.registrations import why_not_now
from examsys.candidates.views.blueprint import bp, choose, crumbs, in_hand
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.exports import XLSX, Cell, download, export_csv, export_xlsx
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import RegistrationState, label

SORTS = {
    "name": (Candidate.name_key, Registration.id),
    "employer": (Candidate.employer, Registration.id),
    "state": (Registration.state, Registration.id),
    "seat": (Room.number, Registration.seat_no, Registration.id),
    "ticket": (Registration.ticket_no, Registration.id),
    "submitted": (Registration.submitted_at, Registration.id),
}
COLUMNS = (
    "姓名",
    "性别",
    "证件尾号",
    "工作单位",
    "状态",
    "申报条件",
    "准考证号",
    "考场",
    "座位号",
    "照片",
)


@bp.get("/")
@allow("candidates.read")
def index() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("报名名单")
    counts = queries.counts(batch.id)
    return page(
        "candidates/index.html",
        part="candidates/_list.html",
        title=f"{batch.title} · 报名",
        crumbs=crumbs(batch),
        batch=batch,
        listing=listing(_asked(batch).options(*queries.AS_ROWS), sorts=SORTS, default="name"),
        counts=counts,
        tabs=_tabs(batch, counts),
        closed=why_not_now(batch, on=clock.today()),
        crowd=until_next_event(("crowd", batch.id), lambda: _crowd(batch)),
    )


def _crowd(batch: Batch) -> str:
    return facts.crowd_alert(batch, queries.provinces(batch.id))


@bp.get("/export")
@allow("candidates.read")
def export() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("报名名单")
    query = _asked(batch).order_by(*SORTS["seat"])
    rows = [_cells(row) for row in db.session.scalars(query)]
    audit.disclose(
        CandidateEvent.LIST_EXPORTED,
        actor=actor(),
        subject=f"batch:{batch.id}",
        at=clock.now(),
        reason="导出报名名单",
        detail={"rows": len(rows)},
    )
    name = f"{batch.number}-报名名单"
    if request.args.get("format") == "csv":
        return download(export_csv(COLUMNS, rows), f"{name}.csv", media_type="text/csv")
    return download(export_xlsx("报名名单", COLUMNS, rows), f"{name}.xlsx", media_type=XLSX)


@bp.post("/submit")
@allow("candidates.register")
def submit_drafts() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("报名名单")
    with unit_of_work():
        count = service.submit_drafts(batch, actor=actor(), at=clock.now())
    say(f"已提交 {count} 份报名，等待初审。")
    return see_other("candidates.index", batch_id=batch.id)


def _asked(batch: Batch) -> Select[Registration]:
    args = request.args
    return queries.registrations(
        batch.id, state=args.get("state", ""), q=args.get("q", ""), photo=args.get("photo", "")
    )


def _tabs(batch: Batch, counts: Mapping[RegistrationState, int]) -> list[dict[str, object]]:
    here = request.args.get("state", "")
    everything = {
        "label": "全部",
        "href": url_for("candidates.index", batch_id=batch.id),
        "active": not here,
        "count": sum(counts.values()),
    }
    return [everything] + [
        {
            "label": label(state),
            "href": url_for("candidates.index", batch_id=batch.id, state=state.value),
            "active": here == state.value,
            "count": number,
        }
        for state, number in counts.items()
        if number or here == state.value
    ]


def _cells(row: Registration) -> list[Cell]:
    who = row.candidate
    return [
        who.name,
        who.sex,
        who.id_number_last4,
        who.employer,
        label(row.state),
        row.alternative,
        row.ticket_no,
        row.room.name if row.room else None,
        row.seat_no,
        who.photo_uuid is not None,
    ]
