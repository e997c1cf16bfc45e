"""A parameter as a batch has it: frozen at the announcement, today's before."""

from datetime import date
from typing import Any

from examsys.batches.models import Batch
from examsys.parameters import queries as parameters


def frozen(batch: Batch, key: str, *, on: date) -> Any:
    """The value this batch froze, or the one in force on `on` while nothing is frozen."""
    if batch.parameters is not None and key in batch.parameters:
        return parameters.thawed(batch.parameters, key)
    return parameters.value(key, on=on)
