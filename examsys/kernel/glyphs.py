"""Can this text be printed with the fonts that our paper names? Asked before printing.

A browser or PDF maker silently changes the font or prints a crossed box for a character that the
font lacks; on a certificate neither may happen.
"""

import ctypes
import subprocess
import unicodedata
from functools import cache
from html.parser import HTMLParser

from examsys.kernel.errors import Invalid
from examsys.kernel.textual import real_character

# In the order of the stack of templates/_layout/print.html.
PRINT_FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "HanaMinA", "HanaMinB")
# 仿宋 for official letters: named first in their stack, and Song is printed without it.
LETTER_FONTS = ("FandolFang", "FangSong")
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
SILENT_TAGS = {"style", "script", "title"}


class Unprintable(Invalid):
    """Some characters have no glyph; the sentence names them with their code points."""

    def __init__(self, characters: list[str]) -> None:
        self.characters = characters
        named = "、".join(_named(character) for character in characters[:5])
        rest = f"等 {len(characters)} 个字" if len(characters) > 5 else ""
        super().__init__(
            f"{named}{rest}缺少字形，无法打印：请核对该字是否录错；确认无误的，请系统管理员安装含该字的字体。"
        )


def missing_glyphs(text: str) -> list[str]:
    """Characters that none of the print fonts can show, each once, in order of appearance."""
    covered = _coverage()
    return [
        character
        for character in dict.fromkeys(text)
        if not _shown_by_nothing(character) and not _has(covered, ord(character))
    ]


def require_printable(text: str) -> None:
    """raises: Unprintable."""
    missing = missing_glyphs(text)
    if missing:
        raise Unprintable(missing)


def text_of(html: str) -> str:
    """The words of a page that will reach the paper."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)


def fonts_present() -> dict[str, bool]:
    """Each font family that our paper names: is it installed?"""
    return {family: _file_of(family) is not None for family in PRINT_FONTS}


def letter_font_present() -> bool:
    """Whether a 仿宋 is installed; no package of the system has a complete one."""
    return any(_file_of(family) is not None for family in LETTER_FONTS)


def harfbuzz_subset_present() -> bool:
    """Without this library every PDF with a Chinese font takes half a minute."""
    try:
        ctypes.CDLL("libharfbuzz-subset.so.0")
    except OSError:
        return False
    return True


def _named(character: str) -> str:
    shown = f"“{character}”（U+{ord(character):04X}）"
    if unicodedata.category(character) != "Co":
        return shown
    meant = real_character(character)
    return f"自造字（U+{ord(character):04X}{f'，应为“{meant}”' if meant else ''}）"


def _shown_by_nothing(character: str) -> bool:
    number = ord(character)
    return (
        character == " "
        or unicodedata.category(character) in UNSEEN
        or any(number in span for span in VARIATION)
    )


def _has(covered: bytes, number: int) -> bool:
    return bool(covered[number >> 3] & (1 << (number & 7)))


@cache
def _coverage() -> bytes:
    """One bit per code point: a set of 110,000 numbers would take fifty times the memory."""
    from fontTools.ttLib import TTFont

    bits = bytearray(0x110000 >> 3)
    for family in PRINT_FONTS:
        place = _file_of(family)
        if place is None:
            continue
        path, index = place
        with TTFont(path, fontNumber=index, lazy=True) as font:
            for number in font.getBestCmap():
                bits[number >> 3] |= 1 << (number & 7)
    return bytes(bits)


@cache
def _file_of(family: str) -> tuple[str, int] | None:
    """The file of the family's regular face and its number in that file, by fontconfig."""
    try:
        listed = subprocess.run(  # noqa: S603 -- the family is one of our own names
            ["fc-list", "-f", "%{file}|%{index}|%{style}\n", f":family={family}"],  # noqa: S607 -- fontconfig is found by PATH
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    faces = sorted(line.split("|") for line in listed.splitlines())
    regular = [face for face in faces if "Regular" in face[2]] or faces
    return (regular[0][0], int(regular[0][1])) if regular else None


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in SILENT_TAGS

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
