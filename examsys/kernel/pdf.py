"""Sealed HTML to PDF: nothing is fetched, every glyph is there, equal input gives equal bytes."""

import base64
import logging
import re
import threading
from functools import cache
from io import BytesIO
from typing import Any

from flask import render_template

from examsys.kernel.glyphs import Unprintable, require_printable, text_of

LOGGER = logging.getLogger("weasyprint")
NOTDEF = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)")
# Pango's font map is shared by the process and not safe for two layouts at once.
_one_at_a_time = threading.Lock()


class IncompletePage(RuntimeError):
    """A template asked for something that the PDF maker may not fetch or cannot read. A bug."""


def render_pdf(template: str, *, identifier: str, **context: Any) -> bytes:
    """Render a print template to PDF.

    identifier: written into the file instead of a random one, so equal input gives equal bytes.
    raises: glyphs.Unprintable naming the characters that no print font has.
    """
    return html_to_pdf(render_template(template, **context), identifier=identifier)


def html_to_pdf(html: str, *, identifier: str) -> bytes:
    """raises: glyphs.Unprintable, IncompletePage."""
    require_printable(text_of(html))
    with _one_at_a_time:
        watch = _Watch()
        LOGGER.addHandler(watch)
        try:
            made = _written(html, identifier=identifier)
        finally:
            LOGGER.removeHandler(watch)
    if watch.missing:
        raise Unprintable(list(dict.fromkeys(watch.missing)))
    if watch.failed:
        raise IncompletePage("; ".join(watch.failed))
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


def _written(html: str, *, identifier: str) -> bytes:
    # Here and not above: WeasyPrint takes a second to load, which every start would pay.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    made = HTML(string=html, url_fetcher=fetcher).write_pdf(
        pdf_identifier=identifier.encode(), font_config=_fonts(), optimize_images=False
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> Any:
    """Shared: looking the fonts up anew for each document costs a third of its time."""
    from PIL import ImageFile
    from weasyprint.text.fonts import FontConfiguration

    # WeasyPrint turns this on for the whole process; a cut-off photo must stay an error.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return FontConfiguration()


class _Watch(logging.Handler):
    """Notes what the PDF maker only logs: missing glyphs and things it did not load."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.missing: list[str] = []
        self.failed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        found = NOTDEF.search(message)
        if found:
            self.missing.append(chr(int(found[1], 16)))
        elif message.startswith(("Failed to load", "Relative URI")):
            self.failed.append(message[:300])
