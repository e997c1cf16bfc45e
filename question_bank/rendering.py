"""A paper as it is printed: numbered questions by section, and the key to them."""

from dataclasses import dataclass
from decimal import Decimal

from question_bank.cards import Kind, Ref
from question_bank.items import RubricLine
from question_bank.paper import Paper


@dataclass(frozen=True, slots=True, repr=False)
class RenderedItem:
    """One printed question. answer: as the printed letters have it; for markers only."""

    number: int
    ref: Ref
    stem: str
    options: tuple[tuple[str, str], ...]
    answer: str
    explanation: str
    basis: str
    rubric: tuple[RubricLine, ...]
    marks: Decimal

    def __repr__(self) -> str:
        return f"RenderedItem({self.number}, {self.ref})"


@dataclass(frozen=True, slots=True)
class RenderedSection:
    kind: Kind
    marks: Decimal
    items: tuple[RenderedItem, ...]

    @property
    def total(self) -> Decimal:
        return self.marks * len(self.items)

    @property
    def first(self) -> int:
        return self.items[0].number

    @property
    def last(self) -> int:
        return self.items[-1].number


@dataclass(frozen=True, slots=True)
class Rendering:
    sections: tuple[RenderedSection, ...]

    @property
    def items(self) -> tuple[RenderedItem, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def key(self) -> dict[int, str]:
        """The answer to each number."""
        return {item.number: item.answer for item in self.items}

    @property
    def total(self) -> Decimal:
        return sum((section.total for section in self.sections), Decimal(0))


def rendering(paper: Paper) -> Rendering:
    """Number the questions of a paper through its sections, options in their printed order."""
    sections = []
    number = 0
    for index, section in enumerate(paper.sections):
        items = []
        for item in paper.items:
            if item.section != index:
                continue
            number += 1
            question = item.question
            items.append(
                RenderedItem(
                    number=number,
                    ref=item.ref,
                    stem=question.stem,
                    options=item.options,
                    answer=item.key,
                    explanation=question.explanation,
                    basis=question.basis,
                    rubric=question.rubric,
                    marks=section.marks,
                )
            )
        sections.append(RenderedSection(section.kind, section.marks, tuple(items)))
    return Rendering(tuple(sections))
