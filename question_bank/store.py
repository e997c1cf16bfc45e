"""What the vault needs from storage, and nothing more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from question_bank.cards import Card, Component, Ref, Status


@dataclass(frozen=True, slots=True)
class Record:
    """A card with its life. digest: keyed, equal for duplicates; it tells nothing without the key.

    written_by, reviewed_by: whatever the caller calls its people; compared, never interpreted.
    """

    card: Card
    status: Status
    written_by: str
    reviewed_by: str | None
    created_at: datetime
    updated_at: datetime
    digest: bytes


class Store(Protocol):
    def record(self, item: UUID) -> Record:
        """The current revision of an item. raises: Absent."""

    def cards(self, *, level: int, component: Component) -> Sequence[Card]:
        """Every card in use, ordered by ref: the pool of a draw."""

    def envelopes(self, refs: Collection[Ref]) -> Mapping[Ref, bytes]:
        """The sealed text of these revisions, old ones too. raises: Absent."""

    def save(self, record: Record, envelope: bytes) -> None:
        """Add one revision, the first or the next. raises: AlreadyStored, Outdated."""

    def with_digests(self, digests: Collection[bytes]) -> Sequence[Record]:
        """Current revisions that have one of these digests, ordered by ref."""
