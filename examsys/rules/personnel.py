"""May this person examine, or write items, at this level on this day?

source: 人社厅函〔2023〕141号 一（二）.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from examsys.rules.alternatives import either
from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.credentials import (
    Agreement,
    Certificate,
    Title,
    TitleRank,
    Violation,
    Work,
    WorkKind,
    agreement_in_force,
)
from examsys.rules.finding import Outcome, check, needs, note
from examsys.rules.qualification import (
    Alternative,
    Demand,
    certificate_path,
    holds_any,
    title_path,
)
from examsys.rules.truth import any_of, negated

CLAUSES = load("mohrss-2023-141")
UPPER = (1, 2)  # 二级及以上
LEVELS = (1, 2, 3, 4)
F = TypeVar("F", bound="ExaminerFacts")
THIS_AGENCY = "this_agency"


@dataclass(frozen=True, slots=True)
class Readings:
    """Stricter local readings of the notice; all off is the house's own reading.

    level1_certificate: only a 一级 certificate carries 一级 work.
    writers_need_title: at 二级 and above item writers need the title path beside a certificate.
    title_only_without_certificate: who holds any certificate of the occupation has no title path.
    """

    level1_certificate: bool = False
    writers_need_title: bool = False
    title_only_without_certificate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerFacts:
    """None means "we do not know", and asks for evidence; it never means no."""

    on: date
    level: int
    certificates: tuple[Certificate, ...] | None = None
    titles: tuple[Title, ...] | None = None
    work: tuple[Work, ...] | None = None
    political_declaration: bool | None = None
    ethics_declaration: bool | None = None
    professional_assessment: bool | None = None
    violations: tuple[Violation, ...] | None = None
    readings: Readings = Readings()

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level {self.level} is not one of {LEVELS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWriterFacts(ExaminerFacts):
    """An item writer also signs an agreement; expert pools are a preference only."""

    agreements: tuple[Agreement, ...] | None = None
    expert_pools: tuple[str, ...] | None = None


def examiner_demand(x: ExaminerFacts) -> Demand:
    """What the title path asks of an examiner of this level."""
    title = CLAUSES["一（二）1（3）"]
    return Demand(
        clause=title,
        rank=TitleRank.INTERMEDIATE,
        rank_word="中级及以上职称",
        years=_for_level(title, "years", x.level),
        work_word="协调劳动关系相关工作",
        sure=(WorkKind.THIS,),
        possible=(WorkKind.THIS, WorkKind.RELATED),
    )


def item_writer_demand(x: ExaminerFacts) -> Demand:
    """What the title path asks of an item writer of this level."""
    title = CLAUSES["一（二）2（3）"]
    both = (WorkKind.THIS, WorkKind.RELATED)
    return Demand(
        clause=title,
        rank=TitleRank.ASSOCIATE_SENIOR,
        rank_word="高级职称",
        years=_for_level(title, "years", x.level),
        work_word="相关工作",
        sure=both,
        possible=both,
    )


def examiner_paths(x: ExaminerFacts, clause: Clause) -> tuple[Alternative, Alternative]:
    """A certificate of the level asked, or a title and years of coordinating work after it."""
    return _paths(x, clause, examiner_demand(x))


def item_writer_paths(x: ItemWriterFacts, clause: Clause) -> tuple[Alternative, Alternative]:
    """A 二级 certificate, or a senior title, with years of related work for 二级 and above."""
    certificate, title = _paths(x, clause, item_writer_demand(x))
    if x.readings.writers_need_title and x.level in UPPER:
        why = "本地规定持证的命题专家还须符合职称条件"
        certificate = certificate.restricted(title.answer, why)
    return certificate, title


def _paths(x: ExaminerFacts, clause: Clause, demand: Demand) -> tuple[Alternative, Alternative]:
    level = _for_level(clause, "level", x.level)
    if x.readings.level1_certificate and x.level == 1:
        level = 1
    certificate = certificate_path(x.certificates, level=level, clause=clause, on=x.on)
    title = title_path(x.titles, x.work, demand=demand, on=x.on)
    if x.readings.title_only_without_certificate:
        held = holds_any(x.certificates, clause=clause, on=x.on)
        why = "本地规定持有劳动关系协调师（员）证书的不适用职称条件"
        title = title.restricted(negated(held), why)
    return certificate, title


def qualification(
    name: str, paths: Callable[[F, Clause], tuple[Alternative, ...]], *clauses: str
) -> Rule[F]:
    """The rule whose answer is that of its best path."""
    return Rule(
        name,
        CLAUSES[clauses[0]],
        lambda x, clause: either(*(one.path() for one in paths(x, clause))),
        also=tuple(CLAUSES[number] for number in clauses[1:]),
        answer=lambda x, clause: any_of(one.answer for one in paths(x, clause)),
    )


def _for_level(clause: Clause, key: str, level: int) -> int:
    return clause.values[f"upper_{key}" if level in UPPER else key]


def declared(answer: bool | None, *, subject: str, paper: str, required: str) -> Outcome:
    """True passes, False fails, None asks for the paper."""
    if answer is None:
        return needs(paper, message=f"{subject}情况未知，要求{required}。", required=required)
    word = "符合" if answer else "不符合"
    return check(answer, f"{subject}：{word}，要求{required}。", observed=word, required=required)


def political_declaration(x: ExaminerFacts, _: Clause) -> Outcome:
    return declared(
        x.political_declaration,
        subject="政治素质声明",
        paper="本人签名的政治素质声明",
        required="拥护中国共产党的领导，具有良好的政治素质",
    )


def ethics_declaration(x: ExaminerFacts, _: Clause) -> Outcome:
    return declared(
        x.ethics_declaration,
        subject="职业道德声明",
        paper="本人签名的职业道德声明",
        required="具有良好的职业道德，社会责任感强，工作态度严谨",
    )


def assessment(required: str) -> Callable[[ExaminerFacts, Clause], Outcome]:
    """The notice asks 良好 of examiners and 较高 of item writers; the question is the same."""

    def professional_assessment(x: ExaminerFacts, _: Clause) -> Outcome:
        return declared(
            x.professional_assessment,
            subject="专业素养评价",
            paper="评价机构对其专业素养的评价意见",
            required=required,
        )

    return professional_assessment


def violations(x: ExaminerFacts, _: Clause) -> Outcome:
    """A record that was not overturned fails; whether one was overturned may have to be asked."""
    required = "没有违法违纪、犯罪和不良行为纪录"
    if x.violations is None:
        paper = "无违法违纪、犯罪和不良行为纪录的证明或查询结果"
        return needs(paper, message=f"有无纪录未知，要求{required}。", required=required)
    known = [row for row in x.violations if row.on is None or row.on <= x.on]
    standing = [row for row in known if row.overturned is False]
    if standing:
        observed = "；".join(f"{row.on or '日期未知'} {row.kind or '种类未知'}" for row in standing)
        return check(
            False, f"有纪录：{observed}，要求{required}。", observed=observed, required=required
        )
    if any(row.overturned is None for row in known):
        message = f"有纪录，是否已被撤销未知，要求{required}。"
        return needs("该纪录已被撤销的文书", message=message, required=required)
    observed = "纪录均已被撤销" if known else "没有纪录"
    return check(True, f"{observed}，要求{required}。", observed=observed, required=required)


def agreement(x: ItemWriterFacts, _: Clause) -> Outcome:
    """A confidentiality agreement with this agency, in force on the day."""
    required = "与本评价机构签订保密协议且在有效期内"
    if x.agreements is None:
        return needs(
            "保密协议", message=f"保密协议签订情况未知，要求{required}。", required=required
        )
    answer = agreement_in_force(x.agreements, party=THIS_AGENCY, on=x.on)
    if answer is None:
        message = f"保密协议的签约方、签订日或失效日不全，要求{required}。"
        return needs("保密协议原件（签约方、签订日、失效日）", message=message, required=required)
    observed = _agreements(x) if x.agreements else "没有签订保密协议"
    return check(answer, f"{observed}，要求{required}。", observed=observed, required=required)


def _agreements(x: ItemWriterFacts) -> str:
    return "；".join(
        f"{'与本机构' if row.party == THIS_AGENCY else '与其他单位'}的协议 "
        f"{row.signed_on or '签订日未知'} 至 {row.until or '失效日未知'}"
        for row in x.agreements or ()
    )


def expert_pools(x: ItemWriterFacts, _: Clause) -> Outcome:
    """A preference of the notice, shown and never counted."""
    pools = x.expert_pools
    if pools is None:
        return note("是否在专家库中未知；专家库人选优先，不影响判定。", observed="未知")
    if not pools:
        return note("不在专家库中；专家库人选优先，不影响判定。", observed="不在专家库中")
    observed = f"在专家库中：{'、'.join(pools)}"
    return note(f"{observed}；优先确定为命题专家，不影响判定。", observed=observed)


EXAMINER: Rulebook[ExaminerFacts] = Rulebook(
    (
        qualification("examiner.qualification", examiner_paths, "一（二）1（2）", "一（二）1（3）"),
        Rule("examiner.political_declaration", CLAUSES["一（二）1（1）"], political_declaration),
        Rule("examiner.ethics_declaration", CLAUSES["一（二）1（1）"], ethics_declaration),
        Rule(
            "examiner.professional_assessment",
            CLAUSES["一（二）1（1）"],
            assessment("具有良好的专业素养"),
        ),
        Rule("examiner.violations", CLAUSES["一（二）1（4）"], violations),
    )
)

ITEM_WRITER: Rulebook[ItemWriterFacts] = Rulebook(
    (
        qualification(
            "item_writer.qualification", item_writer_paths, "一（二）2（2）", "一（二）2（3）"
        ),
        Rule("item_writer.political_declaration", CLAUSES["一（二）2（1）"], political_declaration),
        Rule("item_writer.ethics_declaration", CLAUSES["一（二）2（1）"], ethics_declaration),
        Rule(
            "item_writer.professional_assessment",
            CLAUSES["一（二）2（1）"],
            assessment("具有较高的专业素养"),
        ),
        Rule("item_writer.violations", CLAUSES["一（二）2（4）"], violations),
        Rule("item_writer.agreement", CLAUSES["一（二）2（5）"], agreement),
        Rule("item_writer.expert_pools", CLAUSES["一（二）2（6）"], expert_pools),
    )
)
