"""Filings: the list, a new one, giving one up."""

from flask.typing import ResponseReturnValue

from examsys.agency import queries as agency
from examsys.filing import queries, service
from examsys.filing.forms import CaseForm, ReasonForm
from examsys.filing.views.blueprint import SHARED, bp, crumbs, name_of
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.applying import Scope
from examsys.rules.certificate import PROVINCES


@bp.get("/")
@allow("filing.read")
def index() -> ResponseReturnValue:
    rows = queries.cases()
    return page(
        "filing/index.html",
        title="备案",
        rows=rows,
        names={row.id: name_of(row) for row in rows},
        own=agency.find_agency(),
        today=clock.today(),
        **SHARED,
    )


@bp.route("/new", methods=["GET", "POST"])
@allow("filing.write")
def new() -> ResponseReturnValue:
    own = agency.find_agency()
    form = CaseForm.bind()
    if not form.is_submitted() and own is not None:
        form.province_code.data = own.province_code
        form.authority.data = f"{PROVINCES[own.province_code]}人力资源社会保障部门"
    if form.accepted():
        try:
            with unit_of_work():
                case = service.open_case(
                    Scope(form.scope.data),
                    province_code=form.province_code.data,
                    authority=form.authority.data or "",
                    levels=form.chosen,
                    actor=actor(),
                    at=clock.now(),
                )
            say("申报已建立，下一步：按检查单逐项补齐。")
            return see_other("filing.show", case_id=case.id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("filing/new.html", form, title="新建备案申报",
                     crumbs=crumbs(("新建", None)))  # fmt: skip


@bp.route("/<int:case_id>/drop", methods=["GET", "POST"])
@allow("filing.submit")
def drop(case_id: int) -> ResponseReturnValue:
    case, form = queries.case(case_id), ReasonForm.bind()
    if form.accepted():
        with unit_of_work():
            service.drop_case(
                queries.case(case_id), reason=form.reason.data or "", actor=actor(), at=clock.now()
            )
        say("申报已撤回。", "info")
        return see_other("filing.show", case_id=case_id)
    return form_page(
        "filing/reason.html",
        form,
        title="撤回申报",
        button="撤回申报",
        back=("filing.show", {"case_id": case_id}),
        crumbs=crumbs(("撤回", None), case=case),
    )
