"""Examiner cards: number, name, grade, levels and term; no ID number, not even in the QR code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from examsys.kernel.pdf import qr_svg_data_uri, render_pdf
from examsys.personnel.models import Appointment
from examsys.rules.states import LEVEL_SHORT

# source: domain.md 5.4: 考评员 for 三级 and below, 高级考评员 for 二级, 一级 and all others.
SENIOR = (1, 2)


@dataclass(frozen=True, slots=True)
class Card:
    number: str
    name: str
    grade: str
    levels: str
    employer: str
    until: date

    @property
    def qr(self) -> str:
        """The card number alone."""
        return qr_svg_data_uri(self.number)


def cards_of(held: Sequence[Appointment]) -> list[Card]:
    """One card a person, valid until the first of the terms ends."""
    terms: dict[int, list[Appointment]] = {}
    for one in held:
        terms.setdefault(one.person_id, []).append(one)
    return [_card(rows) for rows in terms.values()]


def cards_pdf(cards: Sequence[Card], *, on: date) -> bytes:
    """Ten to a page, to be cut out. raises: glyphs.Unprintable."""
    return render_pdf(
        "personnel/print/cards.html",
        identifier=f"personnel-cards-{on}",
        title="考评员证",
        cards=cards,
        on=on,
    )


def _card(rows: list[Appointment]) -> Card:
    first = min(rows, key=lambda one: one.id)
    levels = sorted({one.level for one in rows if one.level}, reverse=True)
    return Card(
        number=f"KP{first.since:%Y}{first.id:06d}",
        name=first.person.name,
        grade="高级考评员" if levels and levels[-1] in SENIOR else "考评员",
        levels="、".join(LEVEL_SHORT[level] for level in levels),
        employer=first.person.employer,
        until=min(one.until for one in rows),
    )
