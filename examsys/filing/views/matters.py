"""What follows a filing: entered with a day, reported, closed."""

from flask.typing import ResponseReturnValue

from examsys.filing import queries, service
from examsys.filing.forms import MatterForm, MoveForm
from examsys.filing.views.blueprint import SHARED, bp, crumbs
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.forms import choices
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.filinglife import MATTER_LIFE, MatterKind, MatterState, label


@bp.route("/<int:case_id>/matters/new", methods=["GET", "POST"])
@allow("filing.write")
def new_matter(case_id: int) -> ResponseReturnValue:
    case, form = queries.case(case_id), MatterForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                row = service.open_matter(
                    queries.case(case_id),
                    MatterKind(form.kind.data),
                    title=form.title.data or "",
                    detail=form.detail.data or "",
                    due_on=form.due_on.data,
                    actor=actor(),
                    at=clock.now(),
                )
            say(f"事项“{row.title}”已登记。")
            return see_other("filing.show", case_id=case_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("filing/matter_new.html", form, title="登记备案事项", case=case,
                     crumbs=crumbs(("登记事项", None), case=case))  # fmt: skip


@bp.route("/matters/<int:matter_id>/", methods=["GET", "POST"])
@allow("filing.write")
def matter(matter_id: int) -> ResponseReturnValue:
    row = queries.matter(matter_id)
    form = MoveForm.bind(version=row.version, result=row.result)
    form.state.choices = choices((one.value, label(one)) for one in MATTER_LIFE[row.state])
    if form.accepted():
        try:
            with unit_of_work():
                service.move_matter(
                    queries.matter(matter_id),
                    MatterState(form.state.data),
                    result=form.result.data or "",
                    valid_until=form.valid_until.data,
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("办理情况已登记。")
            return see_other("filing.show", case_id=row.case_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
            row = queries.matter(matter_id)
    return form_page("filing/matter.html", form, title=row.title, row=row,
                     crumbs=crumbs((row.title, None), case=row.case), **SHARED)  # fmt: skip
