"""The door for features that print of the bank: names of kinds, and texts after the reading is
on record."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from examsys.bank import gateway
from examsys.kernel.actor import Actor
from question_bank import KIND_NAMES, Ref

KIND_WORDS: dict[str, str] = {kind.value: words for kind, words in KIND_NAMES.items()}


def open_samples(
    rows: Collection[Any], *, actor: Actor, reason: str, at: datetime
) -> dict[Any, Any]:
    """The texts of confirmed samples by item, under one event; outside any unit.

    rows: of `queries.samples`. raises: Conflict when a text is not what was sealed there.
    """
    refs = [Ref(row.SampleMark.item, row.version) for row in rows]
    if not refs:
        return {}
    found = gateway.open_items(refs, actor=actor, reason=reason, subject="bank:samples", at=at)
    return {ref.item: question for ref, question in found.items()}
