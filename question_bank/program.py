"""A small 0-1 program whose rows carry the rule they stand for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rule:
    """Something a person asked for. rank: when blame is sought, the lowest is given up first."""

    text: str
    rank: int


@dataclass(frozen=True, slots=True)
class Row:
    """A bounded sum of columns; without a rule it is part of the structure."""

    low: float
    high: float
    columns: Sequence[int]
    factors: Sequence[float]
    rule: Rule | None


@dataclass(slots=True)
class Program:
    """Binary columns with costs; rows with bounds, each for a rule or for the structure."""

    costs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, cost: float = 0.0) -> int:
        """Add one thing to choose or leave, and return its index."""
        return self._add(cost, whole=True)

    def slack(self, cost: float) -> int:
        """Add one measure of how far a wish is missed, and return its index."""
        return self._add(cost, whole=False)

    def row(
        self, low: float, high: float, columns: Iterable[int], rule: Rule | None = None
    ) -> None:
        """Bound a sum of columns."""
        where = list(columns)
        self.rows.append(Row(low, high, where, [1.0] * len(where), rule))

    def row_less(self, low: float, high: float, columns: Iterable[int], less: int) -> None:
        """Bound a sum of columns minus one more."""
        where = [*columns, less]
        self.rows.append(Row(low, high, where, [1.0] * (len(where) - 1) + [-1.0], None))

    @property
    def rules(self) -> list[Rule]:
        """Every rule once, the finest first."""
        found = dict.fromkeys(row.rule for row in self.rows if row.rule is not None)
        return sorted(found, key=lambda rule: rule.rank)

    def solve(
        self, *, seconds: float, without: Collection[Rule] = (), priced: bool = True
    ) -> list[bool] | None:
        """Find the cheapest choice, or any choice where costs do not count.

        returns: which columns are chosen; None when there is provably no choice.
        raises: TimeUp.
        """
        # Here and not above: 0.2 s and 40 MB that a process without draws never pays.
        from question_bank.highs import run

        kept = [row for row in self.rows if row.rule is None or row.rule not in without]
        costs = self.costs if priced else [0.0] * len(self.costs)
        return run(costs, self.whole, kept, seconds=seconds)

    def _add(self, cost: float, *, whole: bool) -> int:
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.costs) - 1
