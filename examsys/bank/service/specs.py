"""Tables of specification: edited as a draft, then enacted from a day on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from examsys.audit import service as audit
from examsys.bank import queries
from examsys.bank.events import BankEvent
from examsys.bank.facts import PointRow, RangeRow, problems, with_parents
from examsys.bank.models import SpecPoint, SpecRange, SpecTable
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict
from examsys.rules.states import LEVEL_SHORT, SpecState


def put_table(
    level: int,
    ranges: Iterable[RangeRow],
    points: Iterable[PointRow],
    *,
    actor: Actor,
    at: datetime,
) -> SpecTable:
    """Make these rows the draft of a level, in place of any earlier draft; nothing is in force yet.

    Ranges above the ones given are added with the sum of their weights.
    """
    table = queries.draft_table(level) or _new_draft(level)
    table.changed_by, table.changed_at = actor.name, at
    table.ranges.clear()
    table.points.clear()
    db.session.flush()
    parts, leaves = with_parents(ranges), list(points)
    table.ranges = [SpecRange(**_fields(row)) for row in parts]
    table.points = [SpecPoint(**_fields(row)) for row in leaves]
    _touch(table, actor=actor, at=at)
    counts = {"ranges": len(parts), "points": len(leaves)}
    _record(BankEvent.SPEC_DRAFTED, table, actor=actor, at=at, **counts)
    return table


def draft_from_current(level: int, *, actor: Actor, at: datetime) -> SpecTable:
    """Begin a draft with the rows in force, or with none. raises: Conflict when there is one."""
    if queries.draft_table(level) is not None:
        raise Conflict(f"{LEVEL_SHORT[level]}已有编制中的细目表，请在其中修改。")
    current = queries.table(level, on=clock.day_of(at))
    ranges = [_range_row(row) for row in current.ranges] if current else []
    points = [_point_row(row) for row in current.points] if current else []
    return put_table(level, ranges, points, actor=actor, at=at)


def put_row(
    table: SpecTable,
    row: RangeRow | PointRow,
    *,
    instead_of: str = "",
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Add a range or a point to a draft, or change the one with the code `instead_of`.

    raises: Stale; Conflict for a code that is taken.
    """
    _require_draft(table)
    expect_version(table, version)
    old = row_of(table, instead_of) if instead_of else None
    taken = row_of(table, row.code)
    if taken is not None and taken is not old:
        raise Conflict(f"代码 {row.code} 已用于“{taken.name}”，请换一个代码。")
    if old is None:
        _append(table, row)
    else:
        for name, value in _fields(row).items():
            setattr(old, name, value)
    _touch(table, actor=actor, at=at)
    _record(BankEvent.SPEC_CHANGED, table, actor=actor, at=at, row=row.code)


def remove_row(
    table: SpecTable, code: str, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """raises: Stale; Conflict for a range that still has something below it."""
    _require_draft(table)
    expect_version(table, version)
    row = row_of(table, code)
    if row is None:
        raise Conflict(f"细目表中已没有代码 {code}，请刷新页面。")
    if any(other.startswith(f"{code}-") for other in _codes(table)):
        raise Conflict(f"范围 {code} 之下还有内容，请先移走或删除其下各行。")
    if isinstance(row, SpecRange):
        table.ranges.remove(row)
    else:
        table.points.remove(row)
    _touch(table, actor=actor, at=at)
    _record(BankEvent.SPEC_CHANGED, table, actor=actor, at=at, removed=code)


def enact_table(table: SpecTable, *, effective_from: date, actor: Actor, at: datetime) -> None:
    """Put a draft in force from a day on. raises: Conflict with everything that stands against."""
    _require_draft(table)
    found = [message for _, message in problems(table.ranges, table.points, on=effective_from)]
    found += [f"鉴定点 {code} 下有 {n} 道在库试题，不能去掉。" for code, n in _orphans(table)]
    if not table.points:
        found.append("细目表中没有鉴定点，请先录入。")
    if found:
        raise Conflict("细目表还不能启用：" + "".join(found))
    table.state, table.effective_from = SpecState.ENACTED, effective_from
    table.name = f"{LEVEL_SHORT[table.level]}鉴定要素细目表（{effective_from}起）"
    _touch(table, actor=actor, at=at)
    since = effective_from.isoformat()
    _record(BankEvent.SPEC_ENACTED, table, actor=actor, at=at, effective_from=since)


def discard_draft(table: SpecTable, *, actor: Actor, at: datetime) -> None:
    """Throw a draft away; what is in force stays. raises: Conflict when it is not a draft."""
    _require_draft(table)
    _record(BankEvent.SPEC_DISCARDED, table, actor=actor, at=at, rows=len(table.points))
    db.session.delete(table)
    db.session.flush()


def current_rows(table: SpecTable | None) -> tuple[list[RangeRow], list[PointRow]]:
    """The rows of a table as they were typed in, for comparison."""
    if table is None:
        return [], []
    return [_range_row(row) for row in table.ranges], [_point_row(row) for row in table.points]


def _new_draft(level: int) -> SpecTable:
    name = f"{LEVEL_SHORT[level]}鉴定要素细目表（编制中）"
    table = SpecTable(level=level, name=name, state=SpecState.DRAFTING)
    db.session.add(table)
    return table


def _append(table: SpecTable, row: RangeRow | PointRow) -> None:
    if isinstance(row, RangeRow):
        table.ranges.append(SpecRange(**_fields(row)))
    else:
        table.points.append(SpecPoint(**_fields(row)))


def _codes(table: SpecTable) -> list[str]:
    return [part.code for part in table.ranges] + [point.code for point in table.points]


def row_of(table: SpecTable, code: str) -> SpecRange | SpecPoint | None:
    """The range or point with this code."""
    rows: Sequence[SpecRange | SpecPoint] = [*table.ranges, *table.points]
    return next((row for row in rows if row.code == code), None)


def _orphans(table: SpecTable) -> list[tuple[str, int]]:
    """Points that items of the level lie under and that the table lacks."""
    item = queries.ITEM
    query = select(item.c.point_code, func.count()).where(
        item.c.level == table.level, item.c.status != "retired"
    )
    rows = db.session.execute(query.group_by(item.c.point_code).order_by(item.c.point_code))
    known = {row.code for row in table.points}
    return [(code, n) for code, n in rows if code not in known]


def _require_draft(table: SpecTable) -> None:
    if table.state is not SpecState.DRAFTING:
        raise Conflict("细目表已启用，不能再改。需要修订时请新编一份。")


def _touch(table: SpecTable, *, actor: Actor, at: datetime) -> None:
    table.changed_by, table.changed_at = actor.name, at
    db.session.flush()


def _range_row(row: SpecRange) -> RangeRow:
    return RangeRow(row.code, row.name, row.theory_weight, row.skill_weight)


def _point_row(row: SpecPoint) -> PointRow:
    return PointRow(row.code, row.name, row.importance)


def _fields(row: RangeRow | PointRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}


def _record(
    event: BankEvent, table: SpecTable, *, actor: Actor, at: datetime, **detail: object
) -> None:
    body = {"level": table.level, **detail}
    audit.record(event, actor=actor, subject=f"spec:{table.id}", at=at, detail=body)
