"""The life of an item: which step may follow which, and who may take it."""

from collections.abc import Collection, Mapping

from question_bank.cards import STATUS_NAMES, Status
from question_bank.errors import Unsound
from question_bank.store import Record

NEXT: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.REVIEWING, Status.RETIRED}),
    Status.REVIEWING: frozenset({Status.IN_USE, Status.RETURNED}),
    Status.RETURNED: frozenset({Status.REVIEWING, Status.RETIRED}),
    Status.IN_USE: frozenset({Status.RETIRED}),
    Status.RETIRED: frozenset({Status.REVIEWING}),
}
VERDICTS = frozenset({Status.IN_USE, Status.RETURNED})


def require_step(record: Record, *, to: Status, by: str, writers: Collection[str]) -> None:
    """Refuse a step that is out of turn, or a verdict on one's own item.

    writers: everyone who wrote any revision of it.
    raises: Unsound.
    """
    if to not in NEXT[record.status]:
        now, then = STATUS_NAMES[record.status], STATUS_NAMES[to]
        raise Unsound([f"“{now}”的试题不能直接改为“{then}”"])
    if to in VERDICTS and (by == record.written_by or by in writers):
        raise Unsound(["命题人不能审定自己写的题，请交另一名审题人审定"])
