"""Eligibility alternatives as data: one table per ruleset and level, each row citing its clause."""

from collections.abc import Mapping
from dataclasses import dataclass

from examsys.rules.clause import Clause, load
from examsys.rules.conditions import CertificateAsked, Diploma
from examsys.rules.credentials import EducationKind as E
from examsys.rules.credentials import EducationStatus, TitleRank

LRC, GEN = load("lrc-2019"), load("gen-2023")
STUDENT = (EducationStatus.FINAL_YEAR, EducationStatus.ENROLLED)
GRADUATED = (EducationStatus.GRADUATED,)
TECHNICAL = (E.TECHNICAL_SCHOOL, E.SENIOR_TECHNICAL_SCHOOL, E.TECHNICIAN_COLLEGE)
ADVANCED = (E.SENIOR_TECHNICAL_SCHOOL, E.TECHNICIAN_COLLEGE)
COLLEGE = (E.HIGHER_VOCATIONAL, E.JUNIOR_COLLEGE, E.BACHELOR, E.MASTER, E.DOCTOR)
RELATED = "本专业或相关专业"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to be eligible: all of its parts have to hold.

    years: cumulative work without a certificate or title it would count from.
    """

    name: str
    clause: Clause
    certificate: CertificateAsked | None = None
    title: TitleRank | None = None
    title_years: int = 0
    diplomas: tuple[Diploma, ...] = ()
    years: int = 0

    @property
    def papers(self) -> tuple[str, ...]:
        """What a candidate hands in for this alternative, keys of `conditions.PAPERS`."""
        wanted = {
            "certificate": self.certificate is not None,
            "title": self.title is not None,
            "diploma": bool(self.diplomas),
            "work": bool(
                self.years or self.title_years or (self.certificate and self.certificate.years)
            ),
        }
        return tuple(key for key, needed in wanted.items() if needed)


def _after(name: str, clause: Clause, *diplomas: Diploma) -> Alternative:
    """A certificate, the years after it as the clause fixes them, and perhaps a diploma."""
    asked = CertificateAsked(
        clause.values.get("level"),
        years=clause.values.get("years", 0),
        held=clause.values.get("held_years", 0),
    )
    return Alternative(name, clause, certificate=asked, diplomas=diplomas)


def _titled(name: str, clause: Clause, rank: TitleRank) -> Alternative:
    """A title and the years after it; with a certificate level, also the years after that."""
    if "level" not in clause.values:
        return Alternative(name, clause, title=rank, title_years=clause.values["years"])
    asked = CertificateAsked(clause.values["level"], years=clause.values["years"])
    years = clause.values["title_years"]
    return Alternative(name, clause, certificate=asked, title=rank, title_years=years)


def _worked(name: str, clause: Clause) -> Alternative:
    return Alternative(name, clause, years=clause.values["years"])


def _schooled(name: str, clause: Clause, *diplomas: Diploma) -> Alternative:
    return Alternative(name, clause, diplomas=diplomas)


_TECHNICIAN = Diploma("高级技工学校、技师学院毕业", ADVANCED, GRADUATED, related_major=False)

LRC_2019: Mapping[int, tuple[Alternative, ...]] = {
    4: (
        _worked("L4-1", LRC["四级（1）"]),
        _schooled(
            "L4-2",
            LRC["四级（2）"],
            Diploma(f"技工学校{RELATED}毕业（含应届）", TECHNICAL),
            Diploma(
                f"经评估论证的中等及以上职业学校{RELATED}毕业（含应届）",
                (E.SECONDARY_VOCATIONAL, E.HIGHER_VOCATIONAL),
                evaluated=True,
            ),
        ),
        _schooled(
            "L4-3", LRC["四级（3）"], Diploma(f"高等院校{RELATED}在校学生", COLLEGE, STUDENT)
        ),
    ),
    3: (
        _after("L3-1", LRC["三级（1）"]),
        _after(
            "L3-2",
            LRC["三级（2）"],
            Diploma("高级技工学校、技师学院毕业（含应届）", ADVANCED, related_major=False),
            Diploma(
                f"经评估论证的高等职业学校{RELATED}毕业（含应届）",
                (E.HIGHER_VOCATIONAL,),
                evaluated=True,
            ),
        ),
        _after(
            "L3-3",
            LRC["三级（3）"],
            Diploma(f"大专{RELATED}毕业", (E.HIGHER_VOCATIONAL, E.JUNIOR_COLLEGE), GRADUATED),
        ),
        _after(
            "L3-4", LRC["三级（4）"], Diploma(f"大学本科{RELATED}毕业", (E.BACHELOR,), GRADUATED)
        ),
        _schooled(
            "L3-5",
            LRC["三级（5）"],
            Diploma(f"硕士及以上{RELATED}毕业（含应届）", (E.MASTER, E.DOCTOR)),
        ),
    ),
    2: (
        _after("L2-1", LRC["二级（1）"]),
        _after("L2-2", LRC["二级（2）"], _TECHNICIAN),
        _after("L2-3", LRC["二级（3）"]),
    ),
    1: (_after("L1-1", LRC["一级（1）"]),),
}

GEN_2023: Mapping[int, tuple[Alternative, ...]] = {
    4: (
        _worked("L4-1", GEN["四级（1）"]),
        _after("L4-2", GEN["四级（2）"]),
        _schooled(
            "L4-3",
            GEN["四级（3）"],
            Diploma(f"技工院校、中等及以上职业院校或高等学校{RELATED}毕业（含应届）", tuple(E)),
        ),
    ),
    3: (
        _worked("L3-1", GEN["三级（1）"]),
        _after("L3-2", GEN["三级（2）"]),
        _titled("L3-3", GEN["三级（3）"], TitleRank.JUNIOR),
        _schooled(
            "L3-4", GEN["三级（4）"], Diploma(f"高级工班及以上{RELATED}毕业（含应届）", ADVANCED)
        ),
        _after(
            "L3-5",
            GEN["三级（5）"],
            Diploma(f"高等职业学校或专科及以上{RELATED}毕业（含应届）", COLLEGE),
        ),
        _schooled(
            "L3-6",
            GEN["三级（6）"],
            Diploma(f"经评估论证的高等院校{RELATED}毕业（含应届）", COLLEGE, evaluated=True),
        ),
    ),
    2: (
        _after("L2-1", GEN["二级（1）"]),
        _titled("L2-2", GEN["二级（2）"], TitleRank.JUNIOR),
        _titled("L2-3", GEN["二级（3）"], TitleRank.INTERMEDIATE),
        _after("L2-4", GEN["二级（4）"], _TECHNICIAN),
        _after(
            "L2-5",
            GEN["二级（5）"],
            Diploma("技师学院在读", (E.TECHNICIAN_COLLEGE,), STUDENT, related_major=False),
        ),
    ),
    1: (
        _after("L1-1", GEN["一级（1）"]),
        _titled("L1-2", GEN["一级（2）"], TitleRank.INTERMEDIATE),
        _titled("L1-3", GEN["一级（3）"], TitleRank.ASSOCIATE_SENIOR),
    ),
}

RULESETS: Mapping[str, Mapping[int, tuple[Alternative, ...]]] = {
    "LRC-2019": LRC_2019,
    "GEN-2023": GEN_2023,
}
DEFAULT_RULESET = "LRC-2019"
