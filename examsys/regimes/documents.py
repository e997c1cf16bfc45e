"""What may be kept as the document of a regime: a PDF or a DOCX that is what its name says."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from examsys.kernel.errors import Invalid

LARGEST = 10 * 1024 * 1024
UNPACKED = 60 * 1024 * 1024
PARTS = {"[Content_Types].xml", "word/document.xml"}
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ACCEPT = ".pdf,.docx"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was looked at and found to be of its kind."""

    content: bytes
    name: str
    media_type: str


def read(name: str, content: bytes) -> Document:
    """raises: Invalid with what to do about it."""
    ending = PurePath(name).suffix.lower()
    if not content:
        raise Invalid("文件是空的，请重新选择制度文件。")
    if len(content) > LARGEST:
        raise Invalid("文件超过 10 MB，请压缩图片后重新保存再上传。")
    if ending == ".pdf":
        _require_pdf(content)
        return Document(content, PurePath(name).name, PDF)
    if ending == ".docx":
        _require_docx(content)
        return Document(content, PurePath(name).name, DOCX)
    raise Invalid("制度文件应为 PDF 或 DOCX 格式，请另存为其中一种后上传。")


def _require_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Invalid("文件名以 .pdf 结尾，但内容不是完整的 PDF 文件，请重新导出后上传。")


def _require_docx(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Invalid("文件名以 .docx 结尾，但内容不是 Word 文档，请重新保存后上传。") from error
    if not names >= PARTS:
        raise Invalid("文件名以 .docx 结尾，但内容不是 Word 文档，请重新保存后上传。")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Invalid("文档含有宏，不能作为制度文件保存，请另存为不含宏的 DOCX 后上传。")
    if size > UNPACKED:
        raise Invalid("文档展开后过大，请删去大图后重新保存再上传。")
