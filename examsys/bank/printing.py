"""What leaves the bank as a table: metadata, never text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from examsys.bank import queries
from examsys.kernel.exports import Cell
from examsys.rules.states import LEVEL_SHORT, ItemStatus, label
from question_bank import COMPONENT_NAMES, DIFFICULTY_NAMES, KIND_NAMES, Component, Kind

METADATA_COLUMNS = (
    "试题编号", "版本", "等级", "科目", "鉴定点代码", "鉴定点", "题型", "难度", "配分", "状态",
    "命题人", "审定人", "入库时间", "更新时间", "使用次数", "最近使用",
)  # fmt: skip


def metadata_rows(rows: Sequence[Any], *, on: date) -> list[list[Cell]]:
    """Rows of `queries.items` in the order of `METADATA_COLUMNS`."""
    points = queries.point_names(on=on)
    names = queries.names([key for row in rows for key in (row.written_by, row.reviewed_by)])
    return [
        [
            str(row.uuid),
            row.version,
            LEVEL_SHORT[row.level],
            COMPONENT_NAMES[Component(row.component)],
            row.point_code,
            points.get((row.level, row.point_code), ""),
            KIND_NAMES[Kind(row.kind)],
            f"{row.difficulty} {DIFFICULTY_NAMES[row.difficulty]}",
            row.marks,
            label(ItemStatus(row.status)),
            names[row.written_by],
            names[row.reviewed_by] if row.reviewed_by else "",
            row.created_at,
            row.updated_at,
            row.times_used,
            row.last_used_on,
        ]
        for row in rows
    ]
