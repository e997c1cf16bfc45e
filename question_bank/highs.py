"""Running a program on HiGHS: one thread, a fixed seed, a limit in time.

Loaded with the first draw only, because it costs every process that imports it time and memory.
"""

from collections.abc import Sequence

import highspy
import numpy as np

from question_bank.errors import TimeUp
from question_bank.program import Row

OPTIONS: tuple[tuple[str, bool | int | float | str], ...] = (
    ("output_flag", False),
    ("threads", 1),
    ("parallel", "off"),
    ("random_seed", 1),
    ("mip_rel_gap", 0.0),
)
NONE = (
    highspy.HighsModelStatus.kInfeasible,
    # Nothing here is unbounded, so the doubtful answer means the same.
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def run(
    costs: Sequence[float], whole: Sequence[bool], rows: Sequence[Row], *, seconds: float
) -> list[bool] | None:
    """returns: which columns are chosen; None when there is provably no choice. raises: TimeUp."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (*OPTIONS, ("time_limit", seconds)):
        solver.setOptionValue(option, value)
    solver.passModel(_model(costs, whole, rows))
    solver.run()
    status = solver.getModelStatus()
    if status in NONE:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise TimeUp(seconds)
    return [value > 0.5 for value in solver.getSolution().col_value]


def _model(costs: Sequence[float], whole: Sequence[bool], rows: Sequence[Row]) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), len(rows)
    model.col_cost_ = np.array(costs, dtype=np.double)
    model.col_lower_ = np.zeros(len(costs))
    model.col_upper_ = np.where(whole, 1.0, highspy.kHighsInf)
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in whole]
    model.row_lower_ = np.array([row.low for row in rows], dtype=np.double)
    model.row_upper_ = np.array([row.high for row in rows], dtype=np.double)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.columns) for row in rows)]).astype(np.int32)
    matrix.index_ = np.array([c for row in rows for c in row.columns], dtype=np.int32)
    matrix.value_ = np.array([f for row in rows for f in row.factors], dtype=np.double)
    return model
