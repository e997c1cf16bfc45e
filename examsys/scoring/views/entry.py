"""The grid of one pass: taking it on, saving drafts, handing it in."""

from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.batches import queries as batches
from examsys.kernel import clock
from examsys.kernel.errors import Conflict
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.marking import Mark
from examsys.rules.states import BatchState, Component, label
from examsys.scoring import queries, service
from examsys.scoring.forms import GridForm, seen_text
from examsys.scoring.marks import shown
from examsys.scoring.models import Entry
from examsys.scoring.service import PASS_WORDS
from examsys.scoring.views.blueprint import bp, component_of, crumbs

PLACE = "/<int:batch_id>/<part>/<int:pass_no>/"


@bp.post(PLACE + "take")
@allow("scoring.enter")
def take(batch_id: int, part: str, pass_no: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    component = component_of(batch, part)
    with unit_of_work():
        service.take_pass(batch, component, pass_no, actor=actor(), at=clock.now())
    return see_other("scoring.enter", batch_id=batch_id, part=part, pass_no=pass_no)


@bp.route(PLACE, methods=["GET", "POST"])
@allow("scoring.enter")
def enter(batch_id: int, part: str, pass_no: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    component, form = component_of(batch, part), GridForm.bind()
    service.require_member(queries.entry_pass(batch_id, component, pass_no), actor=actor())
    status = 200
    stale: dict[int, Entry | None] = {}
    accepted = form.accepted()
    if form.is_submitted():
        cells, status = form.read(queries.scripts(batch_id, component)), 422
        if accepted and not form.bad:
            try:
                return _save(batch_id, component, pass_no, cells, submit=form.submitting)
            except service.StaleMarks as refusal:
                stale, status = dict(refusal.found), refusal.status
                form.form_errors.append(str(refusal))
            except Conflict as refusal:
                status = refusal.status
                form.form_errors.append(str(refusal))
    return _page(batch_id, component, pass_no, form=form, stale=stale, status=status)


def _save(
    batch_id: int, component: Component, pass_no: int, cells: list[service.Cell], *, submit: bool
) -> ResponseReturnValue:
    """raises: StaleMarks, Conflict; then nothing was saved."""
    batch = batches.batch(batch_id)
    with unit_of_work():
        changed = service.save_marks(
            batch, component, pass_no, cells, actor=actor(), at=clock.now()
        )
        if submit:
            service.submit_pass(batch, component, pass_no, actor=actor(), at=clock.now())
    words = f"{label(component)}{PASS_WORDS[pass_no]}录入"
    if submit:
        say(f"{words}已提交。两遍都提交后，系统自动比对。")
        return see_other("scoring.index", batch_id=batch_id)
    say(f"{words}已保存，{changed} 份有变化。")
    return see_other("scoring.enter", batch_id=batch_id, part=component.value, pass_no=pass_no)


def _page(
    batch_id: int,
    component: Component,
    pass_no: int,
    *,
    form: GridForm,
    stale: dict[int, Entry | None],
    status: int,
) -> ResponseReturnValue:
    batch, mine = batches.batch(batch_id), queries.entry_pass(batch_id, component, pass_no)
    scripts = queries.scripts(batch_id, component)
    entries = {row.id: row.entry(pass_no) for row in scripts}
    typed = getattr(form, "typed", {})
    known = {key: entry for key in stale if (entry := entries[key]) is not None}
    names = accounts.names([row.entered_by for row in known.values()]) if known else {}
    title = f"{label(component)} · {PASS_WORDS[pass_no]}录入"
    empty = [row.id for row in scripts if entries[row.id] is None]
    return page(
        "scoring/enter.html",
        status=status,
        title=title,
        crumbs=crumbs(batch, title),
        batch=batch,
        component=component,
        mine=mine,
        form=form,
        first_empty=empty[0] if empty and status == 200 else None,
        open=batch.state is BatchState.SCORING and mine.submitted_at is None,
        rows=[
            {
                "id": row.id,
                "code": row.blind_code,
                "shown": typed.get(row.id, shown(_mark(entries[row.id]))),
                "seen": seen_text(entries[row.id]),
                "error": getattr(form, "bad", {}).get(row.id, ""),
                "theirs": _theirs(entries[row.id], names) if row.id in stale else "",
            }
            for row in scripts
        ],
    )


def _mark(entry: Entry | None) -> Mark | None:
    return entry.as_mark if entry else None


def _theirs(entry: Entry | None, names: dict[str, str]) -> str:
    if entry is None:
        return "他人已清空这一格"
    who = names.get(entry.entered_by, entry.entered_by)
    at = clock.local(entry.entered_at)
    return f"{who}已于 {at:%H:%M} 保存 {entry.as_mark.text}"
