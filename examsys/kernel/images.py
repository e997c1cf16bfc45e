"""Photos that people hand in: judged by content, re-encoded, freed of everything but pixels."""

from io import BytesIO

from PIL import Image, ImageOps

from examsys.kernel.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 20_000_000
STORED_BYTES = 2 * 1024 * 1024
# Twice the pixels that the largest print of a certificate photo needs.
STORED_SIDE = 1_600
ONE_INCH = (295, 413)
BROKEN = "照片文件已损坏或不是照片：请换用 JPG 或 PNG 格式的照片。"


def clean_photo(
    content: bytes,
    *,
    min_px: tuple[int, int] = ONE_INCH,
    max_pixels: int = MAX_PIXELS,
    max_bytes: int = MAX_BYTES,
) -> bytes:
    """returns: a JPEG of at most 2 MiB without metadata, upright, on white.

    min_px: width and height that the upright photo must reach.
    raises: Invalid with what was found and what is required.
    """
    if len(content) > max_bytes:
        size = f"{len(content) / 1024 / 1024:.1f}"
        raise Invalid(
            f"照片文件有 {size} MB，超过 {max_bytes // 1024 // 1024} MB 上限：请压缩后重新上传。"
        )
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as photo:
            _check_pixels(photo.size, max_pixels=max_pixels)
            photo.load()
            upright = ImageOps.exif_transpose(photo)
            _check_size(upright.size, min_px=min_px)
            return _encode(_flat(upright))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid("照片像素过大，不像正常照片：请换用普通证件照。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Invalid(BROKEN) from error


def _check_pixels(size: tuple[int, int], *, max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        limit = max_pixels // 10_000
        raise Invalid(f"照片为 {width}×{height} 像素，超过 {limit} 万像素上限：请缩小后重新上传。")


def _check_size(size: tuple[int, int], *, min_px: tuple[int, int]) -> None:
    if size[0] < min_px[0] or size[1] < min_px[1]:
        raise Invalid(
            f"照片为 {size[0]}×{size[1]} 像素，要求不小于 {min_px[0]}×{min_px[1]} 像素（宽×高）："
            "请换用更清晰的证件照。"
        )


def _flat(photo: Image.Image) -> Image.Image:
    """A fresh RGB image: nothing but pixels comes along; what was transparent is white."""
    rgba = photo.convert("RGBA")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    flat.thumbnail((STORED_SIDE, STORED_SIDE))
    return flat


def _encode(photo: Image.Image) -> bytes:
    made = b""
    for quality in (90, 80, 70, 50):
        out = BytesIO()
        photo.save(out, "JPEG", quality=quality, optimize=True)
        made = out.getvalue()
        if len(made) <= STORED_BYTES:
            break
    return made
