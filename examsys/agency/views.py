"""Pages of the agency: profile, sites, filed levels, seal image."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from examsys.agency import queries, service
from examsys.agency.codes import CATEGORY_LABELS, KIND_LABELS, prefix
from examsys.agency.forms import LevelForm, ProfileForm, SealForm, SiteForm
from examsys.agency.models import Agency
from examsys.agency.seal import clean_seal
from examsys.agency.stale import stale_page
from examsys.audit.memo import until_next_event
from examsys.kernel import clock, files
from examsys.kernel.errors import Conflict, Invalid, Missing, Stale
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.certificate import PROVINCES

bp = Blueprint("agency", __name__, url_prefix="/agency")
blueprints = (bp,)


def frame() -> dict[str, Any]:
    """The agency's name for the frame of every page."""
    return until_next_event("agency name", _name)


def _name() -> dict[str, Any]:
    own = queries.find_agency()
    return {} if own is None else {"agency_name": own.name}


bp.record_once(lambda state: state.app.extensions["frame"].append(frame))


def trail(*rest: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("工作台", "/"), ("机构信息", url_for("agency.show")), *rest]


@bp.get("/")
@allow("agency.read")
def show() -> ResponseReturnValue:
    own = queries.find_agency()
    return page(
        "agency/show.html",
        own=own,
        kind=KIND_LABELS[own.kind] if own else "",
        category=CATEGORY_LABELS[own.category_code] if own else "",
        sites=queries.sites(),
        prefixes=prefixes(own),
        levels=queries.filed_levels(),
        occupation=queries.occupation() if own else None,
        provinces=PROVINCES,
        title="机构信息",
        crumbs=[("工作台", "/"), ("机构信息", None)],
    )


def prefixes(own: Agency | None) -> dict[int, str]:
    """The 13 characters of each site's certificates, by the site's id."""
    if own is None:
        return {}
    return {
        place.id: prefix(own.category_code, own.agency_code, place.province_code, place.serial)
        for place in queries.sites()
    }


@bp.route("/edit", methods=["GET", "POST"])
@allow("agency.change")
def edit() -> ResponseReturnValue:
    own = queries.find_agency()
    form = ProfileForm.bind(obj=own)
    context = {"title": "编辑机构信息", "crumbs": trail(("编辑", None)), "sites": queries.sites()}
    if form.accepted():
        try:
            with unit_of_work():
                version = form.shown_version
                service.save_profile(form.profile(), actor=actor(), at=clock.now(), version=version)
        except Stale:
            return stale_page("agency/edit.html", form, queries.agency(), **context)
        say("机构信息已保存。")
        return see_other("agency.show")
    return form_page("agency/edit.html", form, differences=[], **context)


@bp.route("/sites/new", methods=["GET", "POST"])
@allow("agency.change")
def new_site() -> ResponseReturnValue:
    form = SiteForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                place = service.add_site(form.intake(), actor=actor(), at=clock.now())
            say(f"考点“{place.name}”已添加。")
            return see_other("agency.show")
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
    return _site_page(form, title="添加考点")


@bp.route("/sites/<int:site_id>/edit", methods=["GET", "POST"])
@allow("agency.change")
def edit_site(site_id: int) -> ResponseReturnValue:
    place = queries.site(site_id)
    form = SiteForm.bind(obj=place)
    title = f"编辑考点 {place.name}"
    if form.accepted():
        try:
            with unit_of_work():
                place = queries.site(site_id)
                version = form.shown_version
                service.change_site(
                    place, form.intake(), actor=actor(), at=clock.now(), version=version
                )
            say(f"考点“{place.name}”已保存。")
            return see_other("agency.show")
        except Stale:
            crumbs = trail((title, None))
            stored = queries.site(site_id)
            return stale_page("agency/site.html", form, stored, title=title, crumbs=crumbs)
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
    return _site_page(form, title=title)


def _site_page(form: SiteForm, *, title: str) -> Response:
    return form_page(
        "agency/site.html", form, differences=[], title=title, crumbs=trail((title, None))
    )


@bp.post("/sites/<int:site_id>/close")
@allow("agency.change")
def close_site(site_id: int) -> ResponseReturnValue:
    with unit_of_work():
        place = queries.site(site_id)
        service.close_site(place, actor=actor(), at=clock.now())
    say(f"考点“{place.name}”已停用，不再用于新批次。", "info")
    return see_other("agency.show")


@bp.post("/sites/<int:site_id>/reopen")
@allow("agency.change")
def reopen_site(site_id: int) -> ResponseReturnValue:
    with unit_of_work():
        place = queries.site(site_id)
        service.reopen_site(place, actor=actor(), at=clock.now())
    say(f"考点“{place.name}”已重新启用。")
    return see_other("agency.show")


@bp.route("/levels/new", methods=["GET", "POST"])
@allow("agency.change")
def new_level() -> ResponseReturnValue:
    form = LevelForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.file_level(
                    int(form.level.data),
                    filed_on=form.filed_on.data,
                    receipt_no=form.receipt_no.data or "",
                    actor=actor(),
                    at=clock.now(),
                )
            say("备案等级已登记。")
            return see_other("agency.show")
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
    return form_page(
        "agency/level.html", form, title="登记备案等级", crumbs=trail(("登记备案等级", None))
    )


@bp.post("/levels/<int:level>/withdraw")
@allow("agency.change")
def withdraw_level(level: int) -> ResponseReturnValue:
    with unit_of_work():
        service.withdraw_level(level, actor=actor(), at=clock.now())
    say("备案等级登记已删除。", "info")
    return see_other("agency.show")


@bp.route("/seal", methods=["GET", "POST"])
@allow("agency.change")
def seal() -> ResponseReturnValue:
    own = queries.agency()
    form = SealForm.bind(version=own.version)
    if form.accepted():
        try:
            png = clean_seal(form.picture.data.read())
            with unit_of_work():
                version = form.shown_version
                service.keep_seal_image(png, actor=actor(), at=clock.now(), version=version)
            say("印章图样已更换。")
            return see_other("agency.show")
        except (Invalid, Stale) as refusal:
            form.form_errors.append(str(refusal))
    return form_page(
        "agency/seal.html", form, own=own, title="印章图样", crumbs=trail(("印章图样", None))
    )


@bp.get("/seal.png")
@allow("agency.read")
def seal_image() -> ResponseReturnValue:
    own = queries.agency()
    if own.seal_file_uuid is None:
        raise Missing("尚未上传印章图样。")
    kept = files.kept_file(own.seal_file_uuid, purpose="seal")
    return Response(files.read(kept), mimetype=kept.media_type)
