"""Pages and files every import shares: the upload form, the preview, the error report."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from flask import Response, request
from flask_wtf.file import FileField, FileRequired

from examsys.kernel.cells import as_text
from examsys.kernel.exports import XLSX, download
from examsys.kernel.forms import BaseForm
from examsys.kernel.paging import PER_PAGE, Listing
from examsys.kernel.sheetspec import Column, RowError, Value
from examsys.kernel.sheetwrite import error_workbook, template_xlsx
from examsys.kernel.staging import Effect, Import, Preview
from examsys.kernel.textual import full_width_to_ascii
from examsys.kernel.web import form_page, page

EFFECTS = {
    Effect.NEW: ("新增", "info"),
    Effect.CHANGED: ("更新", "wait"),
    Effect.SAME: ("无变化", "plain"),
}
WRONG = ("有错误", "fail")
LONGEST = 200  # characters of a cell on the screen
Crumbs = Sequence[tuple[str, str | None]]


class UploadForm(BaseForm):
    """One workbook."""

    workbook = FileField(
        "填写好的表格",
        [FileRequired("请选择填写好的表格文件。")],
        render_kw={"accept": ".xlsx,.csv"},
    )


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the file as the preview shows it. cells: empty for a row that is no data row."""

    number: int
    verdict: tuple[str, str]
    cells: list[str]
    errors: list[RowError]

    @property
    def bad_columns(self) -> set[str]:
        return {error.column for error in self.errors}


def upload_page(
    wanted: Import, form: UploadForm, *, title: str, crumbs: Crumbs, template_url: str
) -> Response:
    """The page on which a workbook is chosen; 422 when it was refused as a whole."""
    context = {"title": title, "crumbs": crumbs, "template_url": template_url}
    return form_page("_imports/upload.html", form, note=wanted.spec.note, **context)


def preview_page(
    preview: Preview,
    *,
    title: str,
    crumbs: Crumbs,
    confirm_url: str,
    errors_url: str,
    upload_url: str,
) -> Response:
    """The page that shows every row and asks for the confirmation."""
    return page(
        "_imports/preview.html",
        preview=preview,
        listing=_listing(preview_rows(preview)),
        columns=preview.wanted.spec.columns,
        title=title,
        crumbs=crumbs,
        confirm_url=confirm_url,
        errors_url=errors_url,
        upload_url=upload_url,
    )


def template_file(wanted: Import) -> Response:
    """The workbook to fill in, as a download."""
    return download(template_xlsx(wanted.spec), f"{wanted.spec.title}模板.xlsx", media_type=XLSX)


def errors_file(preview: Preview) -> Response:
    """The user's own file with its bad cells marked, as a download."""
    marked = error_workbook(preview.upload.content, preview.wanted.spec, preview.errors)
    stem = PurePath(preview.staged.name).stem
    return download(marked, f"{stem}-错误报告.xlsx", media_type=XLSX)


def preview_rows(preview: Preview) -> list[PreviewRow]:
    """Every row of the file, the wrong ones first."""
    wrong: defaultdict[int, list[RowError]] = defaultdict(list)
    for error in preview.errors:
        wrong[error.row].append(error)
    effects = {planned.row: planned.effect for planned in preview.plan}
    read: dict[int, Mapping[str, Value]] = dict(preview.upload.rows.rows)
    read.update(preview.upload.rows.spoiled)
    columns = preview.wanted.spec.columns
    rows = []
    for number in sorted(wrong.keys() | read.keys(), key=lambda n: (n not in wrong, n)):
        row = read.get(number)
        cells = [_shown(column, row.get(column.key)) for column in columns] if row else []
        verdict = WRONG if number in wrong else EFFECTS[effects[number]]
        rows.append(PreviewRow(number, verdict, cells, wrong.get(number, [])))
    return rows


def _shown(column: Column, value: Value) -> str:
    """A cell for the screen; of numbers that identify a person only the last four characters."""
    text = as_text(value if not hasattr(value, "quantize") else str(value))
    if column.kind == "id":
        text = full_width_to_ascii(text).upper()
        return "…" + text[-4:] if len(text) > 4 else text
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _listing(rows: list[PreviewRow]) -> Listing:
    args: dict[str, Any] = {key: value for key, value in request.args.items() if value}
    pages = max(1, -(-len(rows) // PER_PAGE))
    asked = args.get("page", "1")
    number = min(max(1, int(asked) if asked.isdecimal() else 1), pages)
    cut = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Listing(cut, len(rows), number, pages, "", "", args)
