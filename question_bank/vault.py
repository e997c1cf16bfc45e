"""The only door to question text."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from question_bank.cards import Card, Ref, Status
from question_bank.items import Question, likeness
from question_bank.seal import Keys, Place
from question_bank.soundness import require_sound
from question_bank.store import Record, Store

TABLE, COLUMN, PURPOSE = "bank_item_version", "envelope", "item"
DEDUPE = "dedupe"


@dataclass(frozen=True, slots=True)
class Opening:
    """Who is about to read what, and why. Handed to the witness before decryption.

    subject: what the set is, when more than one item is opened for one purpose.
    """

    refs: tuple[Ref, ...]
    reader: str
    reason: str
    subject: str


Witness = Callable[[Opening], None]


def place_of(ref: Ref) -> Place:
    """Where the text of a revision is sealed."""
    return Place(TABLE, COLUMN, ref.item, ref.version, PURPOSE)


class Vault:
    """Seals questions into a store and opens them under a witness.

    witness: called before every opening; if it raises, nothing is decrypted.
    """

    def __init__(self, store: Store, keys: Keys, witness: Witness) -> None:
        self._store, self._keys, self._witness = store, keys, witness

    def put(self, card: Card, question: Question, *, by: str, at: datetime) -> Record:
        """Seal a new item, or the next revision of one; either begins as a draft.

        raises: Unsound, AlreadyStored, Outdated.
        """
        require_sound(question, kind=card.kind, marks=card.marks)
        created = at if card.ref.version == 1 else self._store.record(card.ref.item).created_at
        record = Record(card, Status.DRAFT, by, None, created, at, self.digest(question))
        self._store.save(record, self._keys.seal(question.to_bytes(), place=place_of(card.ref)))
        return record

    def open(self, ref: Ref, *, reader: str, reason: str) -> Question:
        """raises: Absent, UnknownKey, Tampered, and whatever the witness raises."""
        return self.open_many([ref], reader=reader, reason=reason, subject=f"item:{ref}")[ref]

    def open_many(
        self, refs: Collection[Ref], *, reader: str, reason: str, subject: str
    ) -> dict[Ref, Question]:
        """Open a set, a paper for instance, under one witnessed event; all of it or nothing.

        raises: Absent, UnknownKey, Tampered, and whatever the witness raises.
        """
        wanted = tuple(dict.fromkeys(refs))
        envelopes = self._store.envelopes(wanted)
        self._witness(Opening(wanted, reader, reason, subject))
        opened = self._keys.open
        return {
            ref: Question.from_bytes(opened(envelopes[ref], place=place_of(ref))) for ref in wanted
        }

    def digest(self, question: Question) -> bytes:
        """A keyed digest, equal for duplicates; without the key it cannot be tried out."""
        return self._keys.mac(likeness(question), purpose=DEDUPE)

    def twins(self, question: Question) -> Sequence[Record]:
        """Stored items with the same stem and the same options; nothing is opened."""
        return self._store.with_digests([self.digest(question)])
