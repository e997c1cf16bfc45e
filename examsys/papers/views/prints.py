"""What is printed of a sealed paper: asked for with a reason, logged before it is opened."""

from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Missing
from examsys.kernel.exports import download
from examsys.kernel.web import actor, allow, form_page
from examsys.papers import printing, queries, service
from examsys.papers.forms import ReasonForm
from examsys.papers.models import PaperForm
from examsys.papers.views.blueprint import bp, crumbs

MAKERS = {"paper": printing.paper_pdf, "key": printing.key_pdf, "record": printing.record_pdf}


@bp.route("/forms/<int:form_id>/<document>", methods=["GET", "POST"])
@allow("papers.open")
def print_form(form_id: int, document: str) -> ResponseReturnValue:
    paper_form, form = queries.form(form_id), ReasonForm.bind()
    name = dict(printing.documents_of(paper_form.paper_set)).get(document)
    if name is None:
        raise Missing("这套试卷没有这种材料。请从试卷页选择。")
    form.reason.label.text = "打印事由" if document == "sheet" else "启封事由"
    if form.accepted():
        content = _document(paper_form, document, form.reason.data or "")
        return download(content, f"{paper_form.number} {name}.pdf")
    title = f"打印{name}：{paper_form.number}"
    return form_page(
        "papers/print_form.html",
        form,
        title=title,
        paper_form=paper_form,
        name=name,
        textless=document == "sheet",
        kinds=queries.KIND_WORDS,
        crumbs=crumbs(title),
    )


def _document(form: PaperForm, document: str, reason: str) -> bytes:
    who, at = actor(), clock.now()
    stamp = printing.Stamp(who.name, at)
    if document == "sheet":
        service.record_sheet(form, reason=reason, actor=who, at=at)
        return printing.sheet_pdf(form, stamp=stamp)
    paper = service.open_form(form, document=document, reason=reason, actor=who, at=at)
    return MAKERS[document](form, paper, stamp=stamp)
