"""Compositions of papers to start a blueprint from; every agency may plan otherwise.

source: domain §3.6, shaped after published compositions; the ministry fixes none.
"""

from collections.abc import Mapping
from decimal import Decimal

from question_bank.blueprint import Section
from question_bank.cards import Component, Kind

_ESSAYS = (
    Section(Kind.SINGLE, 20, Decimal(1)),
    Section(Kind.MULTIPLE, 10, Decimal(2)),
    Section(Kind.TRUE_FALSE, 12, Decimal(1)),
    Section(Kind.SHORT, 4, Decimal(7)),
    Section(Kind.SHORT, 2, Decimal(10)),
)
_THEORY: Mapping[int, tuple[Section, ...]] = {
    4: (Section(Kind.SINGLE, 80, Decimal(1)), Section(Kind.TRUE_FALSE, 20, Decimal(1))),
    3: (
        Section(Kind.SINGLE, 60, Decimal(1)),
        Section(Kind.MULTIPLE, 10, Decimal(2)),
        Section(Kind.TRUE_FALSE, 20, Decimal(1)),
    ),
    2: _ESSAYS,
    1: _ESSAYS,
}
_SKILL = (Section(Kind.CASE, 4, Decimal(15)), Section(Kind.CASE, 2, Decimal(20)))


def composition(level: int, component: Component) -> tuple[Section, ...]:
    """The sections a paper usually has; empty where no composition was ever published."""
    if component is Component.THEORY:
        return _THEORY.get(level, ())
    return _SKILL if component is Component.SKILL else ()
