"""What may be kept as the document of a regime."""

import pytest

from examsys.kernel.errors import Invalid
from examsys.regimes import documents
from examsys.regimes.documents import DOCX, LARGEST, PDF, read
from tests.regimes.samples import PDF_BYTES, docx


def test_a_pdf_and_a_docx_are_kept_as_what_they_are():
    found = [read("制度.PDF", PDF_BYTES), read("夹/制度.docx", docx())]

    assert [(one.name, one.media_type) for one in found] == [("制度.PDF", PDF), ("制度.docx", DOCX)]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("制度.pdf", b"", "空"),
        ("制度.doc", PDF_BYTES, "PDF 或 DOCX"),
        ("制度", PDF_BYTES, "PDF 或 DOCX"),
        ("制度.pdf", b"MZ" + PDF_BYTES, "不是完整的 PDF"),
        ("制度.pdf", PDF_BYTES[:-7], "不是完整的 PDF"),
        ("制度.docx", PDF_BYTES, "不是 Word 文档"),
        ("制度.docx", docx("word/vbaProject.bin"), "宏"),
        ("制度.pdf", b"%PDF-" + b"0" * LARGEST, "10 MB"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(name, content, words):
    with pytest.raises(Invalid, match=words):
        read(name, content)


def test_a_package_that_is_no_word_document_is_refused():
    import zipfile
    from io import BytesIO

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("xl/workbook.xml", "<x/>")

    with pytest.raises(Invalid, match="不是 Word 文档"):
        read("制度.docx", packed.getvalue())


def test_a_document_that_unpacks_too_far_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "UNPACKED", 3)

    with pytest.raises(Invalid, match="展开后过大"):
        read("制度.docx", docx())
