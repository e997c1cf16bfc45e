"""Paper and tables: codes and labels, the sheet of a pass, the score book. Disclosed first."""

from flask.typing import ResponseReturnValue

from examsys.batches import queries as batches
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Missing, NotAllowed
from examsys.kernel.exports import download
from examsys.kernel.web import actor, allow, may
from examsys.rules.states import label
from examsys.scoring import printing, queries, service
from examsys.scoring.service import PASS_WORDS
from examsys.scoring.views.blueprint import bp, component_of

CODE_SHEETS = {"list": "保密号对照表", "labels": "保密号标签"}
BOOK_FORMS = ("pdf", "xlsx")


@bp.post("/<int:batch_id>/codes/<sheet>.pdf")
@allow("scoring.code")
def codes(batch_id: int, sheet: str) -> ResponseReturnValue:
    if sheet not in CODE_SHEETS:
        raise Missing("没有这种表单。")
    service.open_codes(batches.batch(batch_id), sheet=sheet, actor=actor(), at=clock.now())
    batch = batches.batch(batch_id)
    made = printing.codes_pdf(batch) if sheet == "list" else printing.labels_pdf(batch)
    return download(made, f"{batch.number}-{CODE_SHEETS[sheet]}.pdf")


@bp.post("/<int:batch_id>/<part>/<int:pass_no>/sheet.pdf")
@allow("scoring.read")
def sheet(batch_id: int, part: str, pass_no: int) -> ResponseReturnValue:
    """The sheet of a submitted pass, for those who entered it or who may see all scores."""
    component = component_of(batches.batch(batch_id), part)
    both = queries.passes(batch_id)
    found = queries.entry_pass(batch_id, component, pass_no)
    compared = all(both[component, number].submitted_at for number in (1, 2))
    if actor().name not in found.people and not (compared and may("scoring.see")):
        raise NotAllowed("登分表由参加这一遍录入的人打印；两遍都提交后，成绩负责人也可以打印。")
    if found.submitted_at is None:
        raise Conflict("这一遍录入尚未提交，提交后再打印登分表。")
    service.note_sheet(found, actor=actor(), at=clock.now())
    batch = batches.batch(batch_id)
    made = printing.sheet_pdf(batch, queries.entry_pass(batch_id, component, pass_no))
    return download(made, f"{batch.number}-{label(component)}-{PASS_WORDS[pass_no]}登分表.pdf")


@bp.post("/<int:batch_id>/book.<form>")
@allow("scoring.see")
def book(batch_id: int, form: str) -> ResponseReturnValue:
    """成绩册（评价结果汇总表）, once the results are confirmed."""
    if form not in BOOK_FORMS:
        raise Missing("没有这种格式。")
    if queries.book(batch_id).confirmed_at is None:
        raise Conflict("成绩结果尚未确认，确认后再导出成绩册。")
    service.note_book(batches.batch(batch_id), form=form, actor=actor(), at=clock.now())
    batch, found = batches.batch(batch_id), queries.book(batch_id)
    made = printing.book_pdf(batch, found) if form == "pdf" else printing.book_xlsx(batch)
    return download(made, f"{batch.number}-成绩册.{form}")
