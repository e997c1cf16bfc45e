"""What would make somebody qualify, and when: the verdict turns on that day and not before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examsys.rules.credentials import (
    Agreement,
    Certificate,
    CertificateKind,
    Equivalence,
    Title,
    TitleRank,
    Violation,
    Work,
    WorkKind,
)
from examsys.rules.finding import Verdict
from examsys.rules.personnel import (
    EXAMINER,
    ITEM_WRITER,
    ExaminerFacts,
    ItemWriterFacts,
    Readings,
)
from examsys.rules.prospect import Prospect, examiner_prospect, item_writer_prospect

DAY = timedelta(days=1)
TODAY = date(2026, 3, 12)
SINCE = date(2022, 3, 1)
DECLARED = {
    "political_declaration": True,
    "ethics_declaration": True,
    "professional_assessment": True,
    "violations": (),
}
TITLE = Title("经济师", TitleRank.INTERMEDIATE, "人力资源管理", SINCE)
STAYS = Work(WorkKind.THIS, date(2020, 1, 1), None)
ASKED = "持有劳动关系协调师（员）二级及以上证书，或取得相关专业中级及以上职称后累计从事"


def examiner(**over) -> ExaminerFacts:
    given = {"on": TODAY, "level": 2, "certificates": (), "titles": (TITLE,), "work": (STAYS,)}
    return ExaminerFacts(**{**given, **DECLARED, **over})


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, Prospect(date(2027, 3, 1), True)),
        ({"level": 3}, Prospect(TODAY, True)),
        ({"work": (replace(STAYS, since=date(2022, 9, 1)),)}, Prospect(date(2027, 9, 1), True)),
        (
            {"work": (replace(STAYS, until=date(2026, 1, 1)),)},
            Prospect(None, False, (), (f"{ASKED}协调劳动关系相关工作满 5 年",)),
        ),
        (
            {"titles": ()},
            Prospect(None, False, (), (f"{ASKED}协调劳动关系相关工作满 5 年",)),
        ),
        (
            {"violations": (Violation(SINCE, "行政处罚", False),), "level": 3},
            Prospect(None, False, (), ("没有违法违纪、犯罪和不良行为纪录",)),
        ),
        (
            {"political_declaration": None, "level": 3},
            Prospect(None, False, ("本人签名的政治素质声明",)),
        ),
        (
            {"political_declaration": None},
            Prospect(date(2027, 3, 1), False, ("本人签名的政治素质声明",)),
        ),
        (
            {"titles": (replace(TITLE, major="会计", equivalence=Equivalence(
                True, "课程相近", date(2028, 1, 1))),)},
            Prospect(date(2028, 1, 1), True),
        ),
    ],
)  # fmt: skip
def test_what_would_make_an_examiner_qualify(over, expected):
    assert examiner_prospect(examiner(**over)) == expected


def test_an_agreement_that_begins_later_lets_an_item_writer_act_from_that_day():
    held = Certificate("劳动关系协调师", CertificateKind.SKILL_LEVEL, 2, SINCE)
    facts = ItemWriterFacts(
        on=TODAY,
        level=2,
        certificates=(held,),
        agreements=(Agreement("this_agency", date(2026, 4, 1), date(2029, 3, 31)),),
        **DECLARED,
    )

    assert item_writer_prospect(facts) == Prospect(date(2026, 4, 1), True)


DAYS = st.dates(date(2016, 1, 1), date(2029, 12, 31))
UNKNOWN = st.none()
CERTIFICATES = st.builds(
    Certificate,
    st.sampled_from(["劳动关系协调师", "企业人力资源管理师"]),
    st.just(CertificateKind.SKILL_LEVEL),
    st.integers(1, 5),
    DAYS | UNKNOWN,
)
TITLES = st.builds(
    Title,
    st.just("经济师"),
    st.sampled_from(TitleRank),
    st.sampled_from(["人力资源管理", "会计"]),
    DAYS | UNKNOWN,
    st.none() | st.builds(Equivalence, st.booleans(), st.just("理由"), DAYS),
)
WORK = st.builds(
    lambda kind, since, days: Work(
        kind, since, None if days is None else since + timedelta(days=days)
    ),
    st.sampled_from(WorkKind) | UNKNOWN,
    DAYS,
    st.integers(1, 2500) | UNKNOWN,
)


def listed(rows):
    return st.none() | st.lists(rows, max_size=3).map(tuple)


FACTS = st.fixed_dictionaries(
    {
        "on": DAYS,
        "level": st.integers(1, 4),
        "certificates": listed(CERTIFICATES),
        "titles": listed(TITLES),
        "work": listed(WORK),
        "political_declaration": st.sampled_from([True, True, True, None, False]),
        "ethics_declaration": st.just(True),
        "professional_assessment": st.just(True),
        "violations": st.just(()),
    }
)
AGREEMENTS = st.builds(
    lambda since, days: (Agreement("this_agency", since, since + timedelta(days=days)),),
    DAYS,
    st.integers(0, 4000),
)
READINGS = st.builds(Readings, st.booleans(), st.booleans(), st.just(False))


@settings(max_examples=400, deadline=None)
@given(FACTS, AGREEMENTS, READINGS, st.booleans())
def test_the_verdict_turns_on_that_day_and_not_the_day_before(values, agreements, local, writer):
    if writer:
        facts = ItemWriterFacts(**values, agreements=agreements, readings=local)
        book, found = ITEM_WRITER, item_writer_prospect(facts)
    else:
        facts = ExaminerFacts(**values, readings=local)
        book, found = EXAMINER, examiner_prospect(facts)
    assert book.verdict(facts) is book.examine(facts).verdict
    if found.since is None:
        return
    reached = Verdict.PASS if found.sure else Verdict.NEEDS_EVIDENCE
    assert book.verdict(replace(facts, on=found.since)) is reached
    if found.since > facts.on:
        before = book.verdict(replace(facts, on=found.since - DAY))
        assert before is (Verdict.FAIL if not found.sure else before)
        assert before is not Verdict.PASS


@settings(max_examples=200, deadline=None)
@given(FACTS, st.integers(1, 4000))
def test_who_has_no_day_does_not_pass_later_either(values, days):
    facts = ExaminerFacts(**values)
    if examiner_prospect(facts).since is None:
        later = replace(facts, on=facts.on + timedelta(days=days))
        assert EXAMINER.verdict(later) is not Verdict.PASS
