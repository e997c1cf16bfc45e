"""What must be true before a batch enters a state. Each feature registers its own reasons."""

from collections.abc import Callable
from datetime import date

from examsys.batches.facts import staffing_facts
from examsys.batches.frozen import frozen
from examsys.batches.models import Batch
from examsys.personnel.models import Person
from examsys.publicity import queries as publicity
from examsys.rules.batch import STAFFING
from examsys.rules.finding import Report, Verdict
from examsys.rules.states import BatchState

STAFFING_KEYS = (
    "panel.min_examiners",
    "panel.odd",
    "room.invigilators_min",
    "room.invigilator_ratio",
    "supervision.every_session",
)
Gate = Callable[[Batch, date], list[str]]
DutyGate = Callable[[Batch, Person, str], Report | None]
_GATES: dict[BatchState, list[Gate]] = {}
_DUTY_GATES: list[DutyGate] = []


def register(state: BatchState, gate: Gate) -> None:
    """Ask `gate(batch, on)` before a batch enters `state`; it returns reasons why not yet."""
    known = _GATES.setdefault(state, [])
    if gate not in known:
        known.append(gate)


def register_duty(gate: DutyGate) -> None:
    """Ask `gate(batch, person, role)` before a person gets a duty.

    Its report must pass; None = nothing to say of such a role.
    """
    if gate not in _DUTY_GATES:
        _DUTY_GATES.append(gate)


def on_duty(batch: Batch, person: Person, role: str) -> list[Report]:
    """What the features above find about this person in this role of this batch."""
    found = (gate(batch, person, role) for gate in _DUTY_GATES)
    return [report for report in found if report is not None]


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


def _staffed(batch: Batch, on: date) -> list[str]:
    """The panel, the invigilators and the supervisor the rulebook asks for."""
    settings = {key: frozen(batch, key, on=on) for key in STAFFING_KEYS}
    report = STAFFING.examine(staffing_facts(batch, on=on, settings=settings))
    missing = {Verdict.FAIL, Verdict.NEEDS_EVIDENCE}
    return [finding.message for finding in report.findings if finding.verdict in missing]


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
