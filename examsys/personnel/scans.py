"""What may be kept as the scan of a paper: a PDF, a JPG or a PNG that is what its name says."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from PIL import Image

from examsys.kernel.errors import Invalid

LARGEST = 10 * 1024 * 1024
PIXELS = 60_000_000
PURPOSE = "credential"
ACCEPT = ".pdf,.jpg,.jpeg,.png"
PDF = "application/pdf"
PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png"}


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was looked at and found to be of its kind."""

    content: bytes
    name: str
    media_type: str


def read(name: str, content: bytes) -> Scan:
    """raises: Invalid with what to do about it."""
    ending, short = PurePath(name).suffix.lower(), PurePath(name).name
    if not content:
        raise Invalid("请选择扫描件，文件不能是空的。")
    if len(content) > LARGEST:
        raise Invalid("扫描件超过 10 MB，请降低分辨率后重新扫描。")
    if ending == ".pdf":
        _require_pdf(content)
        return Scan(content, short, PDF)
    if ending in PICTURES:
        kind = PICTURES[ending]
        _require_picture(content, kind)
        return Scan(content, short, MEDIA[kind])
    raise Invalid("扫描件应为 PDF、JPG 或 PNG 格式，请另存为其中一种后上传。")


def _require_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Invalid("文件名以 .pdf 结尾，但内容不是完整的 PDF 文件，请重新扫描后上传。")


def _require_picture(content: bytes, kind: str) -> None:
    broken = f"文件名是图片，但内容不是完整的 {kind} 图片，请重新扫描后上传。"
    try:
        with Image.open(BytesIO(content), formats=(kind,)) as picture:
            if picture.size[0] * picture.size[1] > PIXELS:
                raise Invalid("扫描件像素过大，请用 300 点每英寸重新扫描。")
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid("扫描件像素过大，请用 300 点每英寸重新扫描。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Invalid(broken) from error
