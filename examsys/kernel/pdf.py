"""Sealed HTML to PDF: nothing is fetched, every glyph is there, equal input gives equal bytes."""

import base64
from io import BytesIO
from typing import Any

from flask import render_template

from examsys.kernel.glyphs import Unprintable, require_printable, text_of
from examsys.kernel.pdfpress import PRESS


class IncompletePage(RuntimeError):
    """A template asked for something that the PDF maker may not fetch or cannot read. A bug."""


def render_pdf(template: str, *, identifier: str, **context: Any) -> bytes:
    """Render a print template to PDF.

    identifier: written into the file instead of a random one, so equal input gives equal bytes.
    raises: glyphs.Unprintable naming the characters that no print font has.
    """
    return html_to_pdf(render_template(template, **context), identifier=identifier)


def html_to_pdf(html: str, *, identifier: str) -> bytes:
    """raises: glyphs.Unprintable, IncompletePage, pdfpress.Overloaded."""
    require_printable(text_of(html))
    said, made = PRESS.set(html, identifier=identifier)
    if said["missing"]:
        raise Unprintable(list(dict.fromkeys(said["missing"])))
    if said["failed"]:
        raise IncompletePage("; ".join(said["failed"]))
    return made


def png_data_uri(content: bytes) -> str:
    return _data_uri("image/png", content)


def jpeg_data_uri(content: bytes) -> str:
    return _data_uri("image/jpeg", content)


def qr_svg_data_uri(text: str, *, error: str = "m") -> str:
    """A QR code with its quiet zone, sharp at any size.

    error: how much of it may be damaged: l 7%, m 15%, q 25%, h 30%.
    """
    import segno

    out = BytesIO()
    segno.make_qr(text, error=error).save(
        out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True
    )
    return _data_uri("image/svg+xml", out.getvalue())


def _data_uri(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
