"""Facts of an agency that files for 劳动关系协调师: what it said of itself, and what shows it.

source: 人社厅函〔2023〕141号 一（一）; the base conditions of ministry and provinces, restated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from examsys.rules.finding import Outcome, check, needs
from examsys.rules.truth import Answer
from examsys.rules.worktime import add_months


class Applicant(StrEnum):
    """Kinds of applicants the notice knows, by the values of an agency's legal kind."""

    SCHOOL = "school"
    COMPANY = "company"
    TRAINER = "trainer"
    ASSOCIATION = "association"


class Scope(StrEnum):
    """Where the agency means to assess: selects the base conditions and who receives the filing."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"


APPLICANT_WORDS: Mapping[Applicant, str] = {
    Applicant.SCHOOL: "各类院校",
    Applicant.COMPANY: "企业等单位",
    Applicant.TRAINER: "社会培训机构",
    Applicant.ASSOCIATION: "已脱钩的行业学会或协会",
}
SCOPE_WORDS: Mapping[Scope, str] = {
    Scope.NATIONAL: "全国范围（向人力资源社会保障部申报）",
    Scope.PROVINCIAL: "省内（向所在地省级人力资源社会保障部门申报）",
}
MINISTRY = "人力资源和社会保障部"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing asked of the applicant. None = not answered; evidence: a paper stands behind it.

    terms: which of the words the notice lists; others: what else is claimed under its “等”;
    accepted: whether others were recognised as the same sort.
    """

    answer: Answer = None
    evidence: bool = False
    terms: tuple[str, ...] | None = None
    others: str = ""
    accepted: Answer = None
    since: date | None = None
    count: int | None = None


UNASKED = Fact()


@dataclass(frozen=True, slots=True)
class Place:
    """A site as it is filed. own: the applicant's property; else leased from and until (last day).

    monitored: every room is watched by video.
    """

    name: str
    capacity: int | None = None
    own: Answer = None
    lease_from: date | None = None
    lease_until: date | None = None
    monitored: Answer = None
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """Local numbers, all of them parameters; 0 = nothing is asked."""

    years: int = 0
    people: int = 0
    occupation_people: int = 0
    lease_months: int = 12
    every_scope: bool = False


@dataclass(frozen=True, slots=True)
class ApplicantFacts:
    """What is known of an applicant on a day. facts: by the keys of `filing.ASKED`."""

    on: date
    kind: Applicant | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)
    sites: tuple[Place, ...] | None = None
    numbers: Numbers = Numbers()

    def of(self, key: str) -> Fact:
        return self.facts.get(key, UNASKED)


def plain(fact: Fact, *, asked: str, paper: str) -> Outcome:
    """A condition that holds or not: unanswered or unproved asks, denied fails."""
    if fact.answer is None:
        return needs(paper, message=f"尚未填报：{asked}。", required=asked)
    if not fact.answer:
        return check(False, f"填报为不具备：{asked}。", observed="不具备", required=asked)
    return _proved(fact.evidence, "具备", asked=asked, paper=paper)


def listed(fact: Fact, words: tuple[str, ...], *, every: bool, asked: str, paper: str) -> Outcome:
    """One or all of a list that ends in “等”: what is not listed counts once it is recognised."""
    if fact.terms is None and not fact.others:
        return needs(paper, message=f"尚未填报：{asked}。", required=asked)
    held = tuple(word for word in words if word in (fact.terms or ()))
    missing = tuple(word for word in words if word not in held)
    shown = "、".join((*held, *((fact.others,) if fact.others else ()))) or "无"
    if every and missing:
        message = f"未包含：{'、'.join(missing)}。"
        return check(False, message, observed=shown, required=asked)
    if held:
        return _proved(fact.evidence, shown, asked=asked, paper=paper)
    return _unlisted(fact, shown, asked=asked, paper=paper)


def _unlisted(fact: Fact, shown: str, *, asked: str, paper: str) -> Outcome:
    if not fact.others or fact.accepted is False:
        return check(False, f"不属于所列范围：{asked}。", observed=shown, required=asked)
    if fact.accepted is None:
        decision = "认定其属于“等”字范围的书面意见"
        message = f"“{fact.others}”不在所列名称之内，是否属于“等”字范围尚未认定。"
        return Outcome(needs(decision, message=message).verdict, message, (decision,), shown, asked)
    return _proved(fact.evidence, shown, asked=asked, paper=paper)


def counted(fact: Fact, least: int, *, asked: str, paper: str, unit: str) -> Outcome:
    """A number that is reached or not."""
    if fact.count is None:
        return needs(paper, message=f"尚未填报：{asked}。", required=asked)
    shown = f"{fact.count} {unit}"
    if fact.count < least:
        message = f"填报 {shown}，少于要求。"
        return check(False, message, observed=shown, required=asked)
    return _proved(fact.evidence, shown, asked=asked, paper=paper)


def begun(fact: Fact, *, years: int, on: date, asked: str, paper: str) -> Outcome:
    """Something that began and has gone on for so many years; 0 = it has begun."""
    if fact.answer is False:
        return check(False, f"填报为尚未开展：{asked}。", observed="尚未开展", required=asked)
    if fact.answer is None or fact.since is None:
        return needs(paper, message=f"尚未填报开始日期：{asked}。", required=asked)
    shown = f"自 {fact.since} 起"
    if fact.since > on or add_months(fact.since, 12 * years) > on:
        late = "尚未开始" if fact.since > on else f"到 {on} 不满 {years} 年"
        return check(False, f"{shown}，{late}。", observed=shown, required=asked)
    return _proved(fact.evidence, shown, asked=asked, paper=paper)


def _proved(evidence: bool, shown: str, *, asked: str, paper: str) -> Outcome:
    if evidence:
        return check(True, f"已填报并附证明：{asked}。", observed=shown, required=asked)
    message = f"已填报“{shown}”，尚未附证明：{asked}。"
    return Outcome(needs(paper, message=message).verdict, message, (paper,), shown, asked)
