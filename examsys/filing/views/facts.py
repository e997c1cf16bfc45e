"""What the applicant says of itself, the papers behind it, and the right to its sites."""

from typing import Any

from flask.typing import ResponseReturnValue

from examsys.agency import queries as agency
from examsys.filing import queries, service
from examsys.filing.forms import FactForm, PaperForm, TenureForm, uploaded, word
from examsys.filing.questions import QUESTIONS, TERMS, fields_of
from examsys.filing.service.cases import PURPOSE
from examsys.filing.views.blueprint import SHARED, bp, crumbs
from examsys.kernel import clock, files
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.exports import download
from examsys.kernel.forms import choices
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.filinglife import EDITABLE


@bp.route("/<int:case_id>/facts/<key>", methods=["GET", "POST"])
@allow("filing.write")
def fact(case_id: int, key: str) -> ResponseReturnValue:
    """One question to the applicant with its answer and its papers."""
    case, shown = queries.case(case_id), _question(key)
    form = _fact_form(queries.fact(case_id, key), key)
    if form.accepted():
        try:
            with unit_of_work():
                service.save_fact(
                    queries.case(case_id),
                    key,
                    form.given(shown=shown),
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("填报内容已保存。")
            return see_other("filing.fact", case_id=case_id, key=key)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return _fact_page(form, PaperForm.bind(), case, key)


@bp.post("/<int:case_id>/facts/<key>/papers")
@allow("filing.write")
def add_paper(case_id: int, key: str) -> ResponseReturnValue:
    _question(key)
    paper = PaperForm.bind()
    if paper.accepted():
        try:
            document = paper.chosen()
            with unit_of_work():
                service.add_paper(
                    queries.case(case_id),
                    key,
                    title=paper.title.data or "",
                    document=document,
                    actor=actor(),
                    at=clock.now(),
                )
            say("材料已保存。")
            return see_other("filing.fact", case_id=case_id, key=key)
        except (Conflict, Invalid) as refusal:
            paper.form_errors.append(str(refusal))
    form = _fact_form(queries.fact(case_id, key), key, formdata=None)
    return _fact_page(form, paper, queries.case(case_id), key)


@bp.get("/<int:case_id>/papers/<int:paper_id>")
@allow("filing.read")
def paper(case_id: int, paper_id: int) -> ResponseReturnValue:
    row = queries.paper(case_id, paper_id)
    kept = files.kept_file(row.file_uuid, purpose=PURPOSE)
    return download(files.read(kept), kept.name, media_type=kept.media_type)


@bp.post("/<int:case_id>/papers/<int:paper_id>/withdraw")
@allow("filing.write")
def withdraw_paper(case_id: int, paper_id: int) -> ResponseReturnValue:
    with unit_of_work():
        row = queries.paper(case_id, paper_id)
        service.withdraw_paper(queries.case(case_id), row, actor=actor(), at=clock.now())
    say("材料已撤下，不再列入申报材料。", "info")
    return see_other("filing.fact", case_id=case_id, key=row.key)


@bp.get("/sites/")
@allow("filing.read")
def sites() -> ResponseReturnValue:
    return page(
        "filing/sites.html",
        title="考点产权与监控",
        rows=queries.sites(),
        crumbs=crumbs(("考点产权与监控", None)),
    )


@bp.route("/sites/<int:site_id>", methods=["GET", "POST"])
@allow("filing.write")
def tenure(site_id: int) -> ResponseReturnValue:
    site, row = agency.site(site_id), queries.tenure(site_id)
    shown = {} if row is None else {
        "own": word(row.own),
        "monitored": word(row.monitored),
        "lease_from": row.lease_from,
        "lease_until": row.lease_until,
        "version": row.version,
    }  # fmt: skip
    form = TenureForm.bind(**shown)
    if form.accepted():
        try:
            document = uploaded(form.document)
            with unit_of_work():
                service.save_tenure(
                    agency.site(site_id),
                    form.tenure(),
                    document=document,
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say(f"考点“{site.name}”的产权与监控情况已保存。")
            return see_other("filing.sites")
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("filing/tenure.html", form, title=f"{site.name}：产权与监控", site=site,
                     row=row, crumbs=crumbs(("考点产权与监控", None)))  # fmt: skip


@bp.get("/sites/<int:site_id>/file")
@allow("filing.read")
def tenure_file(site_id: int) -> ResponseReturnValue:
    row = queries.tenure(site_id)
    if row is None or row.file_uuid is None:
        raise Missing("这个考点还没有产权证明或租赁合同。")
    kept = files.kept_file(row.file_uuid, purpose=PURPOSE)
    return download(files.read(kept), kept.name, media_type=kept.media_type)


def _question(key: str) -> Any:
    if key not in QUESTIONS:
        raise Missing("没有这一项填报内容。请从检查单选择。")
    return fields_of(key)


def _fact_form(row: Any, key: str, **more: Any) -> FactForm:
    shown: dict[str, Any] = {}
    if row is not None:
        shown = {name: getattr(row, name) for name in ("others", "accepted_reason", "since")}
        shown |= {"count": row.count, "terms": row.terms or [], "version": row.version}
        shown |= {"answer": word(row.answer), "recognised": word(row.accepted), "remark": row.note}
    form = FactForm.bind(**shown, **more)
    form.terms.choices = choices((one, one) for one in TERMS.get(key, ()))
    return form


def _fact_page(form: FactForm, paper: PaperForm, case: Any, key: str) -> ResponseReturnValue:
    title, asked = QUESTIONS[key]
    return form_page(
        "filing/fact.html",
        form,
        title=title,
        asked=asked,
        key=key,
        case=case,
        shown=fields_of(key),
        paper=paper,
        papers=[row for row in queries.papers(case.id) if row.key == key],
        editable=case.state in EDITABLE,
        crumbs=crumbs((title, None), case=case),
        **SHARED,
    )
