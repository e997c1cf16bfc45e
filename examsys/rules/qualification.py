"""The two paths of the notice, certificate and title, each true, false or unknown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from examsys.rules.alternatives import restrict
from examsys.rules.clause import Clause
from examsys.rules.credentials import (
    EVERY_LEVEL_WORD,
    RANKS,
    WORDS,
    Certificate,
    CertificateKind,
    CertificateStatus,
    Title,
    TitleRank,
    Work,
    WorkKind,
    accepted,
    certificate_counts,
    listed,
)
from examsys.rules.finding import Path, Step
from examsys.rules.service_years import Anchor, Service, service
from examsys.rules.truth import Answer, all_of, among, any_of, by_day, verdict
from examsys.rules.worktime import Tally

COUNTED = (CertificateKind.SKILL_LEVEL, CertificateKind.QUALIFICATION)
ORDER = {True: 2, None: 1, False: 0}
CERTIFICATE_PAPER = "职业技能等级证书或职业资格证书原件（职业、等级、发证日期、是否有效）"
TITLE_PAPER = "职称证书原件（级别、职称专业、取得日期）"
EQUIVALENCE_PAPER = "职称专业是否属于相关专业的认定决定（结论、理由、日期）"
WORK_PAPER = "工作经历证明（岗位、是否协调劳动关系相关工作、起止年月日）"


@dataclass(frozen=True, slots=True)
class Demand:
    """What the title path asks: a rank, a listed major, and years of work after the title."""

    clause: Clause
    rank: TitleRank
    rank_word: str
    years: int
    work_word: str
    sure: tuple[WorkKind, ...]  # work that counts by itself
    possible: tuple[WorkKind, ...]  # work that may count once somebody decides so

    @property
    def ranks(self) -> tuple[TitleRank, ...]:
        return RANKS[RANKS.index(self.rank) :]

    @property
    def text(self) -> str:
        title = f"相关专业{self.rank_word}"
        if not self.years:
            return f"取得{title}"
        return f"取得{title}后累计从事{self.work_word}满 {self.years} 年"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One path judged; its words are made when somebody reads them."""

    answer: Answer
    path: Callable[[], Path]

    def restricted(self, also: Answer, why: str) -> "Alternative":
        """This path under a stricter reading that needs something more."""
        return Alternative(
            all_of((self.answer, also)), lambda: restrict(self.path(), also=also, why=why)
        )


def certificate_path(
    rows: tuple[Certificate, ...] | None, *, level: int, clause: Clause, on: date
) -> Alternative:
    """Whether a certificate of the occupation reaches `level` on the day judged."""
    required = f"持有劳动关系协调师（员）{EVERY_LEVEL_WORD[level]}及以上证书"
    if rows is None:
        return Alternative(
            None,
            lambda: _path(
                "certificate", None, clause, "持证情况未知", required, (CERTIFICATE_PAPER,)
            ),
        )
    known = tuple(row for row in rows if row.issued_on is None or row.issued_on <= on)
    judged = [(_certificate(row, level=level, clause=clause, on=on), row) for row in known]
    answer = any_of(one for one, _ in judged)

    def words() -> Path:
        best = max(judged, key=lambda pair: ORDER[pair[0]], default=None)
        observed = f"持有{describe(best[1])}" if best else "未持有证书"
        trace = tuple(_certificate_step(one, row) for one, row in judged)
        evidence = () if answer is not None else (CERTIFICATE_PAPER,)
        return _path("certificate", answer, clause, observed, required, evidence, trace)

    return Alternative(answer, words)


def holds_any(rows: tuple[Certificate, ...] | None, *, clause: Clause, on: date) -> Answer:
    """Whether the person holds a certificate of the occupation at whatever level."""
    if rows is None:
        return None
    return any_of(_certificate(row, level=5, clause=clause, on=on) for row in rows)


def title_path(
    titles: tuple[Title, ...] | None, work: tuple[Work, ...] | None, *, demand: Demand, on: date
) -> Alternative:
    """Whether any one title carries the path; years count from that title."""
    if titles is None:
        papers = (TITLE_PAPER, WORK_PAPER) if demand.years else (TITLE_PAPER,)
        return Alternative(
            None, lambda: _path("title", None, demand.clause, "职称情况未知", demand.text, papers)
        )
    judged = [
        _judge_title(title, work, demand=demand, on=on)
        for title in titles
        if title.granted_on is None or title.granted_on <= on
    ]
    answer = any_of(one.answer for one in judged)
    return Alternative(answer, lambda: _best_title(judged, answer, work, demand))


def _best_title(
    judged: list["TitleJudged"], answer: Answer, work: tuple[Work, ...] | None, demand: Demand
) -> Path:
    best = max(judged, key=lambda one: (ORDER[one.answer], one.years.sure.days), default=None)
    if best is None:
        return _path("title", False, demand.clause, "未取得职称", demand.text)
    observed = _title_in_words(best.title, best.major)
    if demand.years:
        unknown = work is None
        observed += _years_in_words(best.title, best.years, unknown=unknown, word=demand.work_word)
    trace = _title_trace(best.title, best.years.sure, demand)
    return _path("title", answer, demand.clause, observed, demand.text, best.asked, trace)


@dataclass(frozen=True, slots=True)
class TitleJudged:
    title: Title
    answer: Answer
    rank: Answer
    major: Answer
    years: Service

    @property
    def asked(self) -> tuple[str, ...]:
        """The papers that would settle an open answer."""
        if self.answer is not None:
            return ()
        title, asked = self.title, []
        if self.rank is None or title.granted_on is None or title.major is None:
            asked.append(TITLE_PAPER)
        if self.major is None and title.major is not None:
            asked.append(EQUIVALENCE_PAPER)
        if self.years.answer is None:
            asked.append(WORK_PAPER)
        return tuple(asked)


def _judge_title(
    title: Title, work: tuple[Work, ...] | None, *, demand: Demand, on: date
) -> TitleJudged:
    rank = among(title.rank, demand.ranks)
    decided = accepted(title.equivalence, on=on)
    major = listed(title.major, demand.clause.terms["majors"], decided)
    years = service(
        work,
        anchor=Anchor(title.granted_on),
        years=demand.years,
        sure=demand.sure,
        possible=demand.possible,
        on=on,
    )
    answer = all_of((rank, major, by_day(title.granted_on, on), years.answer))
    return TitleJudged(title, answer, rank, major, years)


def _title_in_words(title: Title, major: Answer) -> str:
    rank = WORDS[title.rank] if title.rank else "级别未知的职称"
    facts = [title.name or "名称未知", title.major or "专业未知"]
    facts.append(f"{title.granted_on} 取得" if title.granted_on else "取得日期未知")
    text = f"取得{rank}（{'，'.join(facts)}）"
    if major is None and title.major is not None:
        return f"{text}，该专业不在所列八个专业之内，是否属于相关专业尚未认定"
    return f"{text}，该专业经认定不属于相关专业" if major is False else text


def _years_in_words(title: Title, years: Service, *, unknown: bool, word: str) -> str:
    if unknown:
        return f"，其后从事{word}的经历未知"
    if title.granted_on is None:
        return "，其后的年限无从计算"
    text = f"后累计从事{word} {years.sure.text}"
    if years.possible.days > years.sure.days:
        text += f"，另有待认定的工作，合计最多 {years.possible.text}"
    return text


def _title_trace(title: Title, sure: Tally, demand: Demand) -> tuple[Step, ...]:
    if not demand.years or title.granted_on is None:
        return ()
    start: Step = {
        "text": f"自取得职称之日 {title.granted_on} 起计。",
        "path": "title",
        "anchor": title.granted_on.isoformat(),
        "required_years": demand.years,
    }
    return (start, *sure.trace())


def _certificate(row: Certificate, *, level: int, clause: Clause, on: date) -> Answer:
    occupation = among(row.occupation, clause.terms["occupations"])
    return certificate_counts(row, occupation=occupation, level=level, on=on, kinds=COUNTED)


def describe(row: Certificate) -> str:
    """One certificate in words, unknown parts named as such."""
    level = EVERY_LEVEL_WORD[row.level] if row.level else "等级未知的"
    if row.kind is CertificateKind.PREPARATORY:
        level = ""
    kind = WORDS[row.kind] if row.kind else "种类未知的证书"
    issued = f"{row.issued_on} 发证" if row.issued_on else "发证日期未知"
    status = {CertificateStatus.REVOKED: "，已撤销", None: "，是否有效未知"}.get(row.status, "")
    return f"{row.occupation or '职业未知的'}{level}{kind}（{issued}{status}）"


def _certificate_step(answer: Answer, row: Certificate) -> Step:
    word = {True: "计入", False: "不计入", None: "待查明"}[answer]
    return {"text": f"{describe(row)}：{word}。", "path": "certificate", "counts": answer}


def _path(
    name: str,
    answer: Answer,
    clause: Clause,
    observed: str,
    required: str,
    evidence: Iterable[str] = (),
    trace: tuple[Step, ...] = (),
) -> Path:
    return Path(
        path=name,
        verdict=verdict(answer),
        clause=clause,
        message=f"{observed}，要求{required}。",
        evidence=tuple(evidence),
        observed=observed,
        required=required,
        trace=trace,
    )
