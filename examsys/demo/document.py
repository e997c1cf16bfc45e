"""A short official document as DOCX or PDF, for the sample agency's regimes."""

import zipfile
from collections.abc import Sequence
from html import escape
from io import BytesIO

from examsys.kernel.pdf import html_to_pdf

EPOCH = (1980, 1, 1, 0, 0, 0)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>'
)
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TITLE = '<w:jc w:val="center"/>'
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'


def docx(title: str, paragraphs: Sequence[str]) -> bytes:
    """One page of Word: the title in bold, each paragraph indented by two characters."""
    body = _paragraph(title, TITLE, size=44, bold=True, font="宋体")
    body += "".join(_paragraph(text, INDENT, size=32, font="仿宋") for text in paragraphs)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}<w:sectPr>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/>'
        "</w:sectPr></w:body></w:document>"
    )
    packed = BytesIO()
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
    }
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """The same as a page of PDF."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    style = (
        "@page{size:A4;margin:37mm 26mm 35mm 28mm}"
        "body{font:16pt/1.75 'FangSong','Noto Serif CJK SC',serif}"
        "h1{font-size:22pt;text-align:center}p{text-indent:2em;margin:0}"
    )
    html = f"<html lang='zh'><head><style>{style}</style></head><body>"
    return html_to_pdf(f"{html}<h1>{escape(title)}</h1>{body}</body></html>", identifier=title)


def _paragraph(text: str, layout: str, *, size: int, font: str, bold: bool = False) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}"/>'
    weight = "<w:b/>" if bold else ""
    run = f'<w:rPr>{fonts}{weight}<w:sz w:val="{size}"/></w:rPr>'
    return f"<w:p><w:pPr>{layout}</w:pPr><w:r>{run}<w:t>{escape(text)}</w:t></w:r></w:p>"
