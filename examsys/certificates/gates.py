"""What must be true of the certificates before a batch is archived.

Registered with `batches.gates` when the feature's verbs are loaded.
"""

from datetime import date

from examsys.batches import gates
from examsys.batches.models import Batch
from examsys.certificates import facts, queries
from examsys.rules.states import BatchState


def _settled(batch: Batch, _on: date) -> list[str]:
    found = []
    if queries.pending(batch.id) is not None:
        found.append("还有发证申请待批准。")
    if left := facts.unsettled(batch):
        found.append(f"还有 {left} 名合格人员既没有证书，也没有登记暂不发证的原因。")
    if waiting := len(queries.to_make(batch.id)):
        found.append(f"还有 {waiting} 本证书没有制作完成。")
    return found


gates.register(BatchState.ARCHIVED, _settled)
