"""A batch's panel: drawing it, replacing a member, letters and answers."""

from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.batches.service.duties import CLOSED, ROLES
from examsys.dispatch import printing, queries, service
from examsys.dispatch.forms import AnswerForm, DrawForm, SubstituteForm
from examsys.dispatch.models import Dispatch
from examsys.dispatch.views.blueprint import bp, crumbs
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.exports import download
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries as personnel


@bp.get("/choose")
@allow("dispatch.draw")
def choose() -> ResponseReturnValue:
    """The batches whose staff may still be named."""
    return page(
        "dispatch/choose.html",
        title="选择批次",
        batches=[batch for batch in batches.open_batches() if batch.state not in CLOSED],
        crumbs=crumbs("选择批次"),
    )


@bp.get("/batches/<int:batch_id>/")
@allow("dispatch.read")
def panel(batch_id: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    drawings = queries.drawings(batch_id)
    return page(
        "dispatch/panel.html",
        title=f"派遣 {batch.title}",
        batch=batch,
        drawings=[(one, _again(one)) for one in drawings],
        roles=ROLES,
        drawable=batch.state not in CLOSED
        and not any(duty.role in queries.PANEL for duty in batch.duties),
        open=batch.state not in CLOSED,
        crumbs=crumbs(batch.number),
    )


@bp.route("/batches/<int:batch_id>/draw", methods=["GET", "POST"])
@allow("dispatch.draw")
def draw(batch_id: int) -> ResponseReturnValue:
    """Who may be drawn and who not, then the draw."""
    batch = batches.batch(batch_id)
    least = int(batches.parameter(batch, "panel.min_examiners", on=clock.today()))
    form = DrawForm.bind(size=least)
    if form.accepted():
        try:
            with unit_of_work():
                service.draw_panel(
                    batch,
                    size=form.size.data or 0,
                    seed=form.chosen_seed,
                    actor=actor(),
                    at=clock.now(),
                )
            say("考评小组已抽取，下一步：发出派遣函。")
            return see_other("dispatch.panel", batch_id=batch_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("dispatch/draw.html", form, title=f"抽取考评小组 {batch.title}", batch=batch,
                     ready=service.pool(batch), crumbs=_trail(batch, "抽取"))  # fmt: skip


@bp.route("/<int:dispatch_id>/replace", methods=["GET", "POST"])
@allow("dispatch.draw")
def replace(dispatch_id: int) -> ResponseReturnValue:
    row = queries.dispatch(dispatch_id)
    batch, form = row.batch, SubstituteForm.bind()
    ready = service.pool(batch)
    sent = {one.person_id for one in queries.current(batch.id)}
    form.offer(ready.people[m.person_id] for m in ready.members if m.person_id not in sent)
    if form.accepted():
        try:
            with unit_of_work():
                service.replace_member(row, personnel.person(form.person_id.data),
                                       reason=form.reason.data or "", actor=actor(),
                                       at=clock.now())  # fmt: skip
            say("已更换，下一步：发出派遣函。")
            return see_other("dispatch.panel", batch_id=batch.id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("dispatch/form.html", form, title=f"更换 {row.person.name}", button="更换",
                     back="dispatch.panel", back_args={"batch_id": batch.id},
                     crumbs=_trail(batch, "更换"),
                     lead="只列出资格、回避和连续次数都符合的考评员，"
                     "轮换比例在更换时核对。")  # fmt: skip


@bp.post("/<int:dispatch_id>/send")
@allow("dispatch.draw")
def send(dispatch_id: int) -> ResponseReturnValue:
    row = queries.dispatch(dispatch_id)
    with unit_of_work():
        service.send_letter(row, actor=actor(), at=clock.now())
    say(f"派遣函 {row.number} 已编号，请打印后送达。")
    return see_other("dispatch.panel", batch_id=row.batch_id)


@bp.get("/<int:dispatch_id>/letter.pdf")
@allow("dispatch.read")
def letter(dispatch_id: int) -> Response:
    row = queries.dispatch(dispatch_id)
    if row.number is None:
        raise Conflict("还没有编号，请先发出派遣函。")
    name = f"{row.number}-{row.person.name}.pdf"
    return download(printing.letter(row), name, media_type="application/pdf")


@bp.route("/<int:dispatch_id>/answer", methods=["GET", "POST"])
@allow("dispatch.draw")
def answer(dispatch_id: int) -> ResponseReturnValue:
    row, form = queries.dispatch(dispatch_id), AnswerForm.bind(on=clock.today())
    if form.accepted():
        try:
            with unit_of_work():
                service.record_answer(row, **form.values(), actor=actor(), at=clock.now())
            _tell(row)
            return see_other("dispatch.panel", batch_id=row.batch_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("dispatch/form.html", form, title=f"登记答复 {row.person.name}",
                     button="登记答复", back="dispatch.panel",
                     back_args={"batch_id": row.batch_id}, crumbs=_trail(row.batch, "登记答复"),
                     lead="不接受派遣的，岗位收回，须更换人员；"
                     "没有正当理由的计入一年内次数。")  # fmt: skip


def _tell(row: Dispatch) -> None:
    if row.answered_on and row.state.value == "refused":
        say("不接受派遣已登记，下一步：更换人员。", "wait")
    else:
        say("接受派遣已登记。")


def _again(drawing: Any) -> bool:
    """Whether the kept seed still gives the people who were drawn."""
    drawn = [row.person_id for row in drawing.dispatches if row.instead_of_id is None]
    return bool(sorted(service.redraw(drawing)) == sorted(drawn))


def _trail(batch: Batch, last: str) -> list[tuple[str, str | None]]:
    trail = crumbs(last)
    return [trail[0], (batch.number, url_for("dispatch.panel", batch_id=batch.id)), trail[1]]
