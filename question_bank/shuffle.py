"""The order of options on one paper: from its seed, key letters balanced, letters in texts kept."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from question_bank.cards import Kind, Ref
from question_bank.items import LETTERS, Question

Order = tuple[int, ...]
_LETTER = re.compile(r"(?<![A-Za-z])[A-E]{1,5}(?![A-Za-z])")
_NAMED = re.compile(r"[A-E]\s*项|选项\s*[A-E]")
_ALL = re.compile(r"(?:以上|上述|前[两二三四]|其他|其余)(?:\S{0,4})(?:都|均|皆|全|项|不)")


def option_orders(
    items: Sequence[tuple[Ref, Kind, Question]], *, seed: bytes
) -> Mapping[Ref, Order]:
    """Order the options of each item: printed position to place in the question.

    The keys of single-choice items are spread over the letters as evenly as they can be.
    """
    singles = [(ref, q) for ref, kind, q in items if kind is Kind.SINGLE]
    free = [(ref, question) for ref, question in singles if not bound(question)]
    taken = Counter(q.answer for _, q in singles if bound(q))
    letters = dict(zip((ref for ref, _ in free), _letters(len(free), taken, seed), strict=True))
    return {ref: _order(ref, question, letters.get(ref), seed) for ref, _, question in items}


def bound(question: Question) -> bool:
    """Whether the options must stay as written, because some text speaks of their letters."""
    told = [question.explanation, *question.options]
    named = _NAMED.search(question.stem) is not None
    return named or any(_LETTER.search(t) for t in told) or any(map(_ALL.search, question.options))


def _letters(count: int, taken: Counter[str], seed: bytes) -> list[str]:
    counts = Counter({letter: taken[letter] for letter in LETTERS[:4]})
    found: list[str] = []
    for turn in range(count):
        letter = min(counts, key=lambda one: (counts[one], _dice(seed, f"tie:{turn}:{one}")))
        counts[letter] += 1
        found.append(letter)
    places = sorted(range(count), key=lambda place: _dice(seed, f"letter:{place}"))
    return [found[place] for place in places]


def _order(ref: Ref, question: Question, letter: str | None, seed: bytes) -> Order:
    count = len(question.options)
    if bound(question):
        return tuple(range(count))
    mixed = sorted(range(count), key=lambda place: _dice(seed, f"option:{ref}:{place}"))
    if letter is not None:
        key = LETTERS.index(question.answer)
        mixed.remove(key)
        mixed.insert(LETTERS.index(letter), key)
    return tuple(mixed)


def _dice(seed: bytes, label: str) -> bytes:
    return sha256(seed + f"|{label}".encode()).digest()
