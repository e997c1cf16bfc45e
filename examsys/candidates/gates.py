"""What must be true of the candidates before a batch is seated, sits, and is marked.

Registered with `batches.gates` when the feature's verbs are loaded.
"""

from datetime import date

from examsys.batches import gates
from examsys.batches.models import Batch
from examsys.candidates import queries
from examsys.rules.states import BatchState, RegistrationState, components_of, label


def before_seating(batch: Batch) -> list[str]:
    """Every reason why seats cannot be given yet."""
    counts = queries.counts(batch.id)
    found = []
    if left := {state: counts[state] for state in queries.UNDECIDED if counts[state]}:
        words = "、".join(f"{label(state)} {number} 份" for state, number in left.items())
        found.append(f"还有报名没有审核完毕：{words}。")
    approved = counts[RegistrationState.APPROVED]
    if not approved:
        found.append("没有审核通过的考生。")
    places = sum(room.capacity for room in batch.rooms)
    if batch.rooms and places < approved:
        found.append(
            f"考场共 {places} 个座位，审核通过 {approved} 人，还差 {approved - places} 个座位，"
            "请增加考场。"
        )
    if lacking := queries.without_photo(batch.id):
        found.append(f"还有 {lacking} 名考生没有照片，请补充。")
    return found


def _seated(batch: Batch, _on: date) -> list[str]:
    found = before_seating(batch)
    unseated = sum(1 for row in queries.approved(batch.id) if row.ticket_no is None)
    return [*found, f"还有 {unseated} 名考生没有座位，请在考场编排中编排。"] if unseated else found


def _still_seated(batch: Batch, _on: date) -> list[str]:
    unseated = sum(1 for row in queries.approved(batch.id) if row.ticket_no is None)
    return [f"还有 {unseated} 名考生没有座位。"] if unseated else []


def _attended(batch: Batch, _on: date) -> list[str]:
    wanted = queries.counts(batch.id)[RegistrationState.APPROVED]
    recorded = queries.recorded(batch.id)
    found = []
    for component in components_of(batch.level):
        done = sum(number for (part, _), number in recorded.items() if part is component)
        if done < wanted:
            found.append(f"{label(component)}还有 {wanted - done} 人没有登记到考情况。")
    return found


gates.register(BatchState.SEATED, _seated)
gates.register(BatchState.SITTING, _still_seated)
gates.register(BatchState.SCORING, _attended)
