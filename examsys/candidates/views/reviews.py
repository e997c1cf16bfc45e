"""The review queue and the page on which one registration is decided."""

from collections.abc import Callable

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.batches.models import Batch
from examsys.candidates import facts, queries, service
from examsys.candidates.forms import ReasonForm, RejectForm, VersionForm
from examsys.candidates.models import Candidate, Registration
from examsys.candidates.views.blueprint import bp, choose, crumbs, in_hand
from examsys.candidates.views.shown import fact_tables
from examsys.kernel import clock
from examsys.kernel.errors import Invalid
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, RegistrationState

SORTS = {
    "submitted": (Registration.submitted_at, Registration.id),
    "name": (Candidate.name_key, Registration.id),
    "state": (Registration.state, Registration.id),
}


@bp.get("/queue")
@allow("candidates.review")
def queue() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("资格审核")
    waiting = _waiting(batch)
    return page(
        "candidates/queue.html",
        title=f"{batch.title} · 资格审核",
        crumbs=crumbs(batch, ("资格审核", None)),
        batch=batch,
        listing=listing(waiting.options(*queries.AS_ROWS), sorts=SORTS, default="submitted"),
        counts=queries.counts(batch.id),
        first=queries.next_in_queue(waiting),
        second_open=batch.state is BatchState.REVIEWING,
    )


@bp.get("/<int:registration_id>/review")
@allow("candidates.review")
def review(registration_id: int) -> ResponseReturnValue:
    return _page(queries.registration(registration_id))


@bp.post("/<int:registration_id>/pass")
@allow("candidates.review")
def pass_review(registration_id: int) -> ResponseReturnValue:
    """The first or the second pass, whichever is due."""
    form = VersionForm.bind()
    if not form.accepted():
        return _page(queries.registration(registration_id), status=422)
    with unit_of_work():
        registration = queries.registration(registration_id)
        first = registration.state is RegistrationState.SUBMITTED
        verb = service.pass_first if first else service.approve
        verb(registration, version=form.shown_version, actor=actor(), at=clock.now())
    return _onward(registration, "初审通过" if first else "复审通过")


@bp.post("/<int:registration_id>/return")
@allow("candidates.review")
def return_registration(registration_id: int) -> ResponseReturnValue:
    form = ReasonForm.bind(prefix="")
    if not form.accepted():
        return _page(queries.registration(registration_id), return_form=form, status=422)

    def decide(registration: Registration) -> None:
        service.return_registration(
            registration,
            reason=form.reason.data or "",
            version=form.shown_version,
            actor=actor(),
            at=clock.now(),
        )

    return _decide(registration_id, decide, "已退回修改")


@bp.post("/<int:registration_id>/reject")
@allow("candidates.review")
def reject(registration_id: int) -> ResponseReturnValue:
    form = RejectForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                registration = queries.registration(registration_id)
                service.reject(
                    registration,
                    code=form.code.data or "",
                    text=form.text.data or "",
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            return _onward(registration, "审核不通过")
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
    return _page(queries.registration(registration_id), reject_form=form, status=422)


def _decide(
    registration_id: int, verb: Callable[[Registration], None], words: str
) -> ResponseReturnValue:
    with unit_of_work():
        registration = queries.registration(registration_id)
        verb(registration)
    return _onward(registration, words)


def _onward(registration: Registration, words: str) -> ResponseReturnValue:
    """To the next one in the queue: a reviewer never goes back to the list between two."""
    say(f"{registration.candidate.name}：{words}。")
    ahead = queries.next_in_queue(_waiting(registration.batch))
    if ahead is not None:
        return see_other("candidates.review", registration_id=ahead)
    return see_other("candidates.queue", batch_id=registration.batch_id)


def _waiting(batch: Batch) -> Select[Registration]:
    return queries.queue(batch.id, not_by=actor().name, second=batch.state is BatchState.REVIEWING)


def _page(
    registration: Registration,
    *,
    return_form: ReasonForm | None = None,
    reject_form: RejectForm | None = None,
    status: int = 200,
) -> Response:
    batch, name = registration.batch, registration.candidate.name
    fresh = ReasonForm(formdata=None), RejectForm(formdata=None)
    report = facts.judge(registration)
    ahead = queries.next_in_queue(_waiting(batch), after=registration.id)
    return page(
        "candidates/review.html",
        status=status,
        title=f"{name} · 资格审核",
        crumbs=crumbs(
            batch, ("资格审核", url_for("candidates.queue", batch_id=batch.id)), (name, None)
        ),
        registration=registration,
        batch=batch,
        tables=fact_tables(registration),
        report=report,
        alerts=facts.alerts(registration),
        elsewhere=queries.elsewhere(registration),
        return_form=return_form or fresh[0],
        reject_form=reject_form or fresh[1],
        ahead=ahead,
        blocked=_blocked(registration),
        passes=report.verdict.value == "pass",
    )


def _blocked(registration: Registration) -> str:
    """Why this account cannot decide now; empty when it can."""
    if registration.state not in queries.TO_REVIEW:
        return "这份报名不在审核中。"
    if registration.state is RegistrationState.FIRST_PASSED:
        if registration.first_by == actor().name:
            return "初审由本人完成，复审须由另一名审核员办理。"
        if registration.batch.state is not BatchState.REVIEWING:
            return "资格按报名截止日判定，报名截止、批次转入资格审核后方可复审。"
    return ""
