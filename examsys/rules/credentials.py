"""What a person can show: certificates, titles, work, education, agreements, violations.

Rows of facts shared by personnel and candidates. None always means unknown, never no.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from examsys.rules.truth import Answer, all_of, among, any_of, by_day
from examsys.rules.worktime import Span


class CertificateKind(StrEnum):
    SKILL_LEVEL = "skill_level"
    QUALIFICATION = "qualification"
    PREPARATORY = "preparatory_technician"
    OTHER = "other"


class CertificateStatus(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"


class TitleRank(StrEnum):
    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    ASSOCIATE_SENIOR = "associate_senior"
    SENIOR = "senior"


class WorkKind(StrEnum):
    THIS = "this"
    RELATED = "related"
    OTHER = "other"


class EducationKind(StrEnum):
    TECHNICAL_SCHOOL = "technical_school"
    SENIOR_TECHNICAL_SCHOOL = "senior_technical_school"
    TECHNICIAN_COLLEGE = "technician_college"
    SECONDARY_VOCATIONAL = "secondary_vocational"
    HIGHER_VOCATIONAL = "higher_vocational"
    JUNIOR_COLLEGE = "junior_college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


class EducationStatus(StrEnum):
    GRADUATED = "graduated"
    FINAL_YEAR = "final_year"
    ENROLLED = "enrolled"


RANKS = tuple(TitleRank)  # lowest first
EVERY_LEVEL_WORD = {5: "五级", 4: "四级", 3: "三级", 2: "二级", 1: "一级"}
WORDS: dict[StrEnum, str] = {
    CertificateKind.SKILL_LEVEL: "职业技能等级证书",
    CertificateKind.QUALIFICATION: "职业资格证书",
    CertificateKind.PREPARATORY: "预备技师证书",
    CertificateKind.OTHER: "其他证书",
    CertificateStatus.VALID: "有效",
    CertificateStatus.REVOKED: "已撤销",
    TitleRank.JUNIOR: "初级职称",
    TitleRank.INTERMEDIATE: "中级职称",
    TitleRank.ASSOCIATE_SENIOR: "副高级职称",
    TitleRank.SENIOR: "正高级职称",
    WorkKind.THIS: "协调劳动关系相关工作",
    WorkKind.RELATED: "相关职业工作",
    WorkKind.OTHER: "其他工作",
    EducationKind.TECHNICAL_SCHOOL: "技工学校",
    EducationKind.SENIOR_TECHNICAL_SCHOOL: "高级技工学校",
    EducationKind.TECHNICIAN_COLLEGE: "技师学院",
    EducationKind.SECONDARY_VOCATIONAL: "中等职业学校",
    EducationKind.HIGHER_VOCATIONAL: "高等职业学校",
    EducationKind.JUNIOR_COLLEGE: "大学专科",
    EducationKind.BACHELOR: "大学本科",
    EducationKind.MASTER: "硕士研究生",
    EducationKind.DOCTOR: "博士研究生",
    EducationStatus.GRADUATED: "已毕业",
    EducationStatus.FINAL_YEAR: "应届毕业生",
    EducationStatus.ENROLLED: "在校学生",
}


@dataclass(frozen=True, slots=True)
class Equivalence:
    """A recorded decision whether something outside an open list belongs to it."""

    accepted: bool | None
    reason: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """equivalence: only asked of certificates of other occupations, by candidates' rules."""

    occupation: str | None
    kind: CertificateKind | None
    level: int | None
    issued_on: date | None
    status: CertificateStatus | None = CertificateStatus.VALID
    equivalence: Equivalence | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """major: of the title, not of a diploma. granted_on: the day it was obtained, not printed."""

    name: str | None
    rank: TitleRank | None
    major: str | None
    granted_on: date | None
    equivalence: Equivalence | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """until: first day no longer worked; None means still working on the day judged.

    since_latest, until_earliest: set where a paper names a month without a day; then `since`
    and `until` are the widest reading and these two the narrowest.
    """

    kind: WorkKind | None
    since: date | None
    until: date | None
    since_latest: date | None = None
    until_earliest: date | None = None


@dataclass(frozen=True, slots=True)
class Education:
    """on: the day of the diploma, or of the proof of enrolment for those still at school."""

    kind: EducationKind | None
    major: str | None
    relation: WorkKind | None
    evaluated: bool | None
    status: EducationStatus | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """until: the last day it is in force."""

    party: str | None
    signed_on: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Violation:
    on: date | None
    kind: str | None
    overturned: bool | None


def accepted(equivalence: Equivalence | None, *, on: date) -> Answer:
    """What was decided by the day judged; None while nobody has decided."""
    if equivalence is None or equivalence.on is None or equivalence.on > on:
        return None
    return equivalence.accepted


def listed(value: str | None, names: Iterable[str], equivalence: Answer) -> Answer:
    """Whether a name is on an open list: it stands there, or a decision puts it there."""
    if among(value, names) is True:
        return True
    return True if equivalence is True else None if value is None else equivalence


def certificate_counts(
    row: Certificate, *, occupation: Answer, level: int, on: date, kinds: Iterable[CertificateKind]
) -> Answer:
    """Whether a certificate shows `level` or a higher one on the day judged."""
    return all_of(
        (
            occupation,
            among(row.kind, kinds),
            None if row.level is None else row.level <= level,
            among(row.status, (CertificateStatus.VALID,)),
            by_day(row.issued_on, on),
        )
    )


def sure_spans(rows: Iterable[Work], kinds: Iterable[WorkKind], *, on: date) -> tuple[Span, ...]:
    """The days certainly worked in one of these kinds."""
    wanted = set(kinds)
    return _spans(
        (row.since_latest or row.since, row.until_earliest or row.until or on)
        for row in rows
        if row.kind in wanted
    )


def possible_spans(
    rows: Iterable[Work], kinds: Iterable[WorkKind], *, on: date
) -> tuple[Span, ...]:
    """The days that could turn out to be worked in one of these kinds."""
    wanted = {*kinds, None}
    return _spans((row.since or date.min, row.until or on) for row in rows if row.kind in wanted)


def _spans(pairs: Iterable[tuple[date | None, date]]) -> tuple[Span, ...]:
    return tuple(Span(since, until) for since, until in pairs if since and since < until)


def agreement_in_force(rows: Iterable[Agreement], *, party: str, on: date) -> Answer:
    """Whether one of the agreements is with `party` and in force on the day."""
    return any_of(
        all_of(
            (
                among(row.party, (party,)),
                by_day(row.signed_on, on),
                None if row.until is None else on <= row.until,
            )
        )
        for row in rows
    )
