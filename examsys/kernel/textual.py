"""Chinese words and numbers as offices write them: days, name order, masks, widths."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

DIGITS = "〇一二三四五六七八九"
COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳"
        "公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙"
        "壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘"
        "东门西门第五",
    )
)
# Readings that differ from the everyday ones when the character is a surname.
SURNAME_READINGS = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "覃": "qin",
    "任": "ren", "华": "hua", "盖": "ge", "洗": "xian", "冼": "xian", "朴": "piao", "繁": "po",
    "种": "chong", "重": "chong", "尹": "yin", "葛": "ge", "乐": "yue", "员": "yun", "贠": "yun",
    "翟": "zhai", "黑": "he", "秘": "bi", "折": "she", "缪": "miao", "宓": "mi", "晁": "chao",
    "柏": "bai", "卜": "bu", "隗": "wei", "召": "shao", "那": "na", "祭": "zhai", "尉": "wei",
    "能": "nai", "乜": "nie", "逄": "pang", "芮": "rui", "燕": "yan", "应": "ying", "都": "du",
    "车": "che", "邸": "di", "郗": "xi", "眭": "sui", "幺": "yao", "哈": "ha", "纪": "ji",
    "宁": "ning", "娄": "lou", "藏": "zang", "阚": "kan", "佴": "nai", "曲": "qu", "称": "chen",
    "长": "chang", "行": "xing", "沈": "shen", "么": "yao", "句": "gou", "尉迟": "yu chi",
    "万俟": "mo qi", "澹台": "tan tai", "长孙": "zhang sun", "令狐": "ling hu", "亓官": "qi guan",
    "乐正": "yue zheng", "宰父": "zai fu", "鲜于": "xian yu", "独孤": "du gu", "拓跋": "tuo ba",
    "钟离": "zhong li", "呼延": "hu yan", "皇甫": "huang fu",
}  # fmt: skip
INVISIBLE = {"Cc", "Cf"}
COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")


def cn_day(day: date) -> str:
    """returns: 二〇二六年十一月二十一日."""
    year = "".join(DIGITS[int(digit)] for digit in f"{day.year:04d}")
    return f"{year}年{_below_hundred(day.month)}月{_below_hundred(day.day)}日"


def plain_day(day: date) -> str:
    """returns: 2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def surname_of(name: str) -> str:
    """The first part of a Chinese name: one character, or two of a compound surname."""
    return name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """A sort key by pinyin, the surname read as a surname; equal readings fall back to the text."""
    surname = surname_of(name)
    read = SURNAME_READINGS.get(surname) or " ".join(_pinyin(surname))
    given = " ".join(_pinyin(name[len(surname) :]))
    return f"{read} {given} {name}".lower()


def mask_name(name: str) -> str:
    """A name as public pages show it: 张*, 张*三, 欧阳*, 古丽**·买买*."""
    return "·".join(_mask_part(part) for part in name.split("·"))


def mask_last4(last4: str | None) -> str:
    """A number as detail pages show it: only its last four characters."""
    return f"**************{last4}" if last4 else ""


def full_width_to_ascii(text: str) -> str:
    """Full-width letters, digits, signs and spaces as ASCII; Chinese punctuation of prose too."""
    return "".join(
        chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else character
        for character in text.replace("\u3000", " ")
    )


def clean(text: str) -> str:
    """NFC without control and zero-width characters, trimmed; line breaks stay."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()
    # NFC too would replace compatibility ideographs, so those pass untouched.
    parts = (
        part if COMPATIBILITY.fullmatch(part) else unicodedata.normalize("NFC", part)
        for part in COMPATIBILITY.split(_line_ends(text))
    )
    return "".join(
        c for c in "".join(parts) if c == "\n" or unicodedata.category(c) not in INVISIBLE
    ).strip()


def private_use(text: str) -> list[str]:
    """returns: characters of the private-use areas, each once, in order of appearance."""
    if text.isprintable():
        return []
    return list(dict.fromkeys(c for c in text if unicodedata.category(c) == "Co"))


def real_character(character: str) -> str:
    """The real character that an old GBK input method meant by a private-use one, or nothing."""
    place = ord(character) - 0xE815
    if not 0 <= place <= 0xE864 - 0xE815:
        return ""
    if character in _NOT_IN_GB18030_2000:
        return _NOT_IN_GB18030_2000[character]
    trail = 0x50 + place
    found = bytes([0xFE, trail + (trail >= 0x7F)]).decode("gb18030")
    return "" if private_use(found) else found


_NOT_IN_GB18030_2000 = {
    "\ue816": "𠂇", "\ue817": "𠂉", "\ue818": "𠃌", "\ue831": "𡗗", "\ue83b": "𢦏",
    "\ue855": "𤇾", "\ue81e": "龴", "\ue826": "龵", "\ue82b": "龶", "\ue82c": "龷",
    "\ue832": "龸", "\ue843": "龹", "\ue854": "龺", "\ue864": "龻",
}  # fmt: skip


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def _pinyin(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True) if text else []


def _mask_part(part: str) -> str:
    surname = surname_of(part)
    rest = len(part) - len(surname)
    if rest <= 1:
        return surname + "*" * rest if len(part) > 1 else part
    return surname + "*" * (rest - 1) + part[-1]
