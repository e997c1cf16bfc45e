"""A small 0-1 program whose rows carry the rule they stand for, solved by HiGHS.

One thread and a fixed seed: the same program gives the same answer.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from question_bank.errors import BankError

Row = tuple[float, float, list[int], list[float], "Rule | None"]


class TimeUp(BankError):
    """The solver was stopped before it knew the answer."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"组卷计算超过 {seconds:g} 秒仍无结论，请减少套数或放宽要求后重试。")


@dataclass(frozen=True, slots=True)
class Rule:
    """Something a person asked for. rank: when blame is sought, the lowest is given up first."""

    text: str
    rank: int


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

    def _add(self, cost: float, *, whole: bool) -> int:
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(
        self,
        low: float,
        high: float,
        columns: Iterable[int],
        rule: Rule | None = None,
        factors: list[float] | None = None,
    ) -> None:
        """Bound a sum of columns."""
        where = list(columns)
        self.rows.append((low, high, where, factors or [1.0] * len(where), rule))

    @property
    def rules(self) -> list[Rule]:
        """Every rule once, the finest first."""
        found = dict.fromkeys(rule for *_, rule in self.rows if rule is not None)
        return sorted(found, key=lambda rule: rule.rank)

    def solve(
        self, *, seconds: float, without: Collection[Rule] = (), priced: bool = True
    ) -> list[bool] | None:
        """Find the cheapest choice, or any choice where costs do not count.

        returns: which columns are chosen; None when there is provably no choice.
        raises: TimeUp.
        """
        kept = [row for row in self.rows if row[4] is None or row[4] not in without]
        solver = _solver(seconds)
        solver.passModel(self._model(kept, priced=priced))
        solver.run()
        status = solver.getModelStatus()
        # A program of binaries is never unbounded, so the doubtful status means infeasible.
        if status in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise TimeUp(seconds)
        return [value > 0.5 for value in solver.getSolution().col_value]

    def _model(
        self,
        rows: Sequence[Row],
        *,
        priced: bool,
    ) -> highspy.HighsLp:
        count = len(self.costs)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, len(rows)
        model.col_cost_ = np.array(self.costs if priced else [0.0] * count, dtype=np.double)
        model.col_lower_ = np.zeros(count)
        model.col_upper_ = np.where(self.whole, 1.0, highspy.kHighsInf)
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in self.whole]
        model.row_lower_ = np.array([row[0] for row in rows], dtype=np.double)
        model.row_upper_ = np.array([row[1] for row in rows], dtype=np.double)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        starts = np.cumsum([0, *(len(row[2]) for row in rows)])
        matrix.start_ = starts.astype(np.int32)
        matrix.index_ = np.array([c for row in rows for c in row[2]], dtype=np.int32)
        matrix.value_ = np.array([f for row in rows for f in row[3]], dtype=np.double)
        return model


def _solver(seconds: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", 1),
        ("mip_rel_gap", 0.0),
        ("time_limit", seconds),
    ):
        solver.setOptionValue(option, value)
    return solver
