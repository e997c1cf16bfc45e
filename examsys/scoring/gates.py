"""What must be true of the scores before a batch enters its publicity period, and afterwards.

Registered with `batches.gates` when the feature's verbs are loaded.
"""

from datetime import date

from examsys.batches import gates
from examsys.batches.models import Batch
from examsys.rules.states import BatchState, components_of, label
from examsys.scoring import integrity, queries


def unsettled(batch: Batch) -> list[str]:
    """Every reason why the results cannot be confirmed yet."""
    if queries.find_book(batch.id) is None:
        return ["尚未生成保密号。"]
    found, passes = [], queries.passes(batch.id)
    total, decided = queries.counted(batch.id), queries.decided(batch.id)
    for component in components_of(batch.level):
        if not all(passes[component, number].submitted_at for number in (1, 2)):
            found.append(f"{label(component)}的两遍录入尚未全部提交。")
        elif left := total.get((component, 0), 0) - decided.get(component, 0):
            found.append(f"{label(component)}还有 {left} 处录入差异没有裁定。")
    if left := len(queries.open_corrections(batch.id)):
        found.append(f"还有 {left} 项成绩更正申请没有审批。")
    return found


def _ready(batch: Batch, _on: date) -> list[str]:
    found = unsettled(batch)
    book = queries.find_book(batch.id)
    if not found and (book is None or book.confirmed_at is None):
        found.append("成绩结果尚未由成绩负责人确认。")
    return found


def _unchanged(batch: Batch, _on: date) -> list[str]:
    told = integrity.trouble(batch)
    return [told + integrity.WHAT_TO_DO] if told else []


gates.register(BatchState.PUBLICITY, _ready)
for state in (BatchState.CERTIFYING, BatchState.ARCHIVED):
    gates.register(state, _unchanged)
