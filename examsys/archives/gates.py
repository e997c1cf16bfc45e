"""What must be true before a batch is archived. Registered when the feature's verbs are loaded."""

from datetime import date

from examsys.archives import queries
from examsys.archives.template import VOLUMES
from examsys.batches import gates
from examsys.batches.models import Batch
from examsys.rules.states import BatchState


def _sealed(batch: Batch, _on: date) -> list[str]:
    found = queries.volumes(batch.id)
    if len(found) < len(VOLUMES):
        return ["档案尚未整理。"]
    left = "、".join(str(volume.number) for volume in found if volume.sealed_at is None)
    return [f"档案第 {left} 卷尚未封存。"] if left else []


gates.register(BatchState.ARCHIVED, _sealed)
