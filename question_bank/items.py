"""What is sealed: the question itself, its canonical bytes, and when two are the same."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from question_bank.text import normal

FORMAT = 1
LETTERS = "ABCDEFGH"
TRUE, FALSE = "√", "×"


@dataclass(frozen=True, slots=True, repr=False)
class RubricLine:
    """One thing to award marks for."""

    text: str
    marks: Decimal

    def __repr__(self) -> str:
        return f"RubricLine({self.marks})"


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """The text of one item. It never shows itself in a log or a traceback.

    answer: sorted option letters (single, multiple), √ or × (true/false), else a reference answer.
    basis: the article or standard it rests on.
    """

    stem: str
    options: tuple[str, ...] = ()
    answer: str = ""
    explanation: str = ""
    basis: str = ""
    rubric: tuple[RubricLine, ...] = ()

    def __repr__(self) -> str:
        return "Question(…)"

    def to_bytes(self) -> bytes:
        """Canonical JSON: equal questions give equal bytes."""
        return canonical(self.as_json())

    def as_json(self) -> dict[str, Any]:
        return {
            "v": FORMAT,
            "stem": self.stem,
            "options": list(self.options),
            "answer": self.answer,
            "explanation": self.explanation,
            "basis": self.basis,
            "rubric": [[line.text, str(line.marks)] for line in self.rubric],
        }

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Question":
        return cls.from_json(json.loads(raw))

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> "Question":
        """raises: ValueError for a format this version does not know."""
        if body.get("v") != FORMAT:
            raise ValueError(f"unknown question format: {body.get('v')!r}")
        return cls(
            stem=body["stem"],
            options=tuple(body["options"]),
            answer=body["answer"],
            explanation=body["explanation"],
            basis=body["basis"],
            rubric=tuple(RubricLine(text, Decimal(marks)) for text, marks in body["rubric"]),
        )


def canonical(body: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the one form that is digested and sealed."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def likeness(question: Question) -> bytes:
    """What makes two questions duplicates: the stem and the set of options, spelling aside.

    source: domain §6.2, same stem and same options even if reordered.
    """
    return canonical([normal(question.stem), sorted(normal(option) for option in question.options)])
