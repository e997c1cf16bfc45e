"""The notice's sentence on applicants as a table written from its text, both sides of each."""

from datetime import date

import pytest

from examsys.rules.applying import Applicant, ApplicantFacts, Fact, Numbers, Place
from examsys.rules.filing import APPLICANT, BASE, LOCAL, asked_of
from examsys.rules.finding import Verdict
from examsys.rules.parameters import BY_KEY

ON = date(2026, 11, 21)
PASS, FAIL, ASK, NOT = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.NEEDS_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)
ALL_SCOPES = ("人力资源管理服务", "劳动法律服务", "劳动争议调解代理")
SHOWN = {"evidence": True}
BEGUN = {"answer": True, "since": date(2020, 1, 1)}

# applicant | what is filed | every scope | verdict. From the text of 一（一）, not from the code.
TABLE = [
    # 各类院校：需设有……等相关专业
    ("school", {}, False, ASK),
    ("school", {"majors": Fact(terms=("法学",), **SHOWN)}, False, PASS),
    ("school", {"majors": Fact(terms=("法学",))}, False, ASK),
    ("school", {"majors": Fact(terms=(), **SHOWN)}, False, FAIL),
    ("school", {"majors": Fact(others="公共管理", **SHOWN)}, False, ASK),
    ("school", {"majors": Fact(others="公共管理", accepted=True, **SHOWN)}, False, PASS),
    ("school", {"majors": Fact(others="公共管理", accepted=True)}, False, ASK),
    ("school", {"majors": Fact(others="临床医学", accepted=False, **SHOWN)}, False, FAIL),
    ("school", {"scope": Fact(terms=ALL_SCOPES, **SHOWN)}, False, ASK),
    # 企业等单位：经营范围需包含……等，任一项或全部
    ("company", {}, False, ASK),
    ("company", {"scope": Fact(terms=ALL_SCOPES[:1], **SHOWN)}, False, PASS),
    ("company", {"scope": Fact(terms=ALL_SCOPES[:1])}, False, ASK),
    ("company", {"scope": Fact(terms=("餐饮服务",), **SHOWN)}, False, FAIL),
    ("company", {"scope": Fact(terms=ALL_SCOPES[:2], **SHOWN)}, True, FAIL),
    ("company", {"scope": Fact(terms=ALL_SCOPES, **SHOWN)}, True, PASS),
    ("company", {"scope": Fact(terms=ALL_SCOPES)}, True, ASK),
    ("company", {"majors": Fact(terms=("法学",), **SHOWN)}, False, ASK),
    # 社会培训机构：需已开展……等相关职业培训或评价
    ("trainer", {}, False, ASK),
    ("trainer", {"training": Fact(terms=("社会工作",), **BEGUN, **SHOWN)}, False, PASS),
    ("trainer", {"training": Fact(terms=("社会工作",), **BEGUN)}, False, ASK),
    ("trainer", {"training": Fact(answer=True, terms=("社会工作",), **SHOWN)}, False, ASK),
    ("trainer", {"training": Fact(answer=False, **SHOWN)}, False, FAIL),
    (
        "trainer",
        {"training": Fact(answer=True, since=ON, terms=("社会工作",), **SHOWN)},
        False,
        PASS,
    ),
    (
        "trainer",
        {"training": Fact(answer=True, since=date(2026, 11, 22), terms=("社会工作",), **SHOWN)},
        False,
        FAIL,
    ),
    ("trainer", {"training": Fact(terms=(), others="茶艺", accepted=False, **BEGUN, **SHOWN)},
     False, FAIL),
    ("trainer", {"training": Fact(others="人事档案", **BEGUN, **SHOWN)}, False, ASK),
    # 已脱钩的行业学会或协会：研究背景，或从事相关工作
    ("association", {}, False, ASK),
    ("association", {"decoupled": Fact(True, True), "work": Fact(True, True)}, False, PASS),
    ("association", {"decoupled": Fact(True, True), "research": Fact(True, True)}, False, PASS),
    ("association", {"decoupled": Fact(True), "work": Fact(True, True)}, False, ASK),
    ("association", {"decoupled": Fact(False, True), "work": Fact(True, True)}, False, FAIL),
    ("association", {"decoupled": Fact(True, True)}, False, ASK),
    ("association", {"decoupled": Fact(True, True), "work": Fact(True)}, False, ASK),
    ("association", {"decoupled": Fact(True, True), "work": Fact(False)}, False, ASK),
    (
        "association",
        {"decoupled": Fact(True, True), "work": Fact(False), "research": Fact(False)},
        False,
        FAIL,
    ),
    (
        "association",
        {"decoupled": Fact(True, True), "work": Fact(False), "research": Fact(True, True)},
        False,
        PASS,
    ),
    (None, {"decoupled": Fact(True, True), "work": Fact(True, True)}, False, ASK),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "every", "verdict"), TABLE)
def test_the_notice_by_kind_of_applicant(kind, facts, every, verdict):
    known = None if kind is None else Applicant(kind)
    numbers = Numbers(every_scope=every)

    report = APPLICANT.examine(ApplicantFacts(ON, known, facts, numbers=numbers))

    assert report.verdict is verdict
    asked = [f for f in report.findings if f.verdict is ASK]
    assert all(f.evidence and f.required for f in asked)
    assert {f.cite for f in report.findings} == {"人社厅函〔2023〕141号 一（一）"}


def test_only_the_rules_of_the_kind_take_part():
    report = APPLICANT.examine(ApplicantFacts(ON, Applicant.COMPANY))

    taking = [f.rule for f in report.findings if f.verdict is not NOT]
    assert taking == ["applicant_kind", "company_scope"]
    assert asked_of(Applicant.ASSOCIATION) == ("decoupled", "research", "work")
    assert asked_of(None) == ()


def site(**over):
    values = {"own": True, "monitored": True, "evidence": True, **over}
    return Place("甲考点", 100, **values)


LEASE = {"own": False, "lease_from": date(2026, 1, 1)}
SITES = [
    (None, ASK, ASK),
    ((), ASK, ASK),
    ((site(),), PASS, PASS),
    ((site(evidence=False),), ASK, ASK),
    ((site(own=None),), ASK, PASS),
    ((site(monitored=None),), PASS, ASK),
    ((site(monitored=False),), PASS, FAIL),
    ((site(), site(monitored=False)), PASS, FAIL),
    ((site(**LEASE, lease_until=date(2026, 12, 31)),), PASS, PASS),
    ((site(**LEASE, lease_until=date(2026, 12, 30)),), FAIL, PASS),
    ((site(**LEASE),), ASK, PASS),
    ((site(own=False, lease_from=date(2025, 11, 21), lease_until=ON),), PASS, PASS),
    ((site(own=False, lease_from=date(2025, 11, 1), lease_until=date(2026, 11, 20)),), FAIL, PASS),
    ((site(own=False, lease_from=date(2026, 12, 1), lease_until=date(2028, 1, 1)),), FAIL, PASS),
]


@pytest.mark.parametrize(("sites", "tenure", "monitoring"), SITES)
def test_sites(sites, tenure, monitoring):
    report = BASE.examine(ApplicantFacts(ON, sites=sites))

    assert report.finding("base_sites").verdict is tenure
    assert report.finding("base_monitoring").verdict is monitoring


COUNTS = [
    (Numbers(), {}, NOT, NOT),
    (Numbers(6, 50_000, 10_000), {}, ASK, ASK),
    (Numbers(6, 50_000, 10_000), {"people": Fact(count=50_000, **SHOWN)}, ASK, PASS),
    (Numbers(6, 50_000, 10_000), {"people": Fact(count=50_000)}, ASK, ASK),
    (Numbers(6, 50_000, 10_000), {"people": Fact(count=49_999, **SHOWN)}, ASK, FAIL),
    (Numbers(6), {"years": Fact(True, True, since=date(2020, 11, 21))}, PASS, NOT),
    (Numbers(6), {"years": Fact(True, True, since=date(2020, 11, 22))}, FAIL, NOT),
    (Numbers(6), {"years": Fact(True, since=date(2020, 11, 21))}, ASK, NOT),
]


@pytest.mark.parametrize(("numbers", "facts", "years", "people"), COUNTS)
def test_years_and_people(numbers, facts, years, people):
    report = BASE.examine(ApplicantFacts(ON, facts=facts, numbers=numbers))

    assert report.finding("base_years").verdict is years
    assert report.finding("base_people").verdict is people


@pytest.mark.parametrize(
    ("fact", "verdict"),
    [(Fact(), ASK), (Fact(True), ASK), (Fact(True, True), PASS), (Fact(False, True), FAIL)],
)
def test_plain_base_conditions(fact, verdict):
    report = BASE.examine(ApplicantFacts(ON, facts={"credit": fact}))

    assert report.finding("base_credit").verdict is verdict


def test_base_conditions_say_that_they_are_to_be_confirmed_locally():
    assert all(clause.provisional for clause in LOCAL.values())
    for key, number in (("national_years", "（五）年数"), ("lease_months", "（十）场所")):
        assert BY_KEY[f"filing.{key}"].default == LOCAL[number].values[key]
        assert BY_KEY[f"filing.{key}"].provisional
    assert BY_KEY["filing.national_people"].default == 50_000
    assert BY_KEY["filing.national_occupation_people"].default == 10_000
    assert BY_KEY["filing.scope_reading"].default == "any"
