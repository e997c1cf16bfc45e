"""The checklist of a filing: what stands, what is missing, who mends it, how it went over time."""

from typing import Any

from flask.typing import ResponseReturnValue

from examsys.agency import queries as agency
from examsys.filing import queries, service
from examsys.filing.checklist import Line, Readiness, readiness
from examsys.filing.forms import DutyForm
from examsys.filing.models import FilingCase
from examsys.filing.views.blueprint import SHARED, bp, crumbs, name_of
from examsys.kernel import clock
from examsys.kernel.errors import Missing
from examsys.kernel.exports import download
from examsys.kernel.pdf import render_pdf
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.applying import SCOPE_WORDS
from examsys.rules.clause import CONFIRM
from examsys.rules.clausebook import by_cite
from examsys.rules.filinglife import EDITABLE
from examsys.rules.finding import VERDICT_WORDS, Verdict


@bp.get("/<int:case_id>/")
@allow("filing.read")
def show(case_id: int) -> ResponseReturnValue:
    case = queries.case(case_id)
    return page(
        "filing/show.html",
        title=name_of(case),
        case=case,
        found=readiness(case, on=clock.today()),
        history=queries.history(case_id),
        matters=queries.matters(case_id),
        editable=case.state in EDITABLE,
        scope=SCOPE_WORDS[case.scope],
        known_cite=by_cite,
        crumbs=crumbs((name_of(case), None)),
        **_counts(),
        **SHARED,
    )


def _counts() -> dict[str, Any]:
    return {"verdicts": Verdict, "verdict_words": VERDICT_WORDS, "confirm": CONFIRM}


@bp.post("/<int:case_id>/keep")
@allow("filing.write")
def keep(case_id: int) -> ResponseReturnValue:
    """Keep today's readiness for the history."""
    with unit_of_work():
        case = queries.case(case_id)
        found = readiness(case, on=clock.today())
        service.keep_readiness(case, found, actor=actor(), at=clock.now())
    say(f"今日进度已留存：通过 {found.passed} 项，待办 {len(found.open_lines)} 项。")
    return see_other("filing.show", case_id=case_id)


@bp.get("/<int:case_id>/checklist.pdf")
@allow("filing.read")
def checklist_pdf(case_id: int) -> ResponseReturnValue:
    case = queries.case(case_id)
    found = readiness(case, on=clock.today())
    return download(printed(case, found), f"备案检查单-{found.on}.pdf")


def printed(case: FilingCase, found: Readiness) -> bytes:
    """The checklist on paper."""
    return render_pdf(
        "filing/print/checklist.html",
        identifier=f"filing-checklist-{case.uuid}-{found.on}",
        title="备案检查单",
        case=case,
        name=name_of(case),
        own=agency.agency(),
        found=found,
        **_counts(),
    )


@bp.route("/<int:case_id>/duties/<key>", methods=["GET", "POST"])
@allow("filing.write")
def duty(case_id: int, key: str) -> ResponseReturnValue:
    """Who mends one line, and by when."""
    case = queries.case(case_id)
    line = _line(case, key)
    form = DutyForm.bind(owner=line.owner, due_on=line.due_on)
    if form.accepted():
        with unit_of_work():
            service.set_duty(
                queries.case(case_id),
                key,
                owner=form.owner.data or "",
                due_on=form.due_on.data,
                actor=actor(),
                at=clock.now(),
            )
        say("责任人和完成日期已登记。")
        return see_other("filing.show", case_id=case_id)
    return form_page("filing/duty.html", form, title=f"责任人：{line.title}", line=line, case=case,
                     crumbs=crumbs((line.title, None), case=case), **_counts())  # fmt: skip


def _line(case: FilingCase, key: str) -> Line:
    for line in readiness(case, on=clock.today()).lines:
        if line.key == key:
            return line
    raise Missing("检查单上没有这一项。请返回检查单重新选择。")
