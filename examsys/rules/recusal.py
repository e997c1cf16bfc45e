"""May this person meet the people of this batch? Ties declared, and ties the records show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check, needs, note

PRACTICE = load("practice")
# 内督 and 外督 alike.
SUPERVISORS = frozenset({"supervisor", "outside_supervisor"})
# Whose own work a supervisor watches. source: domain §5.5.
WATCHED = frozenset({"panel_leader", "examiner", "invigilator", "marker"})
JUDGES = frozenset({"panel_leader", "examiner", "marker", "item_writer"})


class Tie(StrEnum):
    """What binds a person to somebody else."""

    RELATIVE = "relative"
    TEACHER = "teacher"
    MASTER = "master"
    TRAINEE = "trainee"
    EMPLOYER = "employer"


class Ruling(StrEnum):
    """What somebody else decided about a disclosed tie."""

    OPEN = "open"
    ALLOWED = "allowed"
    REFUSED = "refused"


TIE_WORDS: Mapping[Tie, str] = {
    Tie.RELATIVE: "近亲属",
    Tie.TEACHER: "师生",
    Tie.MASTER: "师徒",
    Tie.TRAINEE: "本人培训的学员",
    Tie.EMPLOYER: "同一单位",
}
RULING_WORDS: Mapping[Ruling, str] = {
    Ruling.OPEN: "待决定",
    Ruling.ALLOWED: "可以参加",
    Ruling.REFUSED: "应当回避",
}


@dataclass(frozen=True, slots=True)
class Bond:
    """A declared tie that meets somebody of the batch.

    sure: by ID number; a name alone may be somebody else's.
    fellow: the other one is not a candidate but serves in the batch too.
    """

    tie: Tie
    other: str
    sure: bool = True
    fellow: bool = False


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """One person in one role before the candidates of one batch.

    beside: the person's other roles in the batch, and `fellows` the roles a bond's fellows have.
    employer: None = not on the register. colleagues: candidates of the same employer.
    taught: candidates this person trained; house_taught: candidates whom the employer trained.
    """

    on: date
    role: str
    beside: frozenset[str] = frozenset()
    same_id: int = 0
    bonds: tuple[Bond, ...] = ()
    employer: str | None = None
    colleagues: int = 0
    ruling: Ruling | None = None
    taught: int = 0
    house_taught: int = 0


def keeps_apart(x: MeetingFacts, _: Clause) -> Outcome:
    """The supervisor neither examines, marks nor invigilates in the same batch."""
    required = "督导员不兼任本批次的考评、阅卷和监考"
    roles = x.beside | {x.role}
    both = bool(roles & SUPERVISORS) and bool(roles & WATCHED)
    observed = "同时担任督导和被督导的工作" if both else "没有兼任"
    return check(not both, f"{observed}，要求{required}。", observed=observed, required=required)


def not_a_candidate(x: MeetingFacts, _: Clause) -> Outcome:
    required = "不是本批次考生"
    observed = "身份证号与本批次考生相同" if x.same_id else "不在本批次考生之列"
    return check(not x.same_id, f"{observed}，要求{required}。", observed=observed,
                 required=required)  # fmt: skip


def no_close_tie(x: MeetingFacts, _: Clause) -> Outcome:
    """Relatives, teachers, masters and own trainees never meet; a supervisor's fellows neither."""
    required = "与考生没有近亲属、师生、师徒、本人培训学员关系"
    close = [b for b in x.bonds if b.tie is not Tie.EMPLOYER]
    against = [b for b in close if not b.fellow or x.role in SUPERVISORS]
    found = [b for b in against if b.sure]
    if found:
        observed = "、".join(f"{b.other}（{TIE_WORDS[b.tie]}）" for b in found)
        return check(False, f"与{observed}有应当回避的关系。", observed=observed, required=required)
    if against:
        names = "、".join(b.other for b in against)
        return needs(
            "被申报人的身份证号",
            message=f"申报的{names}与本批次人员同名，须核对是否同一人。",
            required=required,
        )
    return check(True, f"没有应当回避的关系，要求{required}。", observed="无", required=required)


def colleagues(x: MeetingFacts, _: Clause) -> Outcome:
    """Same employer: refused for a supervisor; for others, somebody else has decided."""
    required = "与考生不在同一单位，或者已申报并由他人决定可以参加"
    if not x.employer:
        return needs("所在单位", message="所在单位未登记，不能核对是否与考生同一单位。",
                     required=required)  # fmt: skip
    if not x.colleagues:
        return check(True, f"没有同一单位的考生，要求{required}。", observed="0 人",
                     required=required)  # fmt: skip
    observed = f"同一单位考生 {x.colleagues} 人"
    if x.role in SUPERVISORS:
        return check(False, f"{observed}，督导员应当回避。", observed=observed,
                     required="督导员与考生不在同一单位")  # fmt: skip
    if x.ruling in (None, Ruling.OPEN):
        return needs("同一单位的回避决定", message=f"{observed}，尚未由他人决定是否回避。",
                     required=required)  # fmt: skip
    ok = x.ruling is Ruling.ALLOWED
    word = "已决定可以参加" if ok else "已决定应当回避"
    return check(ok, f"{observed}，{word}。", observed=observed, required=required)


def trained_apart(x: MeetingFacts, _: Clause) -> Outcome:
    """考培分离: who trained a candidate, or whose employer did, does not judge that candidate."""
    required = "没有培训过本批次考生，所在单位也没有"
    if x.taught:
        observed = f"本人培训过的考生 {x.taught} 人"
        return check(False, f"{observed}，应当回避。", observed=observed, required=required)
    if not x.house_taught:
        return check(True, f"没有培训过本批次考生，要求{required}。", observed="0 人",
                     required=required)  # fmt: skip
    observed = f"所在单位培训过的考生 {x.house_taught} 人"
    if x.role in JUDGES:
        return check(False, f"{observed}，考评和命题人员应当回避。", observed=observed,
                     required=required)  # fmt: skip
    return note(f"{observed}，本岗位不参加评分。", observed=observed)


MEETING: Rulebook[MeetingFacts] = Rulebook(
    (
        Rule("recusal.roles", PRACTICE["批次（督导）"], keeps_apart),
        Rule("recusal.same_person", PRACTICE["批次（回避）"], not_a_candidate),
        Rule("recusal.close", PRACTICE["批次（回避）"], no_close_tie),
        Rule("recusal.employer", PRACTICE["批次（回避）"], colleagues),
        Rule("recusal.training", PRACTICE["批次（考培分离）"], trained_apart),
    )
)
