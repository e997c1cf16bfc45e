"""The words in which people choose facts, the same in the form and in the workbook."""

from enum import StrEnum

from examsys.candidates.intake import NONE
from examsys.rules.credentials import (
    EVERY_LEVEL_WORD,
    WORDS,
    CertificateKind,
    EducationKind,
    EducationStatus,
    TitleRank,
    WorkKind,
)

Pairs = tuple[tuple[str, str], ...]


def _pairs(enum: type[StrEnum], nothing: str = "") -> Pairs:
    pairs = tuple((word.value, WORDS[word]) for word in enum)
    return (*pairs, (NONE, nothing)) if nothing else pairs


CERTIFICATE_KINDS = _pairs(CertificateKind, "无证书")
TITLE_RANKS = _pairs(TitleRank, "无职称")
EDUCATION_KINDS = _pairs(EducationKind, "以上学历均无")
EDUCATION_STATUSES = _pairs(EducationStatus)
WORK_KINDS = _pairs(WorkKind, "无工作经历")
RELATIONS: Pairs = (
    (WorkKind.THIS.value, "本专业"),
    (WorkKind.RELATED.value, "相关专业"),
    (WorkKind.OTHER.value, "其他专业"),
)
LEVEL_WORDS: Pairs = tuple((str(level), word) for level, word in EVERY_LEVEL_WORD.items())
YES_NO: Pairs = (("yes", "是"), ("no", "否"))
DECISIONS: Pairs = (("yes", "认可为相关"), ("no", "不认可"))
OCCUPATIONS = (
    "劳动关系协调师",
    "劳动关系协调员",
    "企业人力资源管理师",
    "劳动保障协理员",
    "社会工作者",
)


def of(pairs: Pairs, value: object) -> str:
    """The word for a value; the value itself where there is none."""
    return dict(pairs).get(str(value), str(value))


def value_of(pairs: Pairs, word: object) -> str | None:
    """The value behind a word; None for an empty cell."""
    return next((value for value, shown in pairs if shown == word), None)
