"""One registration: enter, show, change, submit, withdraw, its photo and its numbers."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.candidates import facts, queries, service
from examsys.candidates.forms import ChangeForm, PhotoForm, ReasonForm, RegistrationForm
from examsys.candidates.models import Registration
from examsys.candidates.service.registrations import EDITABLE, why_not_now
from examsys.candidates.views.blueprint import bp, choose, crumbs, in_hand
from examsys.candidates.views.shown import fact_tables
from examsys.candidates.words import OCCUPATIONS
from examsys.kernel import clock, files, images, pii
from examsys.kernel.errors import Conflict, Invalid, Missing, Stale
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.identity import BadIdentity
from examsys.rules.lives import REGISTRATION_LIFE
from examsys.rules.states import RegistrationState


@bp.route("/new", methods=["GET", "POST"])
@allow("candidates.register")
def new() -> ResponseReturnValue:
    batch = in_hand()
    if batch is None:
        return choose("新增报名")
    form = RegistrationForm.bind()
    if form.accepted():
        try:
            wanted = form.intake(on=clock.today(), judged_on=batch.registration_until)
            with unit_of_work():
                made = service.register(batch, wanted, actor=actor(), at=clock.now())
        except (BadIdentity, Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"已登记 {made.candidate.name} 的报名，核对后提交审核。")
            return see_other("candidates.show", registration_id=made.id)
    return form_page(
        "candidates/edit.html",
        form,
        title=f"{batch.title} · 新增报名",
        crumbs=crumbs(batch, ("新增", None)),
        batch=batch,
        registration=None,
        closed=why_not_now(batch, on=clock.today()),
        occupations=OCCUPATIONS,
    )


@bp.get("/<int:registration_id>/")
@allow("candidates.read")
def show(registration_id: int) -> ResponseReturnValue:
    return _show(queries.registration(registration_id))


@bp.route("/<int:registration_id>/edit", methods=["GET", "POST"])
@allow("candidates.register")
def edit(registration_id: int) -> ResponseReturnValue:
    registration = queries.registration(registration_id)
    batch, who = registration.batch, registration.candidate
    form = ChangeForm.bind(data={"name": who.name, "employer": who.employer})
    if form.accepted():
        try:
            with unit_of_work():
                wanted = form.intake(
                    on=clock.today(),
                    judged_on=batch.registration_until,
                    id_number=pii.get(who, "id_number"),
                    phone=pii.get(who, "phone"),
                )
                service.change_registration(
                    registration, wanted, version=form.shown_version, actor=actor(), at=clock.now()
                )
        except Stale:
            raise
        except (BadIdentity, Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("报名已保存。")
            return see_other("candidates.show", registration_id=registration_id)
    if request.method == "GET":
        form.show(facts=registration.facts)
        form.version.data = str(registration.version)
    return form_page(
        "candidates/edit.html",
        form,
        title=f"{who.name} · 修改报名",
        crumbs=crumbs(batch, (who.name, None)),
        batch=batch,
        registration=registration,
        closed="",
        occupations=OCCUPATIONS,
    )


@bp.post("/<int:registration_id>/submit")
@allow("candidates.register")
def submit(registration_id: int) -> ResponseReturnValue:
    with unit_of_work():
        registration = queries.registration(registration_id)
        service.submit(registration, actor=actor(), at=clock.now())
    say("已提交审核。")
    return see_other("candidates.show", registration_id=registration_id)


@bp.route("/<int:registration_id>/withdraw", methods=["GET", "POST"])
@allow("candidates.register")
def withdraw(registration_id: int) -> ResponseReturnValue:
    registration, form = queries.registration(registration_id), ReasonForm.bind()
    if form.accepted():
        with unit_of_work():
            service.withdraw(
                registration, reason=form.reason.data or "", actor=actor(), at=clock.now()
            )
        say("报名已撤回。")
        return see_other("candidates.show", registration_id=registration_id)
    name = registration.candidate.name
    return form_page(
        "candidates/withdraw.html",
        form,
        title=f"撤回 {name} 的报名",
        crumbs=crumbs(registration.batch, (name, None)),
        registration=registration,
    )


@bp.get("/<int:registration_id>/photo")
@allow("candidates.read")
def photo(registration_id: int) -> ResponseReturnValue:
    """The stored photo itself."""
    uuid = queries.registration(registration_id).candidate.photo_uuid
    if uuid is None:
        raise Missing("这名考生还没有照片。")
    kept = files.kept_file(uuid, purpose="photo")
    response = Response(files.read(kept), mimetype=kept.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/<int:registration_id>/photo/new")
@allow("candidates.register")
def set_photo(registration_id: int) -> ResponseReturnValue:
    registration, form = queries.registration(registration_id), PhotoForm.bind()
    if form.accepted():
        try:
            clean = images.clean_photo(form.photo.data.read())
            with unit_of_work():
                service.set_photo(registration, clean, actor=actor(), at=clock.now())
        except Invalid as refusal:
            form.photo.errors = [str(refusal)]
        else:
            say("照片已保存。")
            return see_other("candidates.show", registration_id=registration_id)
    return _show(registration, photo_form=form, status=422)


@bp.route("/<int:registration_id>/reveal", methods=["GET", "POST"])
@allow("candidates.reveal")
def reveal(registration_id: int) -> ResponseReturnValue:
    """Show the whole numbers once; who read them and why is on record before they are shown."""
    registration, form = queries.registration(registration_id), ReasonForm.bind()
    form.reason.label.text = "查看理由"
    if form.accepted():
        # In the answer itself, not after a redirect: nothing may keep the numbers until then.
        numbers = service.reveal_numbers(
            registration_id, reason=form.reason.data or "", actor=actor(), at=clock.now()
        )
        return _show(queries.registration(registration_id), numbers=numbers)
    name = registration.candidate.name
    return form_page(
        "candidates/reveal.html",
        form,
        title=f"查看 {name} 的完整号码",
        crumbs=crumbs(registration.batch, (name, None)),
        registration=registration,
    )


def _show(
    registration: Registration,
    *,
    photo_form: PhotoForm | None = None,
    numbers: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    name = registration.candidate.name
    return page(
        "candidates/show.html",
        status=status,
        title=f"{name} · 报名",
        crumbs=crumbs(registration.batch, (name, None)),
        registration=registration,
        batch=batches.batch(registration.batch_id),
        tables=fact_tables(registration),
        report=registration.report,
        alerts=facts.alerts(registration),
        elsewhere=queries.elsewhere(registration),
        history=queries.history(registration.id),
        attendance=queries.attendance_of(registration.id),
        photo_form=photo_form or PhotoForm(formdata=None),
        numbers=numbers,
        editable=registration.state in EDITABLE,
        withdrawable=RegistrationState.WITHDRAWN in REGISTRATION_LIFE[registration.state],
    )
