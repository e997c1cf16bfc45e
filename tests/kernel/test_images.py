"""Photos: only pixels get in, and a refusal says what was found and what is required."""

import io
import struct
import zlib

import pytest
from PIL import Image

from examsys.kernel.errors import Invalid
from examsys.kernel.images import BROKEN, STORED_BYTES, clean_photo


def encoded(size=(295, 413), kind="JPEG", mode="RGB", colour="blue", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def bomb(width, height):
    """A PNG that declares many pixels in few bytes."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def refusal(content, **limits):
    with pytest.raises(Invalid) as error:
        clean_photo(content, **limits)
    return str(error.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_becomes_a_plain_jpeg(kind):
    photo = opened(clean_photo(encoded(kind=kind)))
    assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (295, 413))


def test_metadata_is_gone_and_the_photo_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "GPS 30.1 120.2"
    made = clean_photo(encoded((413, 295), exif=exif, comment="secret"))
    photo = opened(made)
    assert photo.size == (295, 413)
    assert dict(photo.getexif()) == {}
    assert b"GPS" not in made
    assert b"secret" not in made


def test_bytes_after_the_picture_do_not_come_along():
    assert b"<script>" not in clean_photo(encoded() + b"<script>")


def test_what_is_transparent_turns_white():
    made = clean_photo(encoded(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(made).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK"])
def test_other_colour_modes(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(clean_photo(encoded(kind=kind, mode=mode, colour=None))).mode == "RGB"


@pytest.mark.parametrize("size", [(294, 413), (295, 412), (413, 295)])
def test_too_small_is_said_in_pixels(size):
    assert refusal(encoded(size)) == (
        f"照片为 {size[0]}×{size[1]} 像素，要求不小于 295×413 像素（宽×高）：请换用更清晰的证件照。"
    )


def test_limits_of_pixels_and_bytes():
    content = encoded((1000, 1000))
    assert opened(clean_photo(content, max_pixels=1_000_000)).size == (1000, 1000)
    assert refusal(content, max_pixels=990_000) == (
        "照片为 1000×1000 像素，超过 99 万像素上限：请缩小后重新上传。"
    )
    assert refusal(bytes(10 * 1024 * 1024 + 1)).startswith("照片文件有 10.0 MB，超过 10 MB 上限")


@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 9_500), (5_000, 5_000)])
def test_a_bomb_is_refused_unopened(size):
    content = bomb(*size)
    assert len(content) < 20_000
    assert "像素" in refusal(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg/>", encoded(kind="GIF"), encoded()[:400], encoded(kind="PNG")[:60]],
)
def test_no_photo(content):
    assert refusal(content) == BROKEN


def test_a_large_photo_is_brought_down():
    out = io.BytesIO()
    Image.effect_noise((3000, 4000), 90).convert("RGB").save(out, "JPEG", quality=85)
    made = clean_photo(out.getvalue())
    assert opened(made).size == (1200, 1600)
    assert len(made) <= STORED_BYTES
