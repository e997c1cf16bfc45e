"""Codes of an agency: applicant kinds, category letters, provinces, the certificate prefix. Pure.

source: domain §9.1 (number structure), §11.1 (applicant kinds).
"""

from collections.abc import Mapping
from enum import StrEnum


class AgencyKind(StrEnum):
    """Who applied, by legal kind. source: mohrss-2023-141."""

    SCHOOL = "school"
    COMPANY = "company"
    TRAINER = "trainer"
    ASSOCIATION = "association"


class Category(StrEnum):
    """评价机构类别代码, given by the authority."""

    EMPLOYER = "Y"
    SOCIAL = "S"


KIND_LABELS: Mapping[AgencyKind, str] = {
    AgencyKind.SCHOOL: "院校",
    AgencyKind.COMPANY: "企业",
    AgencyKind.TRAINER: "社会培训机构",
    AgencyKind.ASSOCIATION: "行业学会或协会",
}
CATEGORY_LABELS: Mapping[Category, str] = {
    Category.SOCIAL: "S 社会培训评价组织",
    Category.EMPLOYER: "Y 用人单位",
}
PROVINCES: Mapping[str, str] = {
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


def prefix(category: str, agency_code: str, province_code: str, serial: str) -> str:
    """The first 13 characters of the certificates of one site."""
    return f"{category}{agency_code}{province_code}{serial}"
