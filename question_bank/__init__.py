"""A question bank that nobody reads unseen: sealed text, open metadata, papers by proof."""

from question_bank.errors import Tampered, UnknownKey
from question_bank.seal import KeyRing, Keys, Place

__all__ = ["KeyRing", "Keys", "Place", "Tampered", "UnknownKey"]
