"""The two passes of entry: who may take part, saving a grid, handing a pass in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, Missing, NotAllowed, Stale
from examsys.rules.marking import Mark
from examsys.rules.states import Component, label
from examsys.scoring import queries
from examsys.scoring.events import ScoringEvent
from examsys.scoring.models import Entry, EntryPass, Script
from examsys.scoring.service.codes import require_scoring
from examsys.scoring.service.comparison import compare

PASS_WORDS = {1: "第一遍", 2: "第二遍"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: what is in it now, and what the page showed when it was opened."""

    script_id: int
    mark: Mark | None
    seen: Mark | None
    seen_version: int


class StaleMarks(Stale):
    """Somebody else saved other marks meanwhile; `found` holds them by script."""

    def __init__(self, found: Mapping[int, Entry | None]) -> None:
        super().__init__(f"有 {len(found)} 份成绩在打开页面之后已被他人修改，请逐份核对后再保存。")
        self.found = found


def take_pass(
    batch: Batch, component: Component, pass_no: int, *, actor: Actor, at: datetime
) -> EntryPass:
    """Take part in a pass; whoever takes part in the other one may not.

    raises: NotAllowed, Conflict, Missing.
    """
    require_scoring(batch)
    mine, other = _locked(batch.id, component, pass_no)
    if mine.submitted_at is not None:
        raise Conflict(f"{label(component)}{PASS_WORDS[pass_no]}录入已经提交。")
    if actor.name in other.people:
        raise NotAllowed(
            f"本人已参加{label(component)}{PASS_WORDS[other.pass_no]}录入，"
            f"{PASS_WORDS[pass_no]}须由另一人录入。"
        )
    if actor.name not in mine.people:
        mine.people = [*mine.people, actor.name]
        _record(ScoringEvent.ENTRY_TAKEN, mine, actor=actor, at=at)
    return mine


def save_marks(
    batch: Batch,
    component: Component,
    pass_no: int,
    cells: Sequence[Cell],
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Save what changed in a grid, all or nothing. returns: how many marks changed.

    raises: NotAllowed, Conflict, Invalid; StaleMarks with what others saved meanwhile.
    """
    mine = _require_mine(batch, component, pass_no, actor=actor)
    scripts = {row.id: row for row in queries.scripts(batch.id, component)}
    if any(cell.script_id not in scripts for cell in cells):
        raise Invalid("表中有不属于本批次的答卷，请刷新页面后重新录入。")
    changed = [cell for cell in cells if _differs(cell, scripts[cell.script_id], pass_no)]
    stale = {
        cell.script_id: scripts[cell.script_id].entry(pass_no)
        for cell in changed
        if _known(scripts[cell.script_id].entry(pass_no)) != (cell.seen_version, cell.seen)
    }
    if stale:
        raise StaleMarks(stale)
    for cell in changed:
        _write(cell, scripts[cell.script_id], pass_no, actor=actor, at=at)
    db.session.flush()
    if changed:
        _record(ScoringEvent.ENTRY_SAVED, mine, actor=actor, at=at, changed=len(changed))
    return len(changed)


def submit_pass(
    batch: Batch, component: Component, pass_no: int, *, actor: Actor, at: datetime
) -> None:
    """Hand a complete pass in; when both are in, they are compared.

    raises: Conflict while scripts are without an entry.
    """
    mine = _require_mine(batch, component, pass_no, actor=actor)
    db.session.expire_all()
    scripts = queries.scripts(batch.id, component)
    empty = [row.blind_code for row in scripts if row.entry(pass_no) is None]
    if empty:
        named = "、".join(empty[:5]) + ("等" if len(empty) > 5 else "")
        raise Conflict(f"还有 {len(empty)} 份没有录入（保密号 {named}），请录完后再提交。")
    mine.submitted_by, mine.submitted_at = actor.name, at
    both = queries.passes(batch.id)
    if all(both[component, number].submitted_at for number in (1, 2)):
        compare(batch, scripts, actor=actor, at=at)
    _record(ScoringEvent.ENTRY_SUBMITTED, mine, actor=actor, at=at, scripts=len(scripts))


def require_member(entry_pass: EntryPass, *, actor: Actor) -> None:
    """raises: NotAllowed for everybody who does not take part in the pass."""
    if actor.name not in entry_pass.people:
        raise NotAllowed("尚未承担这一遍录入。请从成绩登录页按“开始录入”进入。")


def _require_mine(batch: Batch, component: Component, pass_no: int, *, actor: Actor) -> EntryPass:
    require_scoring(batch)
    mine, _ = _locked(batch.id, component, pass_no)
    require_member(mine, actor=actor)
    if mine.submitted_at is not None:
        raise Conflict(
            f"{label(component)}{PASS_WORDS[pass_no]}录入已经提交，不能再改。"
            "确需更正的，由成绩负责人申请更正。"
        )
    return mine


def _locked(batch_id: int, component: Component, pass_no: int) -> tuple[EntryPass, EntryPass]:
    """This pass and the other one, both locked, so that nobody slips into both."""
    query = (
        select(EntryPass)
        .where(EntryPass.batch_id == batch_id, EntryPass.component == component)
        .order_by(EntryPass.pass_no)
        .with_for_update()
    )
    found = {row.pass_no: row for row in db.session.scalars(query)}
    if pass_no not in found:
        raise Missing("没有这一遍录入。请先由成绩负责人生成保密号。")
    return found[pass_no], found[3 - pass_no]


def _known(entry: Entry | None) -> tuple[int, Mark | None]:
    return (entry.version, entry.as_mark) if entry else (0, None)


def _differs(cell: Cell, script: Script, pass_no: int) -> bool:
    """Whether this person changed the cell to something that is not there yet."""
    return cell.mark != cell.seen and cell.mark != _known(script.entry(pass_no))[1]


def _write(cell: Cell, script: Script, pass_no: int, *, actor: Actor, at: datetime) -> None:
    entry = script.entry(pass_no)
    if cell.mark is None:
        if entry is not None:
            script.entries.remove(entry)
            db.session.delete(entry)
        return
    if entry is None:
        entry = Entry(pass_no=pass_no)
        script.entries.append(entry)
    entry.mark, entry.value = cell.mark.kind, cell.mark.score
    entry.entered_by, entry.entered_at = actor.name, at


def _record(
    event: ScoringEvent, of: EntryPass, *, actor: Actor, at: datetime, **detail: object
) -> None:
    audit.record(
        event,
        actor=actor,
        subject=f"batch:{of.batch_id}",
        at=at,
        detail={"component": of.component.value, "pass": of.pass_no, **detail},
    )
