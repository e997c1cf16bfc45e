"""Full ID numbers on the screen and on paper: asked for with a reason, logged before shown."""

from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.exports import download
from examsys.kernel.glyphs import Unprintable
from examsys.kernel.web import actor, allow, form_page, page
from examsys.kernel.work import unit_of_work
from examsys.personnel import cards, printing, queries, service
from examsys.personnel.annexdocx import annex_docx
from examsys.personnel.forms import ReasonForm, TableForm
from examsys.personnel.views.blueprint import bp, crumbs


@bp.route("/<int:person_id>/reveal", methods=["GET", "POST"])
@allow("personnel.reveal")
def reveal(person_id: int) -> ResponseReturnValue:
    person, form = queries.person(person_id), ReasonForm.bind()
    form.reason.label.text = "查看理由"
    if form.accepted():
        number = service.reveal_id_number(
            person, reason=form.reason.data or "", actor=actor(), at=clock.now()
        )
        # In the answer itself, not after a redirect: nothing may keep the number until then.
        return page(
            "personnel/revealed.html",
            title=f"身份证号 {person.name}",
            person=person,
            number=number,
            crumbs=crumbs("身份证号", person=person),
        )
    return form_page(
        "personnel/reason.html",
        form,
        title=f"查看完整身份证号 {person.name}",
        person=person,
        lead="查看人、时间和理由将记入审计日志，每小时最多查看 20 次。",
        button="查看身份证号",
        tone="primary",
        crumbs=crumbs("查看身份证号", person=person),
    )


@bp.route("/annex2", methods=["GET", "POST"])
@allow("personnel.export")
def annex2() -> ResponseReturnValue:
    """The notice's 人员情况表, with full ID numbers, as XLSX, DOCX or PDF."""
    form = TableForm.bind(on=clock.today())
    form.reason.label.text = "下载理由"
    if form.accepted():
        try:
            return _table(form)
        except Unprintable as refusal:
            form.form_errors.append(f"{refusal} 可改为下载 XLSX 表格。")
    on = form.on.data or clock.today()
    return form_page(
        "personnel/annex2.html",
        form,
        title="人员情况表",
        crumbs=crumbs("人员情况表"),
        counts=[
            (title, len({held.person_id for held in queries.appointed(role, on=on)}))
            for role, title in printing.ANNEX_TABLES.items()
        ],
    )


def _table(form: TableForm) -> ResponseReturnValue:
    on = form.on.data or clock.today()
    held, numbers = service.disclose_table(
        list(printing.ANNEX_TABLES),
        on=on,
        form=form.form.data,
        reason=form.reason.data or "",
        actor=actor(),
        at=clock.now(),
    )
    tables = {role: printing.annex_rows(rows, numbers) for role, rows in held.items()}
    name = f"人员情况表-{on}.{form.form.data}"
    if form.form.data == "pdf":
        return download(printing.annex_pdf(tables, on=on), name)
    if form.form.data == "docx":
        return download(annex_docx(tables), name)
    return download(printing.annex_xlsx(tables), name)


@bp.get("/cards.pdf")
@allow("personnel.export")
def examiner_cards() -> ResponseReturnValue:
    """A card for every examiner in office today; the log says who took how many."""
    today = clock.today()
    made = cards.cards_of(queries.appointed("examiner", on=today))
    content = cards.cards_pdf(made, on=today)
    with unit_of_work():
        service.record_cards(len(made), actor=actor(), at=clock.now())
    return download(content, f"考评员证-{today}.pdf")
