"""The 22 characters of a certificate number, there and back.

    position 1       category, Y employer or S social organisation
    positions 2-5    agency code, 0000 when first filed with a province
    positions 6-7    province, GB/T 2260
    positions 8-13   serial of the agency or site
    positions 14-15  year of issue
    position 16      level 5 to 1, or a letter for the 特级技师 kind
    positions 17-22  serial of the certificate, from 000001

There is no check digit. source: 人社鉴发〔2019〕2号, domain §9.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LENGTH = 22
CATEGORIES: Mapping[str, str] = MappingProxyType({"Y": "用人单位", "S": "社会培训评价组织"})
PROVINCES: Mapping[str, str] = MappingProxyType(
    {
        "11": "北京",
        "12": "天津",
        "13": "河北",
        "14": "山西",
        "15": "内蒙古",
        "21": "辽宁",
        "22": "吉林",
        "23": "黑龙江",
        "31": "上海",
        "32": "江苏",
        "33": "浙江",
        "34": "安徽",
        "35": "福建",
        "36": "江西",
        "37": "山东",
        "41": "河南",
        "42": "湖北",
        "43": "湖南",
        "44": "广东",
        "45": "广西",
        "46": "海南",
        "50": "重庆",
        "51": "四川",
        "52": "贵州",
        "53": "云南",
        "54": "西藏",
        "61": "陕西",
        "62": "甘肃",
        "63": "青海",
        "64": "宁夏",
        "65": "新疆",
        "66": "新疆生产建设兵团",
    }
)
LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "5": "五级/初级工",
        "4": "四级/中级工",
        "3": "三级/高级工",
        "2": "二级/技师",
        "1": "一级/高级技师",
    }
)
SPECIAL = "特级技师等（等级代码以字母表示）"
PREFIX = re.compile(r"[YS][0-9]{12}")


class BadNumber(ValueError):
    """Not a certificate number; `str(error)` says in Chinese why not."""


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """One number taken apart. `year` is two digits; `level` a digit, or a letter if `special`."""

    category: str
    agency: str
    province: str
    site: str
    year: str
    level: str
    serial: str

    @property
    def text(self) -> str:
        return f"{self.prefix}{self.year}{self.level}{self.serial}"

    @property
    def prefix(self) -> str:
        """The 13 characters given by the authority."""
        return f"{self.category}{self.agency}{self.province}{self.site}"

    @property
    def special(self) -> bool:
        return not self.level.isdigit()

    @property
    def filed_with(self) -> str:
        return "省级首次备案" if self.agency == "0000" else "人力资源社会保障部首次备案"

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.text,
            "category": self.category,
            "category_name": CATEGORIES[self.category],
            "agency": self.agency,
            "filed_with": self.filed_with,
            "province": self.province,
            "province_name": PROVINCES[self.province],
            "site": self.site,
            "year": self.year,
            "level": self.level if self.special else int(self.level),
            "level_name": LEVELS.get(self.level, SPECIAL),
            "special": self.special,
            "serial": int(self.serial),
        }


def decode(number: str) -> CertificateNumber:
    """Take a number apart; nothing is trimmed or repaired.

    raises: BadNumber.
    """
    _check_characters(number)
    parts = CertificateNumber(
        category=number[0],
        agency=number[1:5],
        province=number[5:7],
        site=number[7:13],
        year=number[13:15],
        level=number[15],
        serial=number[16:],
    )
    _check_parts(parts)
    return parts


def encode(*, prefix: str, year: int, level: int, serial: int) -> str:
    """Put a number together for an ordinary certificate of levels 5 to 1.

    prefix: the 13 characters given by the authority. year: four digits, 2000 to 2099.
    raises: BadNumber.
    """
    if not PREFIX.fullmatch(prefix):
        raise BadNumber(f"编号前缀应为 1 位大写字母 Y 或 S 加 12 位数字，现为“{prefix}”。")
    if not 2000 <= year <= 2099:
        raise BadNumber(f"核发年份应在 2000 至 2099 之间，现为 {year}。")
    if str(level) not in LEVELS:
        raise BadNumber(f"等级代码应为 5、4、3、2、1 之一，现为 {level}。")
    if not 1 <= serial <= 999_999:
        raise BadNumber(f"证书序列码应在 000001 至 999999 之间，现为 {serial}。")
    return decode(f"{prefix}{year % 100:02d}{level}{serial:06d}").text


def _check_characters(number: str) -> None:
    if number != number.strip():
        raise BadNumber("编号前后有空白，请去掉后再核对。")
    if not number.isascii():
        odd = next(character for character in number if not character.isascii())
        raise BadNumber(
            f"第 {number.index(odd) + 1} 位“{odd}”不是半角字符，编号只用半角大写字母和数字。"
        )
    if len(number) != LENGTH:
        raise BadNumber(f"编号共 {len(number)} 位，应为 {LENGTH} 位。")
    if number[0] not in CATEGORIES:
        raise BadNumber(f"第 1 位“{number[0]}”不是评价机构类别代码，应为大写字母 Y 或 S。")
    for position, character in enumerate(number[1:], start=2):
        if position != 16 and not character.isdigit():
            raise BadNumber(f"第 {position} 位“{character}”应为数字。")


def _check_parts(parts: CertificateNumber) -> None:
    if parts.province not in PROVINCES:
        raise BadNumber(f"第 6 至 7 位“{parts.province}”不是省级代码。")
    if parts.level not in LEVELS and not ("A" <= parts.level <= "Z"):
        raise BadNumber(f"第 16 位“{parts.level}”不是职业技能等级代码，应为 5、4、3、2、1。")
    if parts.serial == "000000":
        raise BadNumber("证书序列码为 000000，应自 000001 起。")
