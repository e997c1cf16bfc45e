"""What the agency does with its bank. Callers open the unit of work."""

from examsys.bank.facts import PointRow, RangeRow
from examsys.bank.service.items import (
    ItemDraft,
    add_item,
    already,
    require_editable,
    require_own,
    revise_item,
    take_in,
    twins,
)
from examsys.bank.service.reviews import (
    decide_item,
    record_export,
    require_may_open,
    require_reviewer,
    retire_item,
    send_items,
)
from examsys.bank.service.samples import decide_samples, mark_samples
from examsys.bank.service.specs import (
    current_rows,
    discard_draft,
    draft_from_current,
    enact_table,
    put_row,
    put_table,
    remove_row,
    row_of,
)
from examsys.bank.service.writers import appointed, writer_key

__all__ = [
    "ItemDraft",
    "PointRow",
    "RangeRow",
    "add_item",
    "already",
    "appointed",
    "current_rows",
    "decide_item",
    "decide_samples",
    "discard_draft",
    "draft_from_current",
    "enact_table",
    "mark_samples",
    "put_row",
    "put_table",
    "record_export",
    "remove_row",
    "require_editable",
    "require_may_open",
    "require_own",
    "require_reviewer",
    "retire_item",
    "revise_item",
    "row_of",
    "send_items",
    "take_in",
    "twins",
    "writer_key",
]
