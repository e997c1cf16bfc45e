"""Why requirements that are each fine cannot be met together: an irreducible set of them."""

from dataclasses import dataclass
from time import monotonic

from question_bank.errors import TimeUp
from question_bank.model import Draw, Model
from question_bank.program import Program, Rule


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that contradict each other on this bank; without any one of them the rest can be met.

    exact: False when time ran out and the set may hold more than it must.
    """

    rules: tuple[str, ...]
    exact: bool = True

    @property
    def text(self) -> str:
        listed = "；".join(self.rules)
        hint = "" if self.exact else "（限时内未能缩到最小）"
        return f"以下要求单独都能满足，合在一起无法组卷：{listed}{hint}。请放宽其中一项，或补充试题"


def find_conflict(draw: Draw, *, seconds: float) -> Conflict:
    """Name the rules to blame by a deletion filter, on one form if that already fails."""
    program = Model(draw, forms=1).program
    if draw.forms > 1 and program.solve(seconds=seconds, priced=False) is not None:
        program = Model(draw, forms=draw.forms).program
    return _filter(program, seconds=seconds)


def _filter(program: Program, *, seconds: float) -> Conflict:
    """Drop each rule in turn, the finest first; what cannot be dropped is to blame."""
    until, exact = monotonic() + seconds, True
    dropped: list[Rule] = []
    for rule in program.rules:
        try:
            left = max(0.05, until - monotonic())
            feasible = program.solve(seconds=left, without=[*dropped, rule], priced=False)
        except TimeUp:
            exact = False
            continue
        if feasible is None:
            dropped.append(rule)
    blamed = [rule for rule in program.rules if rule not in dropped]
    blamed.sort(key=lambda rule: -rule.rank)
    return Conflict(tuple(rule.text for rule in blamed), exact)
