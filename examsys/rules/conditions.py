"""The parts an eligibility alternative is made of: certificate, title, diploma, years of work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from examsys.rules.clause import Clause
from examsys.rules.credentials import (
    EVERY_LEVEL_WORD,
    RANKS,
    WORDS,
    Certificate,
    CertificateKind,
    Education,
    EducationKind,
    EducationStatus,
    Title,
    TitleRank,
    Work,
    WorkKind,
    accepted,
    certificate_counts,
    listed,
)
from examsys.rules.finding import Step
from examsys.rules.qualification import COUNTED, ORDER, describe
from examsys.rules.service_years import Anchor, Service, service
from examsys.rules.truth import Answer, all_of, among, any_of, by_day
from examsys.rules.worktime import add_years

BOTH = (WorkKind.THIS, WorkKind.RELATED)
WORK_WORD = "本职业或相关职业工作"
PAPERS = {
    "certificate": "职业技能等级证书或职业资格证书扫描件（职业、等级、发证日期）",
    "title": "职称证书扫描件（级别、专业、取得日期）",
    "diploma": "毕业证书或学信网学历记录；在校学生为学籍证明",
    "work": "工作年限证明或承诺书（可附社会保险缴费记录）",
}


@dataclass(frozen=True, slots=True)
class Diploma:
    """A kind of school and how far the person got there."""

    text: str
    kinds: tuple[EducationKind, ...]
    statuses: tuple[EducationStatus, ...] = (EducationStatus.GRADUATED, EducationStatus.FINAL_YEAR)
    related_major: bool = True
    evaluated: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of an alternative found."""

    answer: Answer
    observed: str
    required: str
    evidence: tuple[str, ...] = ()
    trace: tuple[Step, ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class CertificateAsked:
    """level None: the certificate of 预备技师. years: work after it. held: years since it."""

    level: int | None
    years: int = 0
    held: int = 0

    @property
    def text(self) -> str:
        word = EVERY_LEVEL_WORD[self.level] if self.level else "预备技师"
        text = f"取得本职业或相关职业{word}证书"
        if self.held:
            text += f"满 {self.held} 年"
        return f"{text}后累计从事{WORK_WORD}满 {self.years} 年" if self.years else text


def work_part(work: Iterable[Work] | None, *, years: int, on: date) -> Part:
    """Years of work, whenever they were."""
    counted = _service(work, anchor=None, years=years, on=on)
    required = f"累计从事{WORK_WORD}满 {years} 年"
    return Part(
        counted.answer,
        _years_in_words(counted, unknown=work is None, after=""),
        required,
        (PAPERS["work"],) if counted.answer is None else (),
        counted.sure.trace(),
    )


def certificate_part(
    rows: tuple[Certificate, ...] | None,
    work: tuple[Work, ...] | None,
    *,
    asked: CertificateAsked,
    terms: Mapping[str, tuple[str, ...]],
    on: date,
) -> Part:
    """A certificate of this or a related occupation, and the years counted from its date."""
    if rows is None:
        return Part(None, "持证情况未知", asked.text, (PAPERS["certificate"],))
    known = [row for row in rows if row.issued_on is None or row.issued_on <= on]
    judged = [_certificate(row, work, asked=asked, terms=terms, on=on) for row in known]
    return _best(judged, none="未取得所要求的证书", required=asked.text)


def _certificate(
    row: Certificate,
    work: tuple[Work, ...] | None,
    *,
    asked: CertificateAsked,
    terms: Mapping[str, tuple[str, ...]],
    on: date,
) -> Part:
    decided = accepted(row.equivalence, on=on)
    occupation = listed(row.occupation, (*terms["occupations"], *terms["related"]), decided)
    kinds = COUNTED if asked.level else (CertificateKind.PREPARATORY,)
    level = asked.level or max(EVERY_LEVEL_WORD)
    ranked = row if asked.level else replace(row, level=level)  # 预备技师 has no level
    counts = certificate_counts(ranked, occupation=occupation, level=level, on=on, kinds=kinds)
    counted = _service(work, anchor=Anchor(row.issued_on), years=asked.years, on=on)
    old = None if row.issued_on is None else add_years(row.issued_on, asked.held) <= on
    answer = all_of((counts, counted.answer, old))
    papers = [PAPERS["certificate"]] if counts is None or old is None else []
    papers += [PAPERS["work"]] if counted.answer is None else []
    observed = f"持有{describe(row)}"
    if occupation is None and row.occupation:
        observed += "，该职业是否属于相关职业尚未认定"
    if asked.years:
        observed += f"，{_years_in_words(counted, unknown=work is None, after='其后')}"
    trace = _anchored(row.issued_on, "发证之日", counted, asked.years)
    return Part(answer, observed, asked.text, tuple(papers if answer is None else ()), trace)


def title_part(
    rows: tuple[Title, ...] | None,
    work: tuple[Work, ...] | None,
    *,
    rank: TitleRank,
    years: int,
    clause: Clause,
    on: date,
) -> Part:
    """A title that matches the occupation, and the years counted from it."""
    required = f"取得符合专业对应关系的{WORDS[rank]}后累计从事{WORK_WORD}满 {years} 年"
    if rows is None:
        return Part(None, "职称情况未知", required, (PAPERS["title"],))
    judged = [
        _title(row, work, rank=rank, years=years, clause=clause, on=on)
        for row in rows
        if row.granted_on is None or row.granted_on <= on
    ]
    return _best(judged, none="未取得职称", required=required)


def _title(
    row: Title,
    work: tuple[Work, ...] | None,
    *,
    rank: TitleRank,
    years: int,
    clause: Clause,
    on: date,
) -> Part:
    high_enough = among(row.rank, RANKS[RANKS.index(rank) :])
    major = listed(row.major, clause.terms["majors"], accepted(row.equivalence, on=on))
    granted = by_day(row.granted_on, on)
    counted = _service(work, anchor=Anchor(row.granted_on), years=years, on=on)
    answer = all_of((high_enough, major, granted, counted.answer))
    papers = [PAPERS["title"]] if None in (high_enough, major, granted) else []
    papers += [PAPERS["work"]] if counted.answer is None else []
    rank_word = WORDS[row.rank] if row.rank else "级别未知的职称"
    observed = f"取得{rank_word}（{row.major or '专业未知'}，{row.granted_on or '日期未知'}），"
    observed += _years_in_words(counted, unknown=work is None, after="其后")
    trace = _anchored(row.granted_on, "取得职称之日", counted, years)
    return Part(answer, observed, "", tuple(papers if answer is None else ()), trace)


def diploma_part(
    rows: tuple[Education, ...] | None, *, asked: tuple[Diploma, ...], on: date
) -> Part:
    """Any one of the schools asked for."""
    required = "，或".join(one.text for one in asked)
    if rows is None:
        return Part(None, "学历情况未知", required, (PAPERS["diploma"],))
    judged = [
        _diploma(row, one, on=on) for row in rows if row.on is None or row.on <= on for one in asked
    ]
    return _best(judged, none="没有学历记录", required=required)


def _diploma(row: Education, asked: Diploma, *, on: date) -> Part:
    parts: list[Answer] = [among(row.kind, asked.kinds), among(row.status, asked.statuses)]
    if asked.related_major:
        parts.append(among(row.relation, BOTH))
    if asked.evaluated:
        parts.append(row.evaluated)
    if row.status in (EducationStatus.GRADUATED, None):
        parts.append(by_day(row.on, on))
    answer = all_of(parts)
    words = [WORDS[row.kind] if row.kind else "学校种类未知", row.major or "专业未知"]
    words.append(WORDS[row.status] if row.status else "是否毕业未知")
    if asked.related_major and row.relation not in BOTH:
        words.append("非相关专业" if row.relation else "是否相关专业未知")
    if asked.evaluated and row.kind in asked.kinds and not row.evaluated:
        words.append("学校是否经评估论证未知" if row.evaluated is None else "学校未经评估论证")
    papers = (PAPERS["diploma"],) if answer is None else ()
    return Part(answer, f"学历为{'，'.join(words)}", asked.text, papers)


def _best(judged: list[Part], *, none: str, required: str) -> Part:
    """Any one row may carry the part; the row that comes nearest speaks for it."""
    best = max(judged, key=lambda part: ORDER[part.answer], default=None)
    if best is None:
        return Part(False, none, required)
    answer = any_of(part.answer for part in judged)
    return Part(answer, best.observed, required, best.evidence, best.trace)


def _service(
    work: Iterable[Work] | None, *, anchor: Anchor | None, years: int, on: date
) -> Service:
    return service(work, anchor=anchor, years=years, sure=BOTH, possible=BOTH, on=on)


def _years_in_words(counted: Service, *, unknown: bool, after: str) -> str:
    if unknown:
        return f"{after}从事{WORK_WORD}的经历未知"
    text = f"{after}累计从事{WORK_WORD} {counted.sure.text}"
    if counted.possible.days > counted.sure.days:
        text += f"（补齐材料后最多 {counted.possible.text}）"
    return text


def _anchored(day: date | None, word: str, counted: Service, years: int) -> tuple[Step, ...]:
    if day is None or not years:
        return ()
    start: Step = {
        "text": f"自{word} {day} 起计，要求满 {years} 年。",
        "anchor": day.isoformat(),
        "required_years": years,
    }
    return (start, *counted.sure.trace())
