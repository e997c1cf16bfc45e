"""Annex 2 of the notice as DOCX, for officials who edit it."""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from examsys.personnel.printing import ANNEX_COLUMNS, ANNEX_TABLES, Table

if TYPE_CHECKING:
    from docx.document import Document as Docx

FONT = "仿宋"
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
WIDTHS = (1.2, 2.4, 4.4, 5.2, 2.2, 6.0, 3.4)  # centimetres
CENTRED = (0, 1, 2, 4)


def annex_docx(tables: dict[str, Table]) -> bytes:
    """Both tables under the notice's headings, on a landscape page."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    book = docx.Document()
    _set_up(book)
    head = book.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("人员情况表")
    run.bold, run.font.size = True, Pt(18)
    for place, (role, title) in enumerate(ANNEX_TABLES.items()):
        book.add_paragraph(f"{'一二'[place]}、{title}")
        _grid(book, tables[role])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up(book: "Docx") -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    book.core_properties.title, book.core_properties.author = "人员情况表", ""
    book.core_properties.created = book.core_properties.modified = CREATED
    section = book.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    style: Any = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _grid(book: "Docx", rows: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    grid = book.add_table(rows=1, cols=len(ANNEX_COLUMNS), style="Table Grid")
    grid.autofit = False
    for cells in (ANNEX_COLUMNS, *rows):
        line = grid.rows[0] if cells is ANNEX_COLUMNS else grid.add_row()
        for place, (cell, text) in enumerate(zip(line.cells, cells, strict=True)):
            cell.text, cell.width = text, Cm(WIDTHS[place])
            if cells is ANNEX_COLUMNS or place in CENTRED:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    book.add_paragraph()
