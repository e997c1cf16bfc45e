"""An assembled paper: frozen bytes with its texts and the order of its options, sealed alone.

Later revisions of an item never touch a frozen paper. Every form is a paper of its own with a key
of its own, so that opening the main paper opens nothing of the spare one.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from question_bank.assemble import Assembly, Form
from question_bank.blueprint import Blueprint, Section
from question_bank.cards import Component, Kind, Ref
from question_bank.errors import Unsound
from question_bank.items import LETTERS, Question, canonical
from question_bank.shuffle import Order, option_orders

FORMAT = 1


@dataclass(frozen=True, slots=True)
class PaperItem:
    """order: printed position of each option to its place in the question."""

    ref: Ref
    section: int
    question: Question
    order: Order

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The options as printed, each with its letter."""
        texts = (self.question.options[place] for place in self.order)
        return tuple(zip(LETTERS, texts, strict=False))

    @property
    def key(self) -> str:
        """The answer as printed: letters follow the printed order."""
        if not self.order:
            return self.question.answer
        keys = {LETTERS.index(letter) for letter in self.question.answer}
        return "".join(LETTERS[at] for at, place in enumerate(self.order) if place in keys)


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """One form with its texts. number: from 1, the main paper first. seed: of this form alone."""

    uuid: UUID
    number: int
    level: int
    component: Component
    sections: tuple[Section, ...]
    items: tuple[PaperItem, ...]
    seed: bytes

    def __repr__(self) -> str:
        return f"Paper({self.uuid}, {self.number})"

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes. The seed inside makes it useless for guessing texts."""
        return sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """Canonical JSON: equal papers give equal bytes."""
        sections = [[part.kind, part.count, str(part.marks)] for part in self.sections]
        items = [
            {
                "ref": str(item.ref),
                "section": item.section,
                "order": list(item.order),
                "question": item.question.as_json(),
            }
            for item in self.items
        ]
        return canonical(
            {
                "v": FORMAT,
                "uuid": str(self.uuid),
                "number": self.number,
                "level": self.level,
                "component": self.component,
                "sections": sections,
                "items": items,
                "seed": self.seed.hex(),
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Paper":
        """raises: ValueError for a format this version does not know."""
        body: dict[str, Any] = json.loads(raw)
        if body.get("v") != FORMAT:
            raise ValueError(f"unknown paper format: {body.get('v')!r}")
        return cls(
            uuid=UUID(body["uuid"]),
            number=body["number"],
            level=body["level"],
            component=Component(body["component"]),
            sections=tuple(Section(Kind(k), n, Decimal(m)) for k, n, m in body["sections"]),
            items=tuple(
                PaperItem(
                    Ref.parse(item["ref"]),
                    item["section"],
                    Question.from_json(item["question"]),
                    tuple(item["order"]),
                )
                for item in body["items"]
            ),
            seed=bytes.fromhex(body["seed"]),
        )


def freeze(
    assembly: Assembly,
    questions: Mapping[Ref, Question],
    *,
    blueprint: Blueprint,
    seed: int,
    uuids: Sequence[UUID],
) -> tuple[Paper, ...]:
    """Make papers of drawn forms; the same draw, texts and seed give the same bytes.

    uuids: one for each form, the identity of the row that will hold it.
    raises: Unsound for an assembly without forms.
    """
    if not assembly.complete:
        raise Unsound(assembly.reasons or ["没有可以定稿的试卷"])
    papers = zip(assembly.forms, uuids, strict=True)
    return tuple(
        _paper(form, questions, blueprint, paper_seed(seed, number), uuid, number)
        for number, (form, uuid) in enumerate(papers, start=1)
    )


def paper_seed(seed: int, number: int) -> bytes:
    """The seed of one form, from which neither the draw nor another form can be had."""
    return hmac.digest(seed.to_bytes(32, "big"), f"paper:{number}".encode(), "sha256")


def _paper(
    form: Form,
    questions: Mapping[Ref, Question],
    plan: Blueprint,
    seed: bytes,
    uuid: UUID,
    number: int,
) -> Paper:
    orders = option_orders([(p.ref, p.kind, questions[p.ref]) for p in form.picks], seed=seed)
    items = tuple(
        PaperItem(pick.ref, pick.section, questions[pick.ref], orders[pick.ref])
        for pick in form.picks
    )
    return Paper(uuid, number, plan.level, plan.component, plan.sections, items, seed)
