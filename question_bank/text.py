"""How texts are compared and cleaned: width, spaces and invisible characters aside."""

import re
import unicodedata

_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_MARKING = "(?:绝密|机密|秘密)"
# 商业秘密 is everyday matter of labour law: only the shapes of a marking are looked for.
_MARKED = re.compile(
    rf"{_MARKING}\s*[★☆*※⭐]"
    rf"|{_MARKING}\s*[·.:：]?\s*启用前"
    rf"|密\s*级\s*(?:为|是|[:：])?\s*[\[【〔(（]?\s*{_MARKING}"
    rf"|^\s*[\[【〔(（《]\s*{_MARKING}(?:级|件|文件|资料|试卷|试题)?\s*[\]】〕)）》]"
    rf"|[\[【〔]\s*{_MARKING}(?:级|件|文件|资料|试卷|试题)?\s*[\]】〕]"
    rf"|^\s*{_MARKING}(?:级|件|文件|资料|试卷|试题)\s*$",
    re.MULTILINE,
)
_ALONE = re.compile(rf"^\s*{_MARKING}\s*$", re.MULTILINE)
_GAP = re.compile(r"[ \t\u00a0\u3000]+")


def clean(text: str) -> str:
    """A text as it is stored: composed, without invisible characters, spaces trimmed per line."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    lines = [_GAP.sub(" ", line).strip() for line in text.split("\n")]
    return "\n".join(lines).strip()


def normal(text: str) -> str:
    """A text as it is compared: half width and without any space."""
    return "".join(clean(text).translate(_WIDE).split())


def marked_secret(text: str) -> bool:
    """Whether a text carries a marking of national secrets (a word in a sentence is none)."""
    lone = "\n" in text.strip() and _ALONE.search(text) is not None
    return lone or _MARKED.search(text) is not None
