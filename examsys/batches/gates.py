"""What must be true before a batch enters a state. Each feature registers its own reasons."""

from collections.abc import Callable
from datetime import date

from examsys.batches.models import Batch
from examsys.publicity import queries as publicity
from examsys.rules.states import BatchState

Gate = Callable[[Batch, date], list[str]]
_GATES: dict[BatchState, list[Gate]] = {}


def register(state: BatchState, gate: Gate) -> None:
    """Ask `gate(batch, on)` before a batch enters `state`; it returns reasons why not yet."""
    known = _GATES.setdefault(state, [])
    if gate not in known:
        known.append(gate)


def reasons(batch: Batch, to: BatchState, *, on: date) -> list[str]:
    """Every reason why the batch may not enter `to` on this day; empty when it may."""
    return [reason for gate in _GATES.get(to, []) for reason in gate(batch, on)]


def _filed(batch: Batch, _on: date) -> list[str]:
    if batch.filed_on and batch.filing_receipt:
        return []
    return ["尚未登记考前计划的备案日期和回执号。"]


def _announced(batch: Batch, _on: date) -> list[str]:
    if publicity.standing(batch.id, "announcement"):
        return []
    return ["尚未发布本批次的认定公告。"]


def _open(batch: Batch, on: date) -> list[str]:
    if on >= batch.registration_from:
        return []
    return [f"报名开始日为 {batch.registration_from}，尚未到。"]


def _closed(batch: Batch, on: date) -> list[str]:
    if on > batch.registration_until:
        return []
    return [f"报名截止日为 {batch.registration_until}，截止后方可转入资格审核。"]


def _exam_day(batch: Batch, on: date) -> list[str]:
    return [] if on >= batch.exam_on else [f"考试日为 {batch.exam_on}，尚未到。"]


def _staffed(batch: Batch, _on: date) -> list[str]:
    """A panel of at least three, odd, with one leader; invigilators; a supervisor.

    source: domain §15 panel.min_examiners, panel.odd, room.invigilators_min, supervision.
    """
    count = {"examiner": 0, "panel_leader": 0, "invigilator": 0, "supervisor": 0}
    for duty in batch.duties:
        count[duty.role] = count.get(duty.role, 0) + 1
    panel, found = count["examiner"] + count["panel_leader"], []
    if panel < 3 or panel % 2 == 0:
        found.append(f"考评小组现有 {panel} 人（含组长），要求不少于 3 人且为单数。")
    if count["panel_leader"] != 1:
        found.append("考评小组须有 1 名组长。")
    wanted = 2 * max(1, len(batch.rooms))
    if count["invigilator"] < wanted:
        found.append(f"监考员现有 {count['invigilator']} 人，每个考场至少 2 人，共需 {wanted} 人。")
    if not count["supervisor"]:
        found.append("尚未安排内部督导员（逢考必督）。")
    return found


def _publicity_over(batch: Batch, on: date) -> list[str]:
    found = []
    if not publicity.publicity_over(batch.id, on=on):
        found.append("成绩公示期尚未结束。")
    if left := publicity.open_objections(batch.id):
        found.append(f"还有 {left} 条公示异议没有处理。")
    return found


register(BatchState.FILED, _filed)
register(BatchState.ANNOUNCED, _announced)
register(BatchState.REGISTERING, _open)
register(BatchState.REVIEWING, _closed)
register(BatchState.SITTING, _exam_day)
register(BatchState.SITTING, _staffed)
register(BatchState.CERTIFYING, _publicity_over)
