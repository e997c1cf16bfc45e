"""What the two passes do not agree on, by blind code, and its resolution by a third person."""

from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Missing
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import components_of, label
from examsys.scoring import queries, service
from examsys.scoring.forms import MarkForm
from examsys.scoring.marks import plain
from examsys.scoring.models import Script
from examsys.scoring.views.blueprint import bp, crumbs


@bp.get("/<int:batch_id>/differences")
@allow("scoring.resolve")
def differences(batch_id: int) -> ResponseReturnValue:
    batch = batches.batch(batch_id)
    queries.book(batch_id)
    found = _found(batch)
    logins = {entry.entered_by for row in found for entry in row.entries}
    return page(
        "scoring/differences.html",
        title=f"录入差异 {batch.title}",
        crumbs=crumbs(batch, "录入差异"),
        batch=batch,
        rows=found,
        waiting=_waiting(batch),
        left=sum(1 for row in found if row.result is None),
        names=accounts.names(sorted(logins)) if logins else {},
        plain=plain,
    )


@bp.route("/differences/<int:script_id>/resolve", methods=["GET", "POST"])
@allow("scoring.resolve")
def resolve(script_id: int) -> ResponseReturnValue:
    script, form = queries.script(script_id), MarkForm.bind()
    batch = batches.batch(script.batch_id)
    if not _compared(batch, script):
        raise Missing("没有这处差异，或两遍录入尚未全部提交。")
    form.reason.label.text = "裁定依据"
    if form.accepted():
        try:
            with unit_of_work():
                service.resolve_difference(
                    batch,
                    script,
                    form.chosen,
                    reason=form.reason.data,
                    actor=actor(),
                    at=clock.now(),
                )
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"保密号 {script.blind_code} 已裁定为 {form.chosen.text}。")
            return see_other("scoring.differences", batch_id=batch.id)
    return form_page(
        "scoring/resolve.html",
        form,
        title=f"裁定差异 · 保密号 {script.blind_code}",
        crumbs=crumbs(batch, "裁定差异"),
        batch=batch,
        script=script,
        names=accounts.names([row.entered_by for row in script.entries]),
        plain=plain,
    )


def _found(batch: Batch) -> list[Script]:
    """Scripts on which the submitted passes differ, open ones first; settled ones stay listed."""
    passes = queries.passes(batch.id)
    found = []
    for part in components_of(batch.level):
        if all(passes[part, number].submitted_at for number in (1, 2)):
            rows = queries.scripts(batch.id, part)
            found += [row for row in rows if _differs(row)]
    return sorted(found, key=lambda row: row.result is not None)


def _differs(row: Script) -> bool:
    first, second = row.entry(1), row.entry(2)
    return first is None or second is None or first.as_mark != second.as_mark


def _compared(batch: Batch, script: Script) -> bool:
    passes = queries.passes(batch.id)
    both = all(passes[script.component, number].submitted_at for number in (1, 2))
    return both and _differs(script)


def _waiting(batch: Batch) -> list[str]:
    """Components whose passes are not both in."""
    passes = queries.passes(batch.id)
    return [
        label(part)
        for part in components_of(batch.level)
        if not all(passes[part, number].submitted_at for number in (1, 2))
    ]
