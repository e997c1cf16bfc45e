"""The seat plan: arrange, swap, print."""

import secrets

from flask import request, url_for
from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates import printing, queries, service
from examsys.candidates.forms import SeatForm, SwapForm
from examsys.candidates.gates import before_seating
from examsys.candidates.models import Registration
from examsys.candidates.plan import SeatOrder, rows_of_seats
from examsys.candidates.printing import DIRECT_UP_TO, SHEET_WORDS, Sheet
from examsys.candidates.views.blueprint import bp, choose, crumbs, in_hand
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.exports import download
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, RegistrationState

PDF = "application/pdf"


@bp.get("/seating")
@allow("candidates.seat")
def seating() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("考场编排")
    return _page(batch, SeatForm(formdata=None), SwapForm(formdata=None))


@bp.post("/seating/arrange")
@allow("candidates.seat")
def arrange() -> ResponseReturnValue:
    batch, form = _batch(), SeatForm.bind()
    if not form.accepted():
        return _page(batch, form, SwapForm(formdata=None))
    with unit_of_work():
        changed = service.arrange_seats(
            batch,
            order=SeatOrder(form.order.data),
            seed=secrets.token_hex(8),
            actor=actor(),
            at=clock.now(),
        )
    say(f"已编排座位和准考证号，{changed} 人的座位有变化。" if changed else "座位没有变化。")
    return see_other("candidates.seating", batch_id=batch.id)


@bp.post("/seating/swap")
@allow("candidates.seat")
def swap() -> ResponseReturnValue:
    batch, form = _batch(), SwapForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                one, other = (_sitter(batch, *seat) for seat in form.seats())
                service.swap_seats(one, other, actor=actor(), at=clock.now())
                names = one.candidate.name, other.candidate.name
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"{names[0]} 与 {names[1]} 已调换座位，准考证号随座位更换，请重新打印。")
            return see_other("candidates.seating", batch_id=batch.id)
    return _page(batch, SeatForm(formdata=None), form)


@bp.post("/print/<sheet>")
@allow("candidates.print")
def print_sheet(sheet: str) -> ResponseReturnValue:
    if sheet not in {known.value for known in Sheet}:
        raise Missing("没有这种考务表单。")
    batch, wanted = _batch(), Sheet(sheet)
    here = url_for("candidates.seating", batch_id=batch.id)
    if queries.counts(batch.id)[RegistrationState.APPROVED] > DIRECT_UP_TO:
        with unit_of_work():
            job = service.print_later(batch, wanted, back_url=here, actor=actor(), at=clock.now())
        return see_other("jobs.show", uuid=job.uuid)
    try:
        made = printing.make(batch, wanted)
    except (Conflict, Invalid) as refusal:
        say(f"{SHEET_WORDS[wanted]}没有生成：{refusal}", "fail")
        return see_other("candidates.seating", batch_id=batch.id)
    with unit_of_work():
        service.note_print(batch, wanted, actor=actor(), at=clock.now())
    return download(made, printing.filename(batch, wanted), media_type=PDF)


def _batch() -> Batch:
    asked = request.args.get("batch_id", type=int)
    if asked is None:
        raise Missing("没有选择批次。请从批次列表重新选择。")
    return batches.batch(asked)


def _sitter(batch: Batch, room: int, seat: int) -> Registration:
    for row in queries.approved(batch.id):
        if row.room is not None and (row.room.number, row.seat_no) == (room, seat):
            return row
    raise Invalid(f"{room} 号考场 {seat} 号座位没有考生，请核对座位表。")


def _page(batch: Batch, form: SeatForm, swap_form: SwapForm) -> ResponseReturnValue:
    people = queries.approved(batch.id)
    seats: dict[int, dict[int, Registration]] = {}
    for row in people:
        if row.room_id is not None and row.seat_no is not None:
            seats.setdefault(row.room_id, {})[row.seat_no] = row
    return form_page(
        "candidates/seating.html",
        form,
        title=f"{batch.title} · 考场编排",
        crumbs=crumbs(batch, ("考场编排", None)),
        batch=batch,
        swap_form=swap_form,
        people=people,
        seats=seats,
        grid_of=rows_of_seats,
        reasons=before_seating(batch) if batch.state in _BEFORE else [],
        arrangeable=batch.state in _ARRANGING,
        arranged=bool(seats),
        sheets=list(SHEET_WORDS.items()),
        direct=len(people) <= DIRECT_UP_TO,
    )


_ARRANGING = (BatchState.REVIEWING, BatchState.SEATED)
_BEFORE = (BatchState.REGISTERING, BatchState.REVIEWING)
