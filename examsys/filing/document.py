"""One document in two forms: DOCX where officials edit, PDF where they print, the same words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from examsys.kernel.pdf import render_pdf

FONT = "仿宋"
CREATED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. numeric: columns that are aligned to the right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it."""

    heading: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A whole document. signed: who puts the seal, on which day in words."""

    title: str
    parts: Sequence[Part]
    lead: str = ""
    signed: tuple[str, str] | None = None


def as_pdf(made: Written, *, identifier: str) -> bytes:
    """raises: glyphs.Unprintable."""
    return render_pdf(
        "filing/print/document.html", identifier=identifier, title=made.title, made=made
    )


def as_docx(made: Written) -> bytes:
    """A plain document of headings, paragraphs and grids that Word and WPS edit."""
    book = docx.Document()
    _set_up(book, made.title)
    head = book.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(made.title)
    run.bold, run.font.size = True, Pt(18)
    if made.lead:
        book.add_paragraph(made.lead)
    for part in made.parts:
        book.add_heading(part.heading, level=1)
        for text in part.paragraphs:
            book.add_paragraph(text)
        for table in part.tables:
            _grid(book, table)
    for text in made.signed or ():
        book.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up(book: Docx, title: str) -> None:
    book.core_properties.title = title
    book.core_properties.author = ""
    book.core_properties.created = book.core_properties.modified = CREATED
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    for name in ("Normal", "Heading 1"):
        style = book.styles[name]
        style.font.name = FONT
        style.font.size = Pt(12 if name == "Normal" else 14)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _grid(book: Docx, table: Table) -> None:
    if table.caption:
        book.add_paragraph(table.caption).alignment = WD_ALIGN_PARAGRAPH.CENTER
    grid = book.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = text
    for row in table.rows:
        for place, (cell, text) in enumerate(zip(grid.add_row().cells, row, strict=True)):
            cell.text = text
            if place in table.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    book.add_paragraph()
