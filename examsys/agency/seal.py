"""The picture of the seal for prints: judged by content, re-encoded, nothing but pixels kept."""

from io import BytesIO

from PIL import Image

from examsys.kernel.errors import Invalid

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 10_000_000
MIN_SIDE = 200
STORED_SIDE = 1_200


def clean_seal(content: bytes) -> bytes:
    """returns: a PNG with its transparency. raises: Invalid with what to do."""
    if len(content) > MAX_BYTES:
        raise Invalid("印章图样超过 4 MB，请缩小后重新上传。")
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise Invalid("印章图样像素过大，请缩小到 1200×1200 像素左右后重新上传。")
            if min(width, height) < MIN_SIDE:
                raise Invalid(
                    f"印章图样为 {width}×{height} 像素，每边至少 {MIN_SIDE} 像素，请重新扫描。"
                )
            return _png(picture.convert("RGBA"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid("印章图样像素过大，请缩小到 1200×1200 像素左右后重新上传。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Invalid("印章图样已损坏或不是图片，请换用 PNG 或 JPG 图片。") from error


def _png(picture: Image.Image) -> bytes:
    bare = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    bare.paste(picture)
    bare.thumbnail((STORED_SIDE, STORED_SIDE))
    out = BytesIO()
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()
