"""Examiner and item-writer rules, one table each: what we know, and what must follow."""

from dataclasses import replace
from datetime import date

import pytest

from examsys.rules.credentials import (
    Agreement,
    Certificate,
    CertificateKind,
    CertificateStatus,
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

PASS, FAIL, NEEDS = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE
NOT = Verdict.NOT_APPLICABLE
DAY = date(2026, 3, 2)


def certificate(level=2, **over):
    row = Certificate("劳动关系协调师", CertificateKind.SKILL_LEVEL, level, date(2019, 5, 20))
    return replace(row, **over)


def title(rank=TitleRank.INTERMEDIATE, **over):
    return replace(Title("经济师", rank, "人力资源管理", date(2015, 3, 2)), **over)


def work(since=date(2015, 3, 2), until=None, kind=WorkKind.THIS):
    return Work(kind, since, until)


SENIOR = title(TitleRank.ASSOCIATE_SENIOR)
SOUND = ExaminerFacts(
    on=DAY,
    level=3,
    certificates=(certificate(),),
    titles=(),
    work=(),
    political_declaration=True,
    ethics_declaration=True,
    professional_assessment=True,
    violations=(),
)
WRITER = ItemWriterFacts(
    on=DAY,
    level=3,
    certificates=(certificate(),),
    titles=(),
    work=(),
    political_declaration=True,
    ethics_declaration=True,
    professional_assessment=True,
    violations=(),
    agreements=(Agreement("this_agency", date(2026, 1, 5), date(2028, 12, 31)),),
    expert_pools=(),
)
QUALIFIED = "examiner.qualification"
LAW = Equivalence(True, "与法学相近", date(2026, 1, 1))


def by_title(level, granted, *rows, **over):
    """A person without certificate, one title, and some work."""
    return {
        "level": level,
        "certificates": (),
        "titles": (title(granted_on=granted, **over),),
        "work": rows,
    }


EXAMINER_CASES = [
    # certificate: the level asked, both sides
    (QUALIFIED, {"level": 4, "certificates": (certificate(3),)}, PASS),
    (QUALIFIED, {"level": 3, "certificates": (certificate(3),)}, PASS),
    (QUALIFIED, {"level": 4, "certificates": (certificate(4),)}, FAIL),
    (QUALIFIED, {"level": 2, "certificates": (certificate(3),)}, FAIL),
    (QUALIFIED, {"level": 2, "certificates": (certificate(2),)}, PASS),
    (QUALIFIED, {"level": 1, "certificates": (certificate(2),)}, PASS),
    (QUALIFIED, {"level": 1, "certificates": (certificate(1),)}, PASS),
    # what counts as a certificate of the occupation
    (QUALIFIED, {"certificates": (certificate(occupation="助理劳动关系协调师"),)}, PASS),
    (QUALIFIED, {"certificates": (certificate(occupation="劳动关系协调员"),)}, PASS),
    (QUALIFIED, {"certificates": (certificate(occupation="高级劳动关系协调师"),)}, PASS),
    (QUALIFIED, {"certificates": (certificate(occupation="企业人力资源管理师"),)}, FAIL),
    (QUALIFIED, {"certificates": (certificate(kind=CertificateKind.QUALIFICATION),)}, PASS),
    (QUALIFIED, {"certificates": (certificate(kind=CertificateKind.OTHER),)}, FAIL),
    (QUALIFIED, {"certificates": (certificate(status=CertificateStatus.REVOKED),)}, FAIL),
    (QUALIFIED, {"certificates": (certificate(issued_on=DAY),)}, PASS),
    (QUALIFIED, {"certificates": (certificate(issued_on=date(2026, 3, 3)),)}, FAIL),
    # a gap in a row that could qualify asks; in one that could not, it does not
    (QUALIFIED, {"certificates": None}, NEEDS),
    (QUALIFIED, {"certificates": (certificate(level=None),)}, NEEDS),
    (QUALIFIED, {"certificates": (certificate(issued_on=None),)}, NEEDS),
    (QUALIFIED, {"certificates": (certificate(status=None),)}, NEEDS),
    (QUALIFIED, {"certificates": (certificate(occupation=None),)}, NEEDS),
    (QUALIFIED, {"certificates": (certificate(kind=None),)}, NEEDS),
    (QUALIFIED, {"certificates": (certificate(5, issued_on=None),)}, FAIL),
    (QUALIFIED, {"certificates": (certificate(issued_on=None), certificate())}, PASS),
    (QUALIFIED, {"certificates": None, "titles": (title(),), "work": (work(),)}, PASS),
    # title: 2 years for 四级 and 三级, 5 for 二级 and 一级, both sides of the day
    (QUALIFIED, by_title(4, date(2024, 3, 2), work()), PASS),
    (QUALIFIED, by_title(3, date(2024, 3, 3), work()), FAIL),
    (QUALIFIED, by_title(2, date(2021, 3, 2), work()), PASS),
    (QUALIFIED, by_title(1, date(2021, 3, 3), work()), FAIL),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(until=date(2017, 3, 2))), PASS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(until=date(2017, 3, 1))), FAIL),
    # a title too young is no, whatever else is unknown
    (QUALIFIED, {**by_title(3, date(2024, 3, 3)), "work": None}, FAIL),
    (QUALIFIED, {**by_title(3, date(2024, 3, 2)), "work": None}, NEEDS),
    (QUALIFIED, {**by_title(3, date(2024, 3, 3), rank=None, major=None), "work": None}, FAIL),
    (QUALIFIED, by_title(3, None, work()), NEEDS),
    (QUALIFIED, by_title(3, None), FAIL),
    (QUALIFIED, {"certificates": (), "titles": None}, NEEDS),
    (QUALIFIED, {"certificates": (), "titles": (), "work": None}, FAIL),
    (QUALIFIED, by_title(3, date(2026, 3, 3), work()), FAIL),
    # rank and major of the title
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(), rank=TitleRank.JUNIOR), FAIL),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(), rank=TitleRank.SENIOR), PASS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(), rank=None), NEEDS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(), major=None), NEEDS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(), major="会计学"), NEEDS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(), major="会计学", equivalence=LAW), PASS),
    (
        QUALIFIED,
        by_title(
            3, date(2015, 3, 2), work(), major="会计学", equivalence=replace(LAW, accepted=False)
        ),
        FAIL,
    ),
    (
        QUALIFIED,
        by_title(
            3,
            date(2015, 3, 2),
            work(),
            major="会计学",
            equivalence=replace(LAW, on=date(2026, 3, 3)),
        ),
        NEEDS,
    ),
    (
        QUALIFIED,
        by_title(3, date(2015, 3, 2), work(), equivalence=replace(LAW, accepted=False)),
        PASS,
    ),
    # work: 相关 alone needs a decision, 其他 never counts
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(kind=WorkKind.RELATED)), NEEDS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(kind=WorkKind.OTHER)), FAIL),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(kind=None)), NEEDS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(since=None)), NEEDS),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(since=None, until=date(2017, 3, 1))), FAIL),
    (QUALIFIED, by_title(3, date(2015, 3, 2), work(since=None, kind=WorkKind.OTHER)), FAIL),
    (
        QUALIFIED,
        by_title(
            3,
            date(2015, 3, 2),
            work(until=date(2016, 3, 2)),
            work(date(2020, 1, 1), date(2021, 1, 1), WorkKind.RELATED),
        ),
        NEEDS,
    ),
    (
        QUALIFIED,
        by_title(
            3,
            date(2015, 3, 2),
            work(until=date(2016, 3, 2)),
            work(date(2020, 1, 1), date(2020, 12, 30), WorkKind.RELATED),
        ),
        FAIL,
    ),
    (
        QUALIFIED,
        {
            "certificates": (),
            "titles": (title(granted_on=date(2025, 1, 1), rank=TitleRank.SENIOR), title()),
            "work": (work(),),
        },
        PASS,
    ),
    # the other sentences
    ("examiner.political_declaration", {"political_declaration": False}, FAIL),
    ("examiner.political_declaration", {"political_declaration": None}, NEEDS),
    ("examiner.political_declaration", {}, PASS),
    ("examiner.ethics_declaration", {"ethics_declaration": False}, FAIL),
    ("examiner.ethics_declaration", {"ethics_declaration": None}, NEEDS),
    ("examiner.ethics_declaration", {}, PASS),
    ("examiner.professional_assessment", {"professional_assessment": False}, FAIL),
    ("examiner.professional_assessment", {"professional_assessment": None}, NEEDS),
    ("examiner.professional_assessment", {}, PASS),
    ("examiner.violations", {}, PASS),
    ("examiner.violations", {"violations": None}, NEEDS),
    ("examiner.violations", {"violations": (Violation(DAY, "泄题", False),)}, FAIL),
    ("examiner.violations", {"violations": (Violation(None, "泄题", False),)}, FAIL),
    ("examiner.violations", {"violations": (Violation(DAY, "泄题", True),)}, PASS),
    ("examiner.violations", {"violations": (Violation(DAY, "泄题", None),)}, NEEDS),
    ("examiner.violations", {"violations": (Violation(date(2026, 3, 3), "泄题", False),)}, PASS),
]

WQ = "item_writer.qualification"
WA = "item_writer.agreement"


def senior(level, granted=date(2015, 3, 2), rank=TitleRank.SENIOR, rows=()):
    return {
        "level": level,
        "certificates": (),
        "titles": (title(rank, granted_on=granted),),
        "work": rows,
    }


WRITER_CASES = [
    (WQ, {"level": 4, "certificates": (certificate(2),)}, PASS),
    (WQ, {"level": 4, "certificates": (certificate(3),)}, FAIL),
    (WQ, {"level": 1, "certificates": (certificate(2),)}, PASS),
    (WQ, {"certificates": None}, NEEDS),
    # 四级 and 三级: a senior title, no years
    (WQ, senior(4), PASS),
    (WQ, senior(3, rank=TitleRank.ASSOCIATE_SENIOR), PASS),
    (WQ, senior(3, rank=TitleRank.INTERMEDIATE), FAIL),
    (WQ, senior(3, granted=DAY), PASS),
    (WQ, senior(3, granted=date(2026, 3, 3)), FAIL),
    (WQ, {**senior(3), "work": None}, PASS),
    (WQ, senior(3, granted=None), NEEDS),
    # 二级 and 一级: five years, related work counts as well
    (WQ, senior(2, granted=date(2021, 3, 2), rows=(work(kind=WorkKind.RELATED),)), PASS),
    (WQ, senior(1, granted=date(2021, 3, 3), rows=(work(),)), FAIL),
    (WQ, senior(1, granted=date(2021, 3, 3), rows=None), FAIL),
    (WQ, senior(2, rows=None), NEEDS),
    (WQ, senior(2, rows=(work(kind=WorkKind.OTHER),)), FAIL),
    (WA, {}, PASS),
    (WA, {"agreements": None}, NEEDS),
    (WA, {"agreements": ()}, FAIL),
    (WA, {"agreements": (Agreement("this_agency", DAY, DAY),)}, PASS),
    (WA, {"agreements": (Agreement("this_agency", date(2025, 1, 1), date(2026, 3, 1)),)}, FAIL),
    (WA, {"agreements": (Agreement("this_agency", date(2026, 3, 3), date(2027, 1, 1)),)}, FAIL),
    (WA, {"agreements": (Agreement("other", date(2025, 1, 1), date(2027, 1, 1)),)}, FAIL),
    (WA, {"agreements": (Agreement("this_agency", date(2025, 1, 1), None),)}, NEEDS),
    (WA, {"agreements": (Agreement("this_agency", None, date(2027, 1, 1)),)}, NEEDS),
    (WA, {"agreements": (Agreement("this_agency", None, date(2026, 1, 1)),)}, FAIL),
    ("item_writer.political_declaration", {"political_declaration": False}, FAIL),
    ("item_writer.political_declaration", {"political_declaration": None}, NEEDS),
    ("item_writer.political_declaration", {}, PASS),
    ("item_writer.ethics_declaration", {"ethics_declaration": False}, FAIL),
    ("item_writer.ethics_declaration", {"ethics_declaration": None}, NEEDS),
    ("item_writer.ethics_declaration", {}, PASS),
    ("item_writer.professional_assessment", {"professional_assessment": False}, FAIL),
    ("item_writer.professional_assessment", {"professional_assessment": None}, NEEDS),
    ("item_writer.professional_assessment", {}, PASS),
    ("item_writer.violations", {"violations": (Violation(DAY, "泄题", False),)}, FAIL),
    ("item_writer.violations", {"violations": None}, NEEDS),
    ("item_writer.violations", {}, PASS),
]


@pytest.mark.parametrize(("rule", "change", "expected"), EXAMINER_CASES, ids=str)
def test_examiner_rule(rule, change, expected):
    report = EXAMINER.examine(replace(SOUND, **change))

    assert report.finding(rule).verdict is expected
    assert report.verdict is expected


@pytest.mark.parametrize(("rule", "change", "expected"), WRITER_CASES, ids=str)
def test_item_writer_rule(rule, change, expected):
    report = ITEM_WRITER.examine(replace(WRITER, **change))

    assert report.finding(rule).verdict is expected
    assert report.verdict is expected


@pytest.mark.parametrize("pools", [None, (), ("国家协调劳动关系三方会议专家委员会",)])
def test_an_expert_pool_is_shown_and_never_counts(pools):
    report = ITEM_WRITER.examine(replace(WRITER, expert_pools=pools))

    assert report.finding("item_writer.expert_pools").verdict is NOT
    assert report.verdict is PASS


@pytest.mark.parametrize("book", [(EXAMINER, EXAMINER_CASES), (ITEM_WRITER, WRITER_CASES)])
def test_every_rule_has_a_case_for_every_verdict(book):
    rulebook, cases = book
    tested = {(rule, verdict) for rule, _, verdict in cases}
    counting = [r.name for r in rulebook.rules if r.name != "item_writer.expert_pools"]

    assert tested == {(name, verdict) for name in counting for verdict in (PASS, FAIL, NEEDS)}


def test_a_report_names_observed_before_required_and_the_unused_path():
    change = by_title(3, date(2015, 3, 2), work(until=date(2017, 2, 2)))
    change["certificates"] = (certificate(4),)

    report = EXAMINER.examine(replace(SOUND, **change)).as_json()

    assert report["verdict"] == "fail"
    assert report["path"] is None
    assert [(p["path"], p["verdict"], p["clause"]) for p in report["paths"]] == [
        ("certificate", "fail", "人社厅函〔2023〕141号 一（二）1（2）"),
        ("title", "fail", "人社厅函〔2023〕141号 一（二）1（3）"),
    ]
    assert report["paths"][1]["message"] == (
        "取得中级职称（经济师，人力资源管理，2015-03-02 取得）后累计从事协调劳动关系相关工作"
        " 1 年 11 个月，要求取得相关专业中级及以上职称后累计从事协调劳动关系相关工作满 2 年。"
    )
    finding = report["findings"][0]
    assert finding["clause"] == "人社厅函〔2023〕141号 一（二）1（2）、一（二）1（3）"
    assert [step["text"] for step in finding["trace"]] == [
        "劳动关系协调师四级职业技能等级证书（2019-05-20 发证）：不计入。",
        "自取得职称之日 2015-03-02 起计。",
        "2015-03-02 至 2017-02-01（含），703 天。",
        "合并后 1 段，共 703 天，折合 1 年 11 个月。",
    ]


def test_the_path_that_carries_is_named_and_its_clause_cited():
    carried = EXAMINER.examine(replace(SOUND, **by_title(3, date(2015, 3, 2), work())))

    assert carried.path == "title"
    assert carried.findings[0].cite == "人社厅函〔2023〕141号 一（二）1（3）"
    assert EXAMINER.examine(SOUND).path == "certificate"
    assert EXAMINER.examine(SOUND).as_json()["findings"][0]["evidence"] == []


def test_a_month_without_a_day_asks_only_when_it_would_decide():
    granted = date(2015, 3, 2)
    vague = Work(WorkKind.THIS, date(2015, 3, 2), date(2017, 4, 1), until_earliest=date(2017, 3, 1))
    clear = replace(vague, until_earliest=date(2017, 3, 2))
    short = replace(vague, until=date(2017, 3, 1), until_earliest=date(2017, 2, 1))

    def verdict(row):
        return EXAMINER.examine(replace(SOUND, **by_title(3, granted, row))).verdict

    assert [verdict(vague), verdict(clear), verdict(short)] == [NEEDS, PASS, FAIL]


def test_before_the_notice_nothing_passes():
    report = EXAMINER.examine(replace(SOUND, on=date(2023, 10, 25)))

    assert {finding.verdict for finding in report.findings} == {NOT}
    assert report.verdict is FAIL
    assert EXAMINER.examine(replace(SOUND, on=date(2023, 10, 26))).verdict is PASS


STRICTER = [
    (EXAMINER, SOUND, {"level": 1}, "level1_certificate"),
    (ITEM_WRITER, WRITER, {"level": 2}, "writers_need_title"),
    (
        EXAMINER,
        SOUND,
        {"certificates": (certificate(4),), "titles": (title(),), "work": (work(),)},
        "title_only_without_certificate",
    ),
]


@pytest.mark.parametrize(
    ("book", "facts", "change", "reading"), STRICTER, ids=lambda x: str(x)[:30]
)
def test_a_stricter_local_reading_turns_a_pass_into_a_fail(book, facts, change, reading):
    ours = replace(facts, **change)

    assert book.examine(ours).verdict is PASS
    assert book.examine(replace(ours, readings=Readings(**{reading: True}))).verdict is FAIL


def test_a_level_outside_the_four_is_refused():
    with pytest.raises(ValueError, match="level 5"):
        replace(SOUND, level=5)
