"""Eligibility: every alternative, both sides of each threshold, and what asks."""

from dataclasses import replace
from datetime import date

import pytest

from examsys.rules.credentials import (
    Certificate,
    CertificateKind,
    CertificateStatus,
    Education,
    EducationKind,
    EducationStatus,
    Equivalence,
    Title,
    TitleRank,
    Work,
    WorkKind,
)
from examsys.rules.eligibility import CANDIDATE, CandidateFacts, papers
from examsys.rules.finding import Verdict
from examsys.rules.rulesets import RULESETS

PASS, FAIL, NEEDS = "pass", "fail", "needs_evidence"
DAY = date(2026, 11, 21)
E, S, R = EducationKind, EducationStatus, TitleRank


def holds(level, issued=date(2010, 1, 1), occupation="劳动关系协调员", **over):
    row = Certificate(occupation, CertificateKind.SKILL_LEVEL, level, issued)
    return (replace(row, **over),)


def worked(since, until=None, kind=WorkKind.RELATED):
    return (Work(kind, since, until),)


def school(
    kind, status=S.GRADUATED, relation=WorkKind.RELATED, evaluated=None, on=date(2015, 7, 1)
):
    return (Education(kind, "法学", relation, evaluated, status, on),)


def titled(rank, granted=date(2010, 1, 1), major="人力资源管理"):
    return (Title("经济师", rank, major, granted),)


def since(years, late=0):
    """The first day of exactly N years of work before the day judged, or a day too late."""
    return date(DAY.year - years, DAY.month, DAY.day + late)


def judged(ruleset, level, **known):
    facts = {"certificates": (), "titles": (), "work": (), "education": (), **known}
    facts = CandidateFacts(on=DAY, level=level, ruleset=ruleset, **facts)
    return CANDIDATE[ruleset, level].examine(facts)


def after(level, years, late=0, **over):
    """A certificate old enough, and work that is or is not long enough."""
    return {"certificates": holds(level, **over), "work": worked(since(years, late))}


PREPARED = holds(None, kind=CertificateKind.PREPARATORY)
CASES = [
    ("LRC-2019", 4, "L4-1", {"work": worked(since(4))}, PASS),
    ("LRC-2019", 4, "L4-1", {"work": worked(since(4, 1))}, FAIL),
    ("LRC-2019", 4, "L4-1", {"work": worked(since(9), kind=WorkKind.OTHER)}, FAIL),
    ("LRC-2019", 4, "L4-1", {"work": None}, NEEDS),
    ("LRC-2019", 4, "L4-1", {"work": worked(None)}, NEEDS),
    ("LRC-2019", 4, "L4-2", {"education": school(E.TECHNICAL_SCHOOL)}, PASS),
    ("LRC-2019", 4, "L4-2", {"education": school(E.TECHNICAL_SCHOOL, S.FINAL_YEAR, on=None)}, PASS),
    ("LRC-2019", 4, "L4-2", {"education": school(E.TECHNICAL_SCHOOL, S.ENROLLED)}, FAIL),
    ("LRC-2019", 4, "L4-2", {"education": school(E.TECHNICAL_SCHOOL, relation=None)}, NEEDS),
    (
        "LRC-2019",
        4,
        "L4-2",
        {"education": school(E.TECHNICAL_SCHOOL, relation=WorkKind.OTHER)},
        FAIL,
    ),
    ("LRC-2019", 4, "L4-2", {"education": school(E.SECONDARY_VOCATIONAL, evaluated=True)}, PASS),
    ("LRC-2019", 4, "L4-2", {"education": school(E.SECONDARY_VOCATIONAL, evaluated=False)}, FAIL),
    ("LRC-2019", 4, "L4-2", {"education": school(E.SECONDARY_VOCATIONAL)}, NEEDS),
    ("LRC-2019", 4, "L4-2", {"education": school(E.TECHNICAL_SCHOOL, on=None)}, NEEDS),
    ("LRC-2019", 4, "L4-2", {"education": school(E.TECHNICAL_SCHOOL, on=date(2026, 11, 22))}, FAIL),
    ("LRC-2019", 4, "L4-2", {"education": None}, NEEDS),
    ("LRC-2019", 4, "L4-3", {"education": school(E.BACHELOR, S.ENROLLED)}, PASS),
    ("LRC-2019", 4, "L4-3", {"education": school(E.BACHELOR)}, FAIL),
    ("LRC-2019", 4, "L4-3", {"education": school(E.BACHELOR, None)}, NEEDS),
    ("LRC-2019", 3, "L3-1", after(4, 5), PASS),
    ("LRC-2019", 3, "L3-1", after(4, 5, 1), FAIL),
    ("LRC-2019", 3, "L3-1", after(5, 5), FAIL),
    ("LRC-2019", 3, "L3-1", after(4, 5, occupation="企业人力资源管理师"), PASS),
    ("LRC-2019", 3, "L3-1", after(4, 5, occupation="电工"), NEEDS),
    (
        "LRC-2019",
        3,
        "L3-1",
        after(4, 5, occupation="电工", equivalence=Equivalence(False, "无关", DAY)),
        FAIL,
    ),
    ("LRC-2019", 3, "L3-1", after(4, 5, status=CertificateStatus.REVOKED), FAIL),
    ("LRC-2019", 3, "L3-1", after(4, 5, kind=CertificateKind.OTHER), FAIL),
    ("LRC-2019", 3, "L3-1", {**after(4, 9), "certificates": holds(4, since(5))}, PASS),
    ("LRC-2019", 3, "L3-1", {**after(4, 9), "certificates": holds(4, since(5, 1))}, FAIL),
    ("LRC-2019", 3, "L3-1", {"certificates": holds(4, since(5, 1)), "work": None}, FAIL),
    ("LRC-2019", 3, "L3-1", {"certificates": holds(4), "work": None}, NEEDS),
    ("LRC-2019", 3, "L3-1", {"certificates": None}, NEEDS),
    (
        "LRC-2019",
        3,
        "L3-2",
        {"certificates": holds(4), "education": school(E.TECHNICIAN_COLLEGE, relation=None)},
        PASS,
    ),
    ("LRC-2019", 3, "L3-2", {"education": school(E.TECHNICIAN_COLLEGE)}, FAIL),
    (
        "LRC-2019",
        3,
        "L3-2",
        {"certificates": holds(4), "education": school(E.HIGHER_VOCATIONAL)},
        NEEDS,
    ),
    ("LRC-2019", 3, "L3-3", {**after(4, 2), "education": school(E.JUNIOR_COLLEGE)}, PASS),
    ("LRC-2019", 3, "L3-3", {**after(4, 2, 1), "education": school(E.JUNIOR_COLLEGE)}, FAIL),
    ("LRC-2019", 3, "L3-3", {**after(4, 2), "education": None}, NEEDS),
    ("LRC-2019", 3, "L3-4", {**after(4, 1), "education": school(E.BACHELOR)}, PASS),
    ("LRC-2019", 3, "L3-4", {**after(4, 1, 1), "education": school(E.BACHELOR)}, FAIL),
    ("LRC-2019", 3, "L3-4", {**after(4, 1), "education": school(E.BACHELOR, S.FINAL_YEAR)}, FAIL),
    ("LRC-2019", 3, "L3-4", {**after(4, 1), "education": school(E.BACHELOR, on=None)}, NEEDS),
    ("LRC-2019", 3, "L3-5", {"education": school(E.MASTER, S.FINAL_YEAR)}, PASS),
    ("LRC-2019", 3, "L3-5", {"education": school(E.BACHELOR)}, FAIL),
    ("LRC-2019", 3, "L3-5", {"education": school(None)}, NEEDS),
    ("LRC-2019", 2, "L2-1", after(3, 4), PASS),
    ("LRC-2019", 2, "L2-1", after(3, 4, 1), FAIL),
    ("LRC-2019", 2, "L2-1", after(None, 4), NEEDS),
    ("LRC-2019", 2, "L2-2", {**after(3, 3), "education": school(E.TECHNICIAN_COLLEGE)}, PASS),
    ("LRC-2019", 2, "L2-2", {**after(3, 3, 1), "education": school(E.TECHNICIAN_COLLEGE)}, FAIL),
    ("LRC-2019", 2, "L2-2", {**after(3, 3), "education": None}, NEEDS),
    ("LRC-2019", 2, "L2-3", {"certificates": PREPARED, "work": worked(since(2))}, PASS),
    ("LRC-2019", 2, "L2-3", {"certificates": PREPARED, "work": worked(since(2, 1))}, FAIL),
    ("LRC-2019", 2, "L2-3", {"certificates": PREPARED, "work": None}, NEEDS),
    ("LRC-2019", 1, "L1-1", after(2, 4), PASS),
    ("LRC-2019", 1, "L1-1", after(2, 4, 1), FAIL),
    ("LRC-2019", 1, "L1-1", {"certificates": holds(2), "work": None}, NEEDS),
    ("GEN-2023", 4, "L4-1", {"work": worked(since(5))}, PASS),
    ("GEN-2023", 4, "L4-1", {"work": worked(since(5, 1))}, FAIL),
    ("GEN-2023", 4, "L4-1", {"work": None}, NEEDS),
    ("GEN-2023", 4, "L4-2", after(5, 3), PASS),
    ("GEN-2023", 4, "L4-2", after(5, 3, 1), FAIL),
    ("GEN-2023", 4, "L4-2", {"certificates": None}, NEEDS),
    ("GEN-2023", 4, "L4-3", {"education": school(E.SECONDARY_VOCATIONAL, S.FINAL_YEAR)}, PASS),
    ("GEN-2023", 4, "L4-3", {"education": school(E.BACHELOR, S.ENROLLED)}, FAIL),
    ("GEN-2023", 4, "L4-3", {"education": None}, NEEDS),
    ("GEN-2023", 3, "L3-1", {"work": worked(since(10))}, PASS),
    ("GEN-2023", 3, "L3-1", {"work": worked(since(10, 1))}, FAIL),
    ("GEN-2023", 3, "L3-1", {"work": None}, NEEDS),
    ("GEN-2023", 3, "L3-2", after(4, 4), PASS),
    ("GEN-2023", 3, "L3-2", after(4, 4, 1), FAIL),
    ("GEN-2023", 3, "L3-2", {"certificates": None}, NEEDS),
    ("GEN-2023", 3, "L3-3", {"titles": titled(R.JUNIOR), "work": worked(since(1))}, PASS),
    ("GEN-2023", 3, "L3-3", {"titles": titled(R.JUNIOR), "work": worked(since(1, 1))}, FAIL),
    (
        "GEN-2023",
        3,
        "L3-3",
        {"titles": titled(R.JUNIOR, major="会计学"), "work": worked(since(1))},
        NEEDS,
    ),
    ("GEN-2023", 3, "L3-4", {"education": school(E.SENIOR_TECHNICAL_SCHOOL)}, PASS),
    ("GEN-2023", 3, "L3-4", {"education": school(E.TECHNICAL_SCHOOL)}, FAIL),
    ("GEN-2023", 3, "L3-4", {"education": None}, NEEDS),
    ("GEN-2023", 3, "L3-5", {"certificates": holds(4), "education": school(E.BACHELOR)}, PASS),
    ("GEN-2023", 3, "L3-5", {"certificates": holds(5), "education": school(E.BACHELOR)}, FAIL),
    ("GEN-2023", 3, "L3-5", {"certificates": None, "education": school(E.BACHELOR)}, NEEDS),
    ("GEN-2023", 3, "L3-6", {"education": school(E.BACHELOR, evaluated=True)}, PASS),
    ("GEN-2023", 3, "L3-6", {"education": school(E.BACHELOR, evaluated=False)}, FAIL),
    ("GEN-2023", 3, "L3-6", {"education": school(E.BACHELOR)}, NEEDS),
    ("GEN-2023", 2, "L2-1", after(3, 5), PASS),
    ("GEN-2023", 2, "L2-1", after(3, 5, 1), FAIL),
    ("GEN-2023", 2, "L2-1", {"certificates": None}, NEEDS),
    ("GEN-2023", 2, "L2-2", {**after(3, 5), "titles": titled(R.JUNIOR, since(5))}, PASS),
    ("GEN-2023", 2, "L2-2", {**after(3, 9), "titles": titled(R.JUNIOR, since(5, 1))}, FAIL),
    ("GEN-2023", 2, "L2-2", {**after(3, 5), "titles": None}, NEEDS),
    (
        "GEN-2023",
        2,
        "L2-2",
        {
            "certificates": holds(3, since(1, 1)),
            "work": worked(since(9)),
            "titles": titled(R.JUNIOR),
        },
        FAIL,
    ),
    ("GEN-2023", 2, "L2-3", {"titles": titled(R.INTERMEDIATE), "work": worked(since(1))}, PASS),
    ("GEN-2023", 2, "L2-3", {"titles": titled(R.JUNIOR), "work": worked(since(9))}, FAIL),
    ("GEN-2023", 2, "L2-3", {"titles": titled(None), "work": worked(since(9))}, NEEDS),
    ("GEN-2023", 2, "L2-4", {**after(3, 2), "education": school(E.TECHNICIAN_COLLEGE)}, PASS),
    ("GEN-2023", 2, "L2-4", {**after(3, 2, 1), "education": school(E.TECHNICIAN_COLLEGE)}, FAIL),
    ("GEN-2023", 2, "L2-4", {**after(3, 2), "education": None}, NEEDS),
    (
        "GEN-2023",
        2,
        "L2-5",
        {
            "certificates": holds(3, since(2)),
            "education": school(E.TECHNICIAN_COLLEGE, S.ENROLLED),
        },
        PASS,
    ),
    (
        "GEN-2023",
        2,
        "L2-5",
        {
            "certificates": holds(3, since(2, 1)),
            "education": school(E.TECHNICIAN_COLLEGE, S.ENROLLED),
        },
        FAIL,
    ),
    (
        "GEN-2023",
        2,
        "L2-5",
        {"certificates": holds(3, None), "education": school(E.TECHNICIAN_COLLEGE, S.ENROLLED)},
        NEEDS,
    ),
    ("GEN-2023", 1, "L1-1", after(2, 5), PASS),
    ("GEN-2023", 1, "L1-1", after(2, 5, 1), FAIL),
    ("GEN-2023", 1, "L1-1", {"certificates": None}, NEEDS),
    ("GEN-2023", 1, "L1-2", {**after(2, 5), "titles": titled(R.INTERMEDIATE, since(5))}, PASS),
    ("GEN-2023", 1, "L1-2", {**after(2, 5), "titles": titled(R.JUNIOR, since(5))}, FAIL),
    ("GEN-2023", 1, "L1-2", {**after(2, 5), "titles": None}, NEEDS),
    ("GEN-2023", 1, "L1-3", {"titles": titled(R.SENIOR), "work": worked(since(1))}, PASS),
    ("GEN-2023", 1, "L1-3", {"titles": titled(R.SENIOR), "work": worked(since(1, 1))}, FAIL),
    ("GEN-2023", 1, "L1-3", {"titles": titled(R.SENIOR), "work": None}, NEEDS),
]


@pytest.mark.parametrize(("ruleset", "level", "name", "known", "expected"), CASES, ids=str)
def test_one_alternative(ruleset, level, name, known, expected):
    paths = {path.path: path for path in judged(ruleset, level, **known).paths}

    assert paths[name].verdict.value == expected
    assert bool(paths[name].evidence) is (expected == NEEDS)


def test_every_alternative_has_a_case_for_every_verdict():
    tested = {(ruleset, name, verdict) for ruleset, _, name, _, verdict in CASES}

    assert tested == {
        (ruleset, alternative.name, verdict)
        for ruleset, levels in RULESETS.items()
        for alternatives in levels.values()
        for alternative in alternatives
        for verdict in (PASS, FAIL, NEEDS)
    }


def test_eligibility_is_one_finding_that_names_the_alternative_met_and_its_years():
    report = judged("LRC-2019", 3, **after(4, 5))

    assert report.path == "L3-1"
    assert [finding.rule for finding in report.findings] == [
        "candidate.eligibility",
        "candidate.age",
    ]
    assert report.findings[0].cite == "LRC-2019 三级（1）"
    assert [step["text"] for step in report.findings[0].trace] == [
        "自发证之日 2010-01-01 起计，要求满 5 年。",
        "2021-11-21 至 2026-11-20（含），1826 天。",
        "合并后 1 段，共 1826 天，折合 5 年。",
    ]


def test_one_open_alternative_asks_and_none_fails():
    asks = judged("LRC-2019", 4, education=school(E.SECONDARY_VOCATIONAL))

    assert asks.verdict is Verdict.NEEDS_EVIDENCE
    assert asks.findings[0].evidence == ("毕业证书或学信网学历记录；在校学生为学籍证明",)
    assert judged("LRC-2019", 4).verdict is Verdict.FAIL
    assert judged("LRC-2019", 4).findings[0].cite == "LRC-2019 四级（1）、四级（2）、四级（3）"


@pytest.mark.parametrize(
    ("birth_on", "observed"),
    [(date(2010, 11, 22), "未满 16 周岁"), (date(2010, 11, 21), "已满 16 周岁"), (None, "未知")],
)
def test_age_reminds_and_never_refuses(birth_on, observed):
    report = judged("LRC-2019", 4, work=worked(since(4)), birth_on=birth_on)

    assert report.verdict is Verdict.PASS
    assert report.finding("candidate.age").verdict is Verdict.NOT_APPLICABLE
    assert report.finding("candidate.age").observed == observed


def test_provisional_years_are_labelled_and_follow_the_agency():
    short = after(3, 3)

    assert "请按当地规定确认" in judged("LRC-2019", 2, **short).findings[0].message
    assert judged("LRC-2019", 2, **short).verdict is Verdict.FAIL
    assert judged("LRC-2019", 2, **short, years={"二级（1）": 3}).path == "L2-1"
    assert judged("LRC-2019", 3, **after(4, 4), years={"三级（1）": 4}).verdict is Verdict.FAIL


def test_the_papers_of_an_alternative_are_listed():
    assert papers("LRC-2019", 3, "L3-5") == (
        "居民身份证或居民居住证",
        "近期彩色白底一寸照片",
        "申报表和诚信承诺书",
        "毕业证书或学信网学历记录；在校学生为学籍证明",
    )
    assert len(papers("LRC-2019", 3, "L3-3")) == 6
    with pytest.raises(KeyError):
        papers("LRC-2019", 3, "L4-1")
