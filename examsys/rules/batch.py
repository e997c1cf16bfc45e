"""Is this batch in time, staffed, and ready for its next step?

Due dates count working days from the exam; the calendar is handed in, never read here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check, needs, note
from examsys.rules.lives import BATCH_LIFE
from examsys.rules.states import BatchState

PRACTICE = load("practice")
AddWorkdays = Callable[[date, int], date]  # (day, n) -> the day n working days later, n may be < 0


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the work. offset: working days from the exam by which `state` is reached."""

    key: str
    title: str
    offset: int
    mandatory: bool
    state: BatchState


NODES = (
    Node("plan_create", "制定计划", -10, False, BatchState.ANNOUNCED),
    Node("registration", "考试报名", -7, False, BatchState.REVIEWING),
    Node("room_arrange", "考场编排", -5, False, BatchState.SEATED),
    Node("exam_prepare", "考务安排", -5, False, BatchState.SEATED),
    Node("exam_day", "考试", 0, True, BatchState.SITTING),
    Node("score_record", "成绩检录", 3, True, BatchState.SCORING),
    Node("score_publish", "成绩公示", 5, True, BatchState.PUBLICITY),
    Node("certificate_manage", "证书管理", 10, True, BatchState.CERTIFYING),
    Node("complete", "完成认定", 10, True, BatchState.ARCHIVED),
)


def due_dates(exam_on: date, *, add: AddWorkdays) -> dict[str, date]:
    """The day each node is due, by node key. source: domain §4.1."""
    return {node.key: exam_on if not node.offset else add(exam_on, node.offset) for node in NODES}


def filing_due(exam_on: date, *, lead_wd: int, add: AddWorkdays) -> date:
    """The last day on which the batch plan can be filed in time."""
    return add(exam_on, -lead_wd)


def may_follow(now: BatchState, then: BatchState) -> bool:
    return then in BATCH_LIFE[now]


def state_due_dates(exam_on: date, *, lead_wd: int, add: AddWorkdays) -> dict[BatchState, date]:
    """The day by which a batch should have reached each state."""
    by_key = due_dates(exam_on, add=add)
    found = {BatchState.FILED: filing_due(exam_on, lead_wd=lead_wd, add=add)}
    for node in NODES:
        found[node.state] = by_key[node.key]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    """What the gates of a batch ask; None means not known or not arranged yet.

    filing_due: from `filing_due`. rooms: invigilators and candidates of each room.
    panel, supervisors, others: ids of people; others are its examiners, markers, invigilators.
    """

    on: date
    filed_on: date | None = None
    filing_due: date | None = None
    pending_reviews: int | None = None
    panel: tuple[int, ...] | None = None
    panel_leaders: int = 0
    panel_min: int = PRACTICE["批次（考评小组）"].values["min_examiners"]
    panel_odd: bool = True
    rooms: tuple[tuple[int, int], ...] | None = None
    invigilators_min: int = PRACTICE["批次（监考）"].values["min_invigilators"]
    candidates_per_invigilator: int = PRACTICE["批次（监考）"].values["candidates_per_invigilator"]
    supervision_required: bool = True
    supervisors: tuple[int, ...] | None = None
    others: tuple[int, ...] = ()
    entry_pairs: tuple[tuple[int, int | None], ...] | None = None
    open_differences: int | None = None


def filed_in_time(x: BatchFacts, _: Clause) -> Outcome:
    required = f"不晚于 {x.filing_due} 报备案部门" if x.filing_due else "考前按时限报备案部门"
    if x.filed_on is None or x.filing_due is None:
        return needs("计划备案回执", message=f"尚未登记备案，要求{required}。", required=required)
    observed = f"{x.filed_on} 备案"
    return check(
        x.filed_on <= x.filing_due,
        f"{observed}，要求{required}。",
        observed=observed,
        required=required,
    )


def review_finished(x: BatchFacts, _: Clause) -> Outcome:
    required = "资格审核全部完成"
    if x.pending_reviews is None:
        return needs("资格审核汇总", message=f"审核情况未知，要求{required}。", required=required)
    observed = f"待审核报名 {x.pending_reviews} 人"
    return check(
        x.pending_reviews == 0,
        f"{observed}，要求{required}。",
        observed=observed,
        required=required,
    )


def panel_size(x: BatchFacts, _: Clause) -> Outcome:
    """Enough different examiners, an odd number of them, one of them the leader."""
    odd = "且为单数" if x.panel_odd else ""
    required = f"考评员不少于 {x.panel_min} 人{odd}，设组长 1 人"
    if x.panel is None:
        return needs(
            "考评小组派遣单", message=f"尚未派遣考评员，要求{required}。", required=required
        )
    count = len(set(x.panel))
    ok = count >= x.panel_min and x.panel_leaders == 1 and (count % 2 == 1 or not x.panel_odd)
    observed = f"考评员 {count} 人，组长 {x.panel_leaders} 人"
    return check(ok, f"{observed}，要求{required}。", observed=observed, required=required)


def invigilated(x: BatchFacts, _: Clause) -> Outcome:
    ratio = x.candidates_per_invigilator
    required = f"每考场监考员不少于 {x.invigilators_min} 人，且不低于 1:{ratio}"
    if x.rooms is None:
        return needs("监考员安排表", message=f"尚未安排监考员，要求{required}。", required=required)
    short = [
        f"第 {number} 考场监考员 {staff} 人、考生 {seated} 人"
        for number, (staff, seated) in enumerate(x.rooms, start=1)
        if staff < x.invigilators_min or seated > staff * ratio
    ]
    observed = "；".join(short) or f"共 {len(x.rooms)} 个考场，监考员均已配足"
    ok = bool(x.rooms) and not short
    return check(ok, f"{observed}，要求{required}。", observed=observed, required=required)


def supervised(x: BatchFacts, _: Clause) -> Outcome:
    """A supervisor is there and does nothing else in the batch."""
    if not x.supervision_required:
        return note("本机构参数不要求每批次督导。", observed="不要求")
    required = "有内部督导人员，且不兼任本批次其他工作"
    if x.supervisors is None:
        return needs(
            "督导人员派遣单", message=f"尚未派遣督导人员，要求{required}。", required=required
        )
    both = set(x.supervisors) & set(x.others)
    ok = bool(x.supervisors) and not both
    observed = f"督导人员 {len(set(x.supervisors))} 人，其中兼任 {len(both)} 人"
    return check(ok, f"{observed}，要求{required}。", observed=observed, required=required)


def entered_twice(x: BatchFacts, _: Clause) -> Outcome:
    """Two different people entered every script, and no difference is open."""
    required = "每份成绩由两人分别登录，差异全部处理"
    pairs, open_ones = x.entry_pairs, x.open_differences
    if pairs is None or open_ones is None or any(second is None for _, second in pairs):
        return needs(
            "第二次登录的成绩", message=f"登录尚未完成，要求{required}。", required=required
        )
    same = sum(first == second for first, second in pairs)
    observed = f"同一人登录两次的 {same} 份，未处理的差异 {open_ones} 份"
    ok = bool(pairs) and not same and not open_ones
    return check(ok, f"{observed}，要求{required}。", observed=observed, required=required)


FILING: Rulebook[BatchFacts] = Rulebook(
    (Rule("batch.filing", PRACTICE["批次（考前备案）"], filed_in_time),)
)
SEATING: Rulebook[BatchFacts] = Rulebook(
    (Rule("batch.review", PRACTICE["批次（资格审核）"], review_finished),)
)
STAFFING: Rulebook[BatchFacts] = Rulebook(
    (
        Rule("batch.panel", PRACTICE["批次（考评小组）"], panel_size),
        Rule("batch.invigilators", PRACTICE["批次（监考）"], invigilated),
        Rule("batch.supervision", PRACTICE["批次（督导）"], supervised),
    )
)
ENTRY: Rulebook[BatchFacts] = Rulebook(
    (Rule("batch.double_entry", PRACTICE["批次（双人登分）"], entered_twice),)
)
GATES: Mapping[BatchState, Rulebook[BatchFacts]] = {
    BatchState.ANNOUNCED: FILING,
    BatchState.SEATED: SEATING,
    BatchState.SITTING: STAFFING,
    BatchState.PUBLICITY: ENTRY,
}
