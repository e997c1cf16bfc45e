"""The checklist of a filing: each condition and material with its verdict and who mends it.

source: 人社厅函〔2023〕141号 一、二.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from examsys.agency import queries as agency
from examsys.bank import queries as bank
from examsys.filing import queries, staff
from examsys.filing.facts import applicant_facts, fact_table
from examsys.filing.models import FilingCase
from examsys.filing.staff import Standing
from examsys.parameters import queries as parameters
from examsys.regimes import queries as regimes
from examsys.rules.applying import UNASKED, ApplicantFacts
from examsys.rules.book import Rule, Rulebook
from examsys.rules.filing import APPLICANT, BASE
from examsys.rules.filingpapers import MATERIALS, MaterialFacts
from examsys.rules.finding import Finding, Verdict
from examsys.rules.personnel import EXAMINER, ITEM_WRITER
from examsys.rules.states import LEVEL_SHORT, Component, ItemStatus, components_of, label

GROUPS = {
    "condition": "申报条件",
    "examiner": "考评人员",
    "item_writer": "命题专家",
    "regime": "管理制度",
    "material": "提交材料",
}
BOOKS: dict[str, Rulebook[Any]] = {"examiner": EXAMINER, "item_writer": ITEM_WRITER}
LEAST = {"examiner": "filing.min_examiners", "item_writer": "filing.min_item_writers"}
MATTERS = {
    "political_declaration": "拥护党的领导，政治素质",
    "ethics_declaration": "职业道德，社会责任感，工作态度",
    "professional_assessment": "专业素养",
    "qualification": "证书，或职称及其后年限",
}
Mend = tuple[str, str, dict[str, Any]]  # words, endpoint, arguments
WORST = (Verdict.FAIL, Verdict.NEEDS_EVIDENCE)
FACT_OF = {
    "school_majors": ("majors",),
    "company_scope": ("scope",),
    "trainer_record": ("training",),
    "association_decoupled": ("decoupled",),
    "association_work": ("research", "work"),
    "general_papers": ("general",),
    "other_papers": ("others",),
}
PLACES: dict[str, tuple[str, str]] = {
    "applicant_kind": ("机构信息", "agency.show"),
    "base_sites": ("考点产权与监控", "filing.sites"),
    "base_monitoring": ("考点产权与监控", "filing.sites"),
    "internal_regimes": ("管理制度", "regimes.index"),
    "measures": ("管理制度", "regimes.index"),
    "samples": ("样题", "filing.samples"),
    "annex_2": ("人员名册", "personnel.index"),
    "bank_statement": ("试题", "bank.index"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist."""

    key: str
    group: str
    title: str
    verdict: Verdict
    cite: str
    message: str
    observed: str | None = None
    required: str | None = None
    evidence: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()
    provisional: bool = False
    owner: str = ""
    due_on: date | None = None

    @property
    def open(self) -> bool:
        return self.verdict in WORST


@dataclass(frozen=True, slots=True)
class Readiness:
    """A filing on a day."""

    on: date
    lines: tuple[Line, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict is verdict for line in self.lines)

    @property
    def passed(self) -> int:
        return self.count(Verdict.PASS)

    @property
    def open_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.open)

    @property
    def groups(self) -> list[tuple[str, str, list[Line]]]:
        return [
            (key, title, [line for line in self.lines if line.group == key])
            for key, title in GROUPS.items()
        ]


def readiness(case: FilingCase, *, on: date) -> Readiness:
    """Everything the notice asks of this filing, as it stands on a day."""
    papers = frozenset(paper.key for paper in queries.papers(case.id))
    known = queries.facts(case.id)
    levels = tuple(case.levels)
    people = {role: staff.standing(role, levels, on=on) for role in staff.ROLES}
    applicant = applicant_facts(
        agency.find_agency(),
        scope=case.scope,
        facts=known,
        proved=papers,
        sites=queries.sites(),
        on=on,
    )
    answers = fact_table(known, papers)
    material = replace(
        _materials(levels, people, on=on),
        general=answers.get("general", UNASKED),
        others=answers.get("others", UNASKED),
    )
    lines = [
        *_conditions(case, applicant),
        *_people(people, on=on),
        *_regimes(on),
        *_handed_in(case, material),
    ]
    duties = queries.duties(case.id)
    return Readiness(on, tuple(_with_duty(line, duties.get(line.key)) for line in lines))


def samples_of(levels: Sequence[int]) -> dict[tuple[int, Component], int]:
    """How many confirmed samples each filed level and component has."""
    cells = {(level, part): 0 for level in levels for part in components_of(level)}
    for row in bank.samples(confirmed=True):
        cell = (row.level, Component(row.component))
        if cell in cells:
            cells[cell] += 1
    return cells


def _materials(levels: tuple[int, ...], people: dict[str, Standing], *, on: date) -> MaterialFacts:
    stock = dict.fromkeys(levels, 0)
    for (level, _, status), number in bank.stock().items():
        if level in stock and status is ItemStatus.IN_USE:
            stock[level] += number
    least = {role: parameters.value(key, on=on) for role, key in LEAST.items()}
    return MaterialFacts(
        on=on,
        regimes=frozenset(regimes.all_in_force(on)),
        samples={
            f"{LEVEL_SHORT[level]}{label(part)}": number
            for (level, part), number in samples_of(levels).items()
        },
        least=parameters.value("filing.sample_items", on=on),
        stock={LEVEL_SHORT[level]: number for level, number in stock.items()},
        people={
            staff.title(role, level): (found.qualified(level), least[role])
            for role, found in people.items()
            for level in levels
        },
    )


def _conditions(case: FilingCase, facts: ApplicantFacts) -> Iterator[Line]:
    for finding in (*APPLICANT.examine(facts).findings, *BASE.examine(facts).findings):
        if finding.verdict is not Verdict.NOT_APPLICABLE:
            yield _line(case, "condition", finding)


def _handed_in(case: FilingCase, facts: MaterialFacts) -> Iterator[Line]:
    for finding in MATERIALS.examine(facts).findings:
        regime = finding.rule in ("internal_regimes", "measures")
        yield _line(case, "regime" if regime else "material", finding)


def _line(case: FilingCase, group: str, finding: Finding) -> Line:
    return Line(
        key=finding.rule,
        group=group,
        title=_title(finding),
        verdict=finding.verdict,
        cite=finding.cite,
        message=finding.message,
        observed=finding.observed,
        required=finding.required,
        evidence=finding.evidence,
        mends=_mends(case, finding.rule),
        provisional=finding.clause.provisional,
    )


def _title(finding: Finding) -> str:
    own = {
        "applicant_kind": "申报主体的性质",
        "school_majors": "院校：设有相关专业",
        "company_scope": "企业等单位：经营范围",
        "trainer_record": "社会培训机构：已开展相关培训或评价",
        "association_decoupled": "行业学会或协会：已脱钩",
        "association_work": "行业学会或协会：研究背景或相关工作",
    }
    return own.get(finding.rule, finding.clause.title)


def _mends(case: FilingCase, rule: str) -> tuple[Mend, ...]:
    if rule in PLACES:
        words, endpoint = PLACES[rule]
        return ((words, endpoint, {}),)
    keys = FACT_OF.get(rule, (rule.removeprefix("base_"),))
    labels = ("填报",) if len(keys) == 1 else ("填报研究背景", "填报相关工作")
    return tuple(
        (labels[place], "filing.fact", {"case_id": case.id, "key": key})
        for place, key in enumerate(keys)
    )


def _people(people: dict[str, Standing], *, on: date) -> Iterator[Line]:
    for role, found in people.items():
        mends = (("人员名册", "personnel.index", {"role": role}),)
        for rule in BOOKS[role].rules:
            names = found.by_rule(rule.name)
            verdict, message = _said(names, found)
            cite = f"{rule.clause.source} {'、'.join(one.number for one in rule.clauses)}"
            title = f"{staff.ROLES[role]}：{_matter(rule)}"
            yield Line(f"{role}:{rule.name}", role, title, verdict, cite, message, mends=mends)
        least = parameters.value(LEAST[role], on=on)
        for level in found.levels:
            yield _headcount(role, level, found.qualified(level), least, mends)


def _matter(rule: Rule[Any]) -> str:
    """What one rule is about; three of them rest on one clause."""
    own = MATTERS.get(rule.name.partition(".")[2])
    return own or rule.clause.title.partition("：")[2]


def _said(names: Any, found: Standing) -> tuple[Verdict, str]:
    if not found.judged:
        return Verdict.NEEDS_EVIDENCE, f"申报等级还没有在聘的{staff.ROLES[found.role]}。"
    words = {Verdict.FAIL: "不符合", Verdict.NEEDS_EVIDENCE: "待补证明"}
    for verdict in WORST:
        if names[verdict]:
            return verdict, f"{'、'.join(names[verdict])}{words[verdict]}。"
    if not names[Verdict.PASS]:
        return Verdict.NOT_APPLICABLE, "本项不参与判定。"
    return Verdict.PASS, f"在聘 {len(names[Verdict.PASS])} 人均符合。"


def _headcount(role: str, level: int, have: int, least: int, mends: tuple[Mend, ...]) -> Line:
    enough = have >= least
    return Line(
        key=f"{role}:count:{level}",
        group=role,
        title=f"{staff.title(role, level)}人数",
        verdict=Verdict.PASS if enough else Verdict.NEEDS_EVIDENCE,
        cite="",
        message=f"合格且在聘 {have} 人。",
        observed=f"{have} 人",
        required=f"不少于 {least} 人",
        evidence=() if enough else ("聘任符合条件的人员",),
        mends=mends,
        provisional=True,
    )


def _regimes(on: date) -> Iterator[Line]:
    for line in regimes.lines(on):
        regime, current = line.regime, line.current
        shown = f"第 {current.version_no} 版，自 {current.effective_from} 起" if current else "无"
        yield Line(
            key=f"regime:{regime.number}",
            group="regime",
            title=f"（{regime.ordinal}）{regime.name}",
            verdict=Verdict.PASS if current else Verdict.NEEDS_EVIDENCE,
            cite="",
            message=f"{shown}现行有效。" if current else "尚无现行版本。",
            observed=shown,
            required="经批准的现行版本，写明附件1要求的内容",
            evidence=() if current else ("制度文件",),
            mends=(("登记制度", "regimes.show", {"number": regime.number}),),
        )


def _with_duty(line: Line, duty: Any) -> Line:
    return line if duty is None else replace(line, owner=duty.owner, due_on=duty.due_on)
