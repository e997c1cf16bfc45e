"""A person's papers: added on a page of their own, removed with a reason."""

from typing import Any

from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries, service
from examsys.personnel.forms import ApprovalForm, EquivalenceForm, ReasonForm
from examsys.personnel.models import Title, Violation
from examsys.personnel.paperforms import PAPERS
from examsys.personnel.views.blueprint import bp, crumbs


@bp.route("/<int:person_id>/<kind>/new", methods=["GET", "POST"])
@allow("personnel.change")
def add_paper(person_id: int, kind: str) -> ResponseReturnValue:
    word, form_class, _ = _kind(kind)
    person, form = queries.person(person_id), form_class.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.add_paper(person, form.paper(), actor=actor(), at=clock.now())
        except (Invalid, Conflict) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"{word}已登记。")
            return see_other("personnel.show", person_id=person_id, _anchor=kind)
    return form_page(
        "personnel/paper.html",
        form,
        title=f"登记{word} {person.name}",
        person=person,
        crumbs=crumbs(f"登记{word}", person=person),
    )


@bp.route("/<int:person_id>/<kind>/<int:row_id>/remove", methods=["GET", "POST"])
@allow("personnel.change")
def remove_paper(person_id: int, kind: str, row_id: int) -> ResponseReturnValue:
    word, _, model = _kind(kind)
    row = queries.row_of(person_id, model, row_id)
    person, form = row.person, ReasonForm.bind()
    form.reason.label.text = "删除原因"
    if form.accepted():
        with unit_of_work():
            service.remove_paper(row, reason=form.reason.data, actor=actor(), at=clock.now())
        say(f"{word}的这条登记已删除。")
        return see_other("personnel.show", person_id=person_id, _anchor=kind)
    return form_page(
        "personnel/reason.html",
        form,
        title=f"删除{word} {person.name}",
        person=person,
        lead=f"从名册中删除：{described(row)}。只用于更正误登，日志保留删除记录。",
        button="删除这条登记",
        tone="danger",
        crumbs=crumbs(f"删除{word}", person=person),
    )


@bp.route("/<int:person_id>/titles/<int:row_id>/proposal", methods=["GET", "POST"])
@allow("personnel.change")
def propose_equivalence(person_id: int, row_id: int) -> ResponseReturnValue:
    title = queries.row_of(person_id, Title, row_id)
    person, form = title.person, EquivalenceForm.bind()
    form.reason.label.text = "认定理由"
    if form.accepted():
        try:
            with unit_of_work():
                service.propose_equivalence(
                    title,
                    accepted=form.conclusion.data == "yes",
                    reason=form.reason.data or "",
                    actor=actor(),
                    at=clock.now(),
                )
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("认定意见已提出，请机构负责人批准。")
            return see_other("personnel.show", person_id=person_id, _anchor="titles")
    return form_page(
        "personnel/reason.html",
        form,
        title=f"提出职称专业认定意见 {person.name}",
        person=person,
        lead=f"通知所列八个专业之后有“等”字：{described(title)}，其专业是否属于相关专业，提出意见后由另一人批准。",
        button="提出认定意见",
        tone="primary",
        crumbs=crumbs("职称专业认定意见", person=person),
    )


@bp.route("/<int:person_id>/titles/<int:row_id>/equivalence", methods=["GET", "POST"])
@allow("personnel.appoint")
def equivalence(person_id: int, row_id: int) -> ResponseReturnValue:
    title = queries.row_of(person_id, Title, row_id)
    person, form = title.person, ApprovalForm.bind()
    form.reason.label.text = "批准或退回的理由"
    if form.accepted():
        try:
            with unit_of_work():
                service.decide_equivalence(
                    title,
                    approved=form.conclusion.data == "yes",
                    reason=form.reason.data or "",
                    actor=actor(),
                    at=clock.now(),
                )
        except (Conflict, NotAllowed) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("认定决定已记录。")
            return see_other("personnel.show", person_id=person_id, _anchor="titles")
    return form_page(
        "personnel/reason.html",
        form,
        title=f"批准职称专业认定 {person.name}",
        person=person,
        lead=f"{described(title)}。{_proposed(title)}",
        button="记录认定决定",
        tone="primary",
        crumbs=crumbs("批准职称专业认定", person=person),
    )


def _proposed(title: Title) -> str:
    found = title.proposal
    if found is None:
        return "还没有人提出认定意见。"
    word = "属于" if found["accepted"] else "不属于"
    return f"{found['on']} 提出的意见：{word}相关专业，理由：{found['reason']}"


@bp.route("/<int:person_id>/violations/<int:row_id>/overturn", methods=["GET", "POST"])
@allow("personnel.change")
def overturn(person_id: int, row_id: int) -> ResponseReturnValue:
    violation = queries.row_of(person_id, Violation, row_id)
    person, form = violation.person, ReasonForm.bind()
    form.reason.label.text = "撤销依据"
    if form.accepted():
        with unit_of_work():
            service.overturn_violation(
                violation, reason=form.reason.data, actor=actor(), at=clock.now()
            )
        say("已登记为撤销，这条纪录不再影响判定。")
        return see_other("personnel.show", person_id=person_id, _anchor="violations")
    return form_page(
        "personnel/reason.html",
        form,
        title=f"登记纪录撤销 {person.name}",
        person=person,
        lead=f"{described(violation)}。请填写作出撤销决定的机关、文号和日期。",
        button="登记撤销",
        tone="primary",
        crumbs=crumbs("登记纪录撤销", person=person),
    )


def described(row: Any) -> str:
    """A paper in a few words."""
    if hasattr(row, "occupation"):
        return f"{row.occupation}证书（{row.issued_on} 发证）"
    if hasattr(row, "major"):
        return f"{row.name}（{row.major}，{row.granted_on} 取得）"
    if hasattr(row, "committed_on"):
        return f"{row.committed_on} {row.kind}"
    if hasattr(row, "signed_on"):
        return f"{row.signed_on} 至 {row.until} 的保密协议"
    return f"{row.employer}（{row.started_on} 至 {row.ended_on or '今'}）"


def _kind(kind: str) -> tuple[str, Any, Any]:
    if kind not in PAPERS:
        raise Missing("没有这类登记，请从人员页面进入。")
    return PAPERS[kind]
