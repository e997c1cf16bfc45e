"""One version of a regime: drafting, checking, approving, ending, reading its document."""

from flask.typing import ResponseReturnValue

from examsys.kernel import clock, files
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.exports import download
from examsys.kernel.forms import VersionedForm
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.regimes import queries, service
from examsys.regimes.forms import ReviewForm, VersionForm, WithdrawForm
from examsys.regimes.service.versions import PURPOSE
from examsys.regimes.views.blueprint import bp, crumbs
from examsys.rules import regimes as rules


@bp.route("/<int:number>/new", methods=["GET", "POST"])
@allow("regimes.write")
def new(number: int) -> ResponseReturnValue:
    regime = queries.regime(number)
    form = VersionForm.of(regime.points, None)
    if form.accepted():
        try:
            draft, chosen = form.draft(regime.points), form.chosen()
            with unit_of_work():
                row = service.draft_version(number, draft, chosen, actor=actor(), at=clock.now())
            say("新版本已登记，下一步：由另一人核对后批准。")
            return see_other("regimes.version", version_id=row.id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("regimes/edit.html", form, title="登记新版本", regime=regime, row=None,
                     crumbs=crumbs("登记新版本", regime=regime))  # fmt: skip


@bp.get("/versions/<int:version_id>/")
@allow("regimes.read")
def version(version_id: int) -> ResponseReturnValue:
    row = queries.version(version_id)
    regime = queries.regime(row.number)
    known = queries.versions(row.number)
    return page(
        "regimes/version.html",
        title=f"{row.title} 第 {row.version_no} 版",
        regime=regime,
        row=row,
        standing=rules.standing(row, known, on=clock.today()),
        missing=regime.missing(row.places),
        mine=actor().name in queries.drafters(row),
        crumbs=crumbs(f"第 {row.version_no} 版", regime=regime),
    )


@bp.get("/versions/<int:version_id>/file")
@allow("regimes.read")
def document(version_id: int) -> ResponseReturnValue:
    row = queries.version(version_id)
    kept = files.kept_file(row.file_uuid, purpose=PURPOSE)
    return download(files.read(kept), kept.name, media_type=kept.media_type)


@bp.route("/versions/<int:version_id>/edit", methods=["GET", "POST"])
@allow("regimes.write")
def edit(version_id: int) -> ResponseReturnValue:
    row = queries.version(version_id)
    regime = queries.regime(row.number)
    form = VersionForm.of(regime.points, row)
    if form.accepted():
        try:
            chosen = form.chosen() if form.has_file else None
            with unit_of_work():
                service.change_version(
                    queries.version(version_id),
                    form.draft(regime.points),
                    chosen,
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("版本已保存。")
            return see_other("regimes.version", version_id=version_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
            row = queries.version(version_id)
    return form_page("regimes/edit.html", form, title=f"修改第 {row.version_no} 版", regime=regime,
                     row=row, crumbs=crumbs("修改", regime=regime))  # fmt: skip


@bp.post("/versions/<int:version_id>/approve")
@allow("regimes.approve")
def approve(version_id: int) -> ResponseReturnValue:
    form = VersionedForm.bind()
    if not form.accepted():
        return version(version_id)
    with unit_of_work():
        row = queries.version(version_id)
        shown = form.shown_version
        service.approve_version(row, version=shown, actor=actor(), at=clock.now())
    say(f"已批准，自 {row.effective_from} 起施行。")
    return see_other("regimes.version", version_id=version_id)


@bp.route("/versions/<int:version_id>/withdraw", methods=["GET", "POST"])
@allow("regimes.approve")
def withdraw(version_id: int) -> ResponseReturnValue:
    row = queries.version(version_id)
    form = WithdrawForm.bind(version=row.version, on=clock.today())
    if form.accepted():
        try:
            with unit_of_work():
                service.withdraw_version(
                    queries.version(version_id),
                    on=form.on.data,
                    reason=form.reason.data or "",
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("版本已废止。", "wait")
            return see_other("regimes.version", version_id=version_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
            row = queries.version(version_id)
    regime = queries.regime(row.number)
    return form_page("regimes/withdraw.html", form, title=f"废止第 {row.version_no} 版", row=row,
                     crumbs=crumbs("废止", regime=regime))  # fmt: skip


@bp.route("/versions/<int:version_id>/review", methods=["GET", "POST"])
@allow("regimes.write")
def review(version_id: int) -> ResponseReturnValue:
    row = queries.version(version_id)
    form = ReviewForm.bind(version=row.version)
    if form.accepted():
        try:
            with unit_of_work():
                service.record_review(
                    queries.version(version_id),
                    next_on=form.next_on.data,
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("复核已登记，制度继续施行。")
            return see_other("regimes.version", version_id=version_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
            row = queries.version(version_id)
    regime = queries.regime(row.number)
    return form_page("regimes/review.html", form, title="登记复核", row=row,
                     crumbs=crumbs("登记复核", regime=regime))  # fmt: skip
