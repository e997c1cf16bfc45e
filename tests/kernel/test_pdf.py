"""PDFs: closed to the world, complete in glyphs, equal for equal input."""

import io
import zlib

import pytest
from PIL import Image

from examsys.kernel import glyphs, pdf
from examsys.kernel.errors import Invalid
from examsys.kernel.images import clean_photo

PAGE = (
    '<html><head><title>题</title><style>html {{ font-family: "Noto Serif CJK SC", "HanaMinA",'
    ' "HanaMinB" }}</style></head><body>{}</body></html>'
)


def page(body):
    return pdf.html_to_pdf(PAGE.format(body), identifier="test-1")


def test_equal_input_gives_equal_bytes():
    first, again = page("<p>职业技能等级证书</p>"), page("<p>职业技能等级证书</p>")
    assert first == again
    assert first.startswith(b"%PDF-")
    assert b"CreationDate" not in first
    assert page("<p>职业技能等级证明</p>") != first


def test_fonts_are_embedded_once_per_face_and_small():
    made = page("<p>职业技能等级证书 Ab1 𠮷㐂䶮</p>")
    assert len(made) < 600_000


def test_a_template_is_rendered_with_its_words(bare, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.html").write_text("<b>{{ name }}</b>")
    assert pdf.render_pdf("x.html", identifier="a", name="<i>张三</i>").startswith(b"%PDF-")


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<img src="static/x.png">',
        "<p style=\"background: url('file:///etc/hostname')\">x</p>",
    ],
)
def test_nothing_is_fetched(body):
    with pytest.raises(pdf.IncompletePage):
        page(body)


def test_a_local_file_is_never_attached(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("UNIQUE-SECRET-7316")
    for body in (
        f'<a rel="attachment" href="file://{secret}">x</a>',
        f'<link rel="attachment" href="file://{secret}">',
    ):
        with pytest.raises(pdf.IncompletePage):
            page(body)


def test_data_images_are_drawn():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    qr = pdf.qr_svg_data_uri("http://localhost/verify/?n=Y000111000001203000001")
    made = page(f'<img src="{pdf.png_data_uri(out.getvalue())}"><img src="{qr}" width="80">')
    assert b"/Image" in made or b"/Image" in b"".join(_streams(made))
    assert qr.startswith("data:image/svg+xml;base64,")


def _streams(made):
    for part in made.split(b"stream\n")[1::2]:
        try:
            yield zlib.decompress(part)
        except zlib.error:
            continue


def test_cut_off_pictures_stay_an_error():
    out = io.BytesIO()
    Image.effect_noise((300, 420), 60).save(out, "JPEG")
    with pytest.raises(Invalid, match="已损坏"):
        clean_photo(out.getvalue()[:5000])


def test_a_missing_glyph_is_named_before_printing():
    with pytest.raises(glyphs.Unprintable) as refusal:
        page("<p>李\U00031350、\ue863</p>")
    assert isinstance(refusal.value, Invalid)
    assert refusal.value.characters == ["\U00031350", "\ue863"]
    assert str(refusal.value) == (
        "“\U00031350”（U+31350）、自造字（U+E863，应为“䶮”）缺少字形，无法打印："
        "请核对该字是否录错；确认无误的，请系统管理员安装含该字的字体。"
    )


def test_a_missing_glyph_from_the_style_sheet_is_found_while_printing():
    with pytest.raises(glyphs.Unprintable) as refusal:
        page("<style>p::before { content: '\U000323a0' }</style><p>x</p>")
    assert refusal.value.characters == ["\U000323a0"]


@pytest.mark.parametrize(
    "text", ["张三", "𠮷㐂䶮𬭚㛃𠅤", "古丽·买买提", "葛\U000e0100", "a\u200b b\n", ""]
)
def test_what_can_be_printed(text):
    assert glyphs.missing_glyphs(text) == []


def test_each_missing_character_once():
    assert glyphs.missing_glyphs("\ue000甲\ue001\ue000") == ["\ue000", "\ue001"]


def test_words_of_a_page():
    html = "<title>不</title><style>a{}</style><p title='x'>甲&lt;<b>乙</b>&#x4e2d;</p><!-- 丙 -->"
    assert glyphs.text_of(html) == "甲<乙中"


def test_this_machine_can_print():
    assert glyphs.fonts_present() == dict.fromkeys(glyphs.PRINT_FONTS, True)
    assert glyphs.harfbuzz_subset_present() is True
