"""What must be true of the papers before a batch sits. Registered when the verbs are loaded."""

from datetime import date

from examsys.batches import gates
from examsys.batches.models import Batch
from examsys.dispatch.gates import writers_apart
from examsys.papers import queries
from examsys.rules.states import BatchState, PaperState, components_of, label


def _approved(batch: Batch, _on: date) -> list[str]:
    found = queries.standing([batch.id])
    return [
        f"{label(component)}试卷尚未审定。"
        for component in components_of(batch.level)
        if (row := found.get((batch.id, component))) is None or row.state is not PaperState.APPROVED
    ]


def _writers_apart(batch: Batch, _on: date) -> list[str]:
    """考培分离: whoever wrote the paper has not trained those who sit it."""
    return writers_apart(batch, queries.writers(batch.id))


gates.register(BatchState.SITTING, _approved)
gates.register(BatchState.SITTING, _writers_apart)
