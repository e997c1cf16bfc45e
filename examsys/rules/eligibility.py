"""May this candidate sit for this level? Alternatives of one ruleset, one finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from examsys.rules.alternatives import either
from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import CONFIRM, Clause, load
from examsys.rules.conditions import (
    PAPERS,
    Part,
    certificate_part,
    diploma_part,
    title_part,
    work_part,
)
from examsys.rules.credentials import Certificate, Education, Title, Work
from examsys.rules.finding import Outcome, Path, note
from examsys.rules.rulesets import DEFAULT_RULESET, GEN, LRC, RULESETS, Alternative
from examsys.rules.truth import all_of, verdict
from examsys.rules.worktime import add_years

PRACTICE = load("practice")
TERMS = {
    "occupations": LRC["四级（1）"].terms["occupations"],
    "related": (*LRC["四级（1）"].terms["related"], *LRC["三级（1）"].terms["related"]),
}
YEARS_CONFIRMED_BY = {
    "二级（1）": "eligibility.lrc_l2_years",
    "二级（2）": "eligibility.lrc_l2_graduate_years",
    "二级（3）": "eligibility.lrc_l2_preparatory_years",
    "一级（1）": "eligibility.lrc_l1_years",
}  # which parameter of rules/parameters.toml settles which provisional clause of LRC-2019
ALWAYS = ("居民身份证或居民居住证", "近期彩色白底一寸照片", "申报表和诚信承诺书")


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFacts:
    """on: the day judged, usually the last day of registration.

    years: years the agency confirmed locally in place of provisional ones, by clause number.
    """

    on: date
    level: int
    ruleset: str = DEFAULT_RULESET
    certificates: tuple[Certificate, ...] | None = None
    titles: tuple[Title, ...] | None = None
    work: tuple[Work, ...] | None = None
    education: tuple[Education, ...] | None = None
    birth_on: date | None = None
    min_age: int = PRACTICE["报名（年龄）"].values["min_age"]
    years: Mapping[str, int] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.level not in RULESETS[self.ruleset]:
            raise ValueError(f"level {self.level} is not in {self.ruleset}")


def eligibility(x: CandidateFacts, _: Clause) -> Outcome:
    """Any one alternative of the level carries the candidate."""
    paths = (_path(x, alternative) for alternative in RULESETS[x.ruleset][x.level])
    return either(*paths)


def _path(x: CandidateFacts, alternative: Alternative) -> Path:
    parts = _parts(x, alternative)
    answer = all_of(part.answer for part in parts)
    message = "；".join(f"{part.observed}，要求{part.required}" for part in parts)
    confirm = f"（{CONFIRM}）" if alternative.clause.provisional else ""
    papers = dict.fromkeys(paper for part in parts for paper in part.evidence)
    return Path(
        path=alternative.name,
        verdict=verdict(answer),
        clause=alternative.clause,
        message=f"{message}{confirm}。",
        evidence=tuple(papers) if answer is None else (),
        observed="；".join(part.observed for part in parts),
        required="；".join(part.required for part in parts) + confirm,
        trace=_trace(alternative, parts),
    )


def _trace(alternative: Alternative, parts: tuple[Part, ...]) -> tuple[Mapping[str, object], ...]:
    return tuple({**step, "path": alternative.name} for part in parts for step in part.trace)


def _parts(x: CandidateFacts, alternative: Alternative) -> tuple[Part, ...]:
    parts: list[Part] = []
    if alternative.diplomas:
        parts.append(diploma_part(x.education, asked=alternative.diplomas, on=x.on))
    if alternative.title is not None:
        parts.append(
            title_part(
                x.titles,
                x.work,
                rank=alternative.title,
                years=alternative.title_years,
                clause=GEN["三级（3）"],
                on=x.on,
            )
        )
    if alternative.certificate is not None:
        years = _confirmed(x, alternative, alternative.certificate.years)
        asked = replace(alternative.certificate, years=years)
        parts.append(certificate_part(x.certificates, x.work, asked=asked, terms=TERMS, on=x.on))
    if alternative.years:
        years = _confirmed(x, alternative, alternative.years)
        parts.append(work_part(x.work, years=years, on=x.on))
    return tuple(parts)


def _confirmed(x: CandidateFacts, alternative: Alternative, years: int) -> int:
    if not alternative.clause.provisional:
        return years
    return x.years.get(alternative.clause.number, years)


def age(x: CandidateFacts, _: Clause) -> Outcome:
    """A reminder, never a refusal."""
    if x.birth_on is None:
        return note("出生日期未知，请核对年龄，不影响判定。", observed="未知")
    if add_years(x.birth_on, x.min_age) > x.on:
        message = f"出生于 {x.birth_on}，判定日未满 {x.min_age} 周岁，请核对，不影响判定。"
        return note(message, observed=f"未满 {x.min_age} 周岁")
    return note(f"判定日已满 {x.min_age} 周岁。", observed=f"已满 {x.min_age} 周岁")


def papers(ruleset: str, level: int, name: str) -> tuple[str, ...]:
    """What a candidate hands in for one alternative, in words.

    raises: KeyError.
    """
    for alternative in RULESETS[ruleset][level]:
        if alternative.name == name:
            return (*ALWAYS, *(PAPERS[key] for key in alternative.papers))
    raise KeyError(name)


def _book(ruleset: str, level: int) -> Rulebook[CandidateFacts]:
    first, *more = (alternative.clause for alternative in RULESETS[ruleset][level])
    return Rulebook(
        (
            Rule("candidate.eligibility", first, eligibility, also=tuple(more)),
            Rule("candidate.age", PRACTICE["报名（年龄）"], age),
        )
    )


CANDIDATE: Mapping[tuple[str, int], Rulebook[CandidateFacts]] = {
    (ruleset, level): _book(ruleset, level) for ruleset in RULESETS for level in RULESETS[ruleset]
}
