"""Issuing for one batch: acceptance, the list of those who passed, request, approval, making."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.candidates import queries as candidates
from examsys.candidates.models import Registration
from examsys.certificates import assigned, facts, making, queries, service
from examsys.certificates.forms import AcceptanceForm, DecideForm, ReasonForm
from examsys.certificates.views.blueprint import bp, crumbs
from examsys.kernel import clock
from examsys.kernel.errors import Invalid, Missing
from examsys.kernel.web import actor, allow, form_page, page, public_url, say, see_other
from examsys.kernel.work import unit_of_work


@bp.get("/batch/<int:batch_id>/")
@allow("certificates.read")
def batch(batch_id: int) -> ResponseReturnValue:
    of, today = batches.batch(batch_id), clock.today()
    lines = facts.issue_lines(of, on=today)
    pending, made = queries.pending(batch_id), queries.counts(batch_id)
    return page(
        "certificates/batch.html",
        title=f"{of.title} · 证书",
        batch=of,
        lines=lines,
        ready=sum(line.ready for line in lines),
        blocked=sum(not line.ready and not line.settled for line in lines),
        pending=pending,
        requests=queries.requests_of(batch_id),
        acceptance=queries.acceptance(batch_id),
        assigned=assigned.is_assigned(of, on=today),
        asks_acceptance=batches.parameter(of, "certificate.requires_acceptance", on=today),
        counts=made,
        waiting=len(queries.to_make(batch_id)),
        job=making.live_job(batch_id),
        uploads=queries.uploads_of(batch_id),
        to_upload=len(queries.to_upload(batch_id)),
        open=of.state.value == "certifying",
        crumbs=crumbs(of.title),
    )


@bp.route("/batch/<int:batch_id>/accept", methods=["GET", "POST"])
@allow("certificates.accept")
def accept(batch_id: int) -> ResponseReturnValue:
    of, form = batches.batch(batch_id), AcceptanceForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.record_acceptance(
                    of,
                    receipt_no=form.receipt_no.data or "",
                    accepted_on=form.accepted_on.data,
                    actor=actor(),
                    at=clock.now(),
                )
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("主管部门对成绩的认可已登记。")
            return see_other("certificates.batch", batch_id=batch_id)
    return form_page(
        "certificates/act.html",
        form,
        button="登记",
        tone="primary",
        title=f"登记成绩认可 {of.title}",
        lead="主管部门认可本批次成绩后，按回执登记；登记后不能修改，请核对后保存。",
        fields=(form.receipt_no, form.accepted_on),
        back=url_for("certificates.batch", batch_id=batch_id),
        crumbs=crumbs("登记成绩认可", batch=of),
    )


@bp.post("/batch/<int:batch_id>/request")
@allow("certificates.issue")
def ask(batch_id: int) -> ResponseReturnValue:
    """Send the ticked people for approval."""
    wanted = {int(text) for text in request.form.getlist("registration") if text.isdecimal()}
    with unit_of_work():
        made = service.request_issue(batches.batch(batch_id), wanted, actor=actor(), at=clock.now())
        count = len(made.registration_ids)
    say(f"已提交 {count} 人的发证申请，下一步：由机构负责人批准。")
    return see_other("certificates.batch", batch_id=batch_id)


@bp.get("/requests/<int:request_id>/")
@allow("certificates.read")
def asked(request_id: int) -> ResponseReturnValue:
    found = queries.issue_request(request_id)
    of, form = batches.batch(found.batch_id), DecideForm.bind()
    form.version.data = str(found.version)
    wanted = set(found.registration_ids)
    lines = [
        line for line in facts.issue_lines(of, on=clock.today()) if line.registration.id in wanted
    ]
    return page(
        "certificates/request.html",
        title=f"发证申请 {of.title}",
        asked=found,
        batch=of,
        form=form,
        lines=lines,
        own=found.requested_by == actor().name,
        crumbs=crumbs("发证申请", batch=of),
    )


@bp.post("/requests/<int:request_id>/approve")
@allow("certificates.approve")
def approve(request_id: int) -> ResponseReturnValue:
    """Give the numbers; then the ledger; the PDFs are made in the background."""
    form = DecideForm.bind()
    if not form.accepted():
        raise Invalid("表单不完整，没有批准任何证书。请返回上一页刷新后重新提交。")
    found = queries.issue_request(request_id)
    with unit_of_work():
        made = service.approve_issue(
            found,
            verify_base=public_url("verify.index"),
            version=form.shown_version,
            actor=actor(),
            at=clock.now(),
        )
        count, batch_id = len(made), found.batch_id
    service.enter_ledger(batch_id, at=clock.now())
    say(f"已批准并编号 {count} 本证书，正在后台制作和签名。")
    return see_other("certificates.batch", batch_id=batch_id)


@bp.route("/requests/<int:request_id>/return", methods=["GET", "POST"])
@allow("certificates.approve")
def send_back(request_id: int) -> ResponseReturnValue:
    found, form = queries.issue_request(request_id), ReasonForm.bind()
    of = batches.batch(found.batch_id)
    form.reason.label.text = "退回原因"
    if form.accepted():
        with unit_of_work():
            service.return_issue(
                found,
                reason=form.reason.data or "",
                version=form.shown_version,
                actor=actor(),
                at=clock.now(),
            )
        say("发证申请已退回。", "wait")
        return see_other("certificates.batch", batch_id=of.id)
    if request.method == "GET":
        form.version.data = str(found.version)
    return form_page(
        "certificates/act.html",
        form,
        fields=(form.reason,),
        title=f"退回发证申请 {of.title}",
        lead=f"退回后由{found.requested_by}核对并重新提交。",
        button="退回申请",
        tone="danger",
        back=url_for("certificates.asked", request_id=request_id),
        crumbs=crumbs("退回发证申请", batch=of),
    )


@bp.post("/batch/<int:batch_id>/make")
@allow("certificates.issue")
def make(batch_id: int) -> ResponseReturnValue:
    """Ask again for the PDFs that a stopped run has left."""
    with unit_of_work():
        job = service.make_missing(batches.batch(batch_id), actor=actor(), at=clock.now())
        uuid = job.uuid
    return see_other("jobs.show", uuid=uuid)


@bp.route("/batch/<int:batch_id>/withhold/<int:registration_id>", methods=["GET", "POST"])
@allow("certificates.issue")
def withhold(batch_id: int, registration_id: int) -> ResponseReturnValue:
    of, form = batches.batch(batch_id), ReasonForm.bind()
    person = _of_batch(batch_id, registration_id)
    form.reason.label.text = "暂不发证的原因"
    if form.accepted():
        with unit_of_work():
            service.withhold(person, reason=form.reason.data or "", actor=actor(), at=clock.now())
        say(f"已登记{person.candidate.name}暂不发证。", "wait")
        return see_other("certificates.batch", batch_id=batch_id)
    return form_page(
        "certificates/act.html",
        form,
        fields=(form.reason,),
        title=f"登记暂不发证 {person.candidate.name}",
        lead="合格人员没有证书的，归档前须登记原因。",
        button="登记",
        tone="primary",
        back=url_for("certificates.batch", batch_id=batch_id),
        crumbs=crumbs("登记暂不发证", batch=of),
    )


@bp.post("/batch/<int:batch_id>/withhold/<int:registration_id>/lift")
@allow("certificates.issue")
def lift(batch_id: int, registration_id: int) -> ResponseReturnValue:
    with unit_of_work():
        person = _of_batch(batch_id, registration_id)
        name = person.candidate.name
        service.lift_withholding(person, actor=actor(), at=clock.now())
    say(f"已取消{name}的暂不发证登记。")
    return see_other("certificates.batch", batch_id=batch_id)


def _of_batch(batch_id: int, registration_id: int) -> Registration:
    """raises: Missing, also for somebody of another batch."""
    found = candidates.registration(registration_id)
    if found.batch_id != batch_id:
        raise Missing("本批次没有这个人。请从批次的证书页面重新选择。")
    return found
