"""Codes of an agency: applicant kinds and category letters. Pure.

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
    """评价机构类别代码, given by the authority; the legal kind does not decide it."""

    SOCIAL = "S"
    EMPLOYER = "Y"


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


def prefix(category: str, agency_code: str, province_code: str, serial: str) -> str:
    """The first 13 characters of the certificates of one site."""
    return f"{category}{agency_code}{province_code}{serial}"
