"""Rows of registers: added, approved by a second person, corrected with a reason, voided.

Nothing is ever deleted: a corrected row keeps what it said before, a voided one stays with why.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from examsys.audit import service as audit
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.personnel.models import Person
from examsys.regimes import queries
from examsys.regimes.events import RegimesEvent
from examsys.regimes.models import RegisterCorrection
from examsys.regimes.registers import Kind, Register, Values, cell, words


def add_entry(register: Register, values: Values, *, actor: Actor, at: datetime) -> Any:
    """raises: Invalid when what is given does not fit together or lies in the future."""
    _require_sound(register, values, at)
    row = register.model(entered_by=actor.name, entered_at=at, void_reason="")
    _write(row, register, values)
    db.session.add(row)
    db.session.flush()
    _record(RegimesEvent.ENTRY_ADDED, register, row, actor=actor, at=at)
    return row


def correct_entry(
    register: Register,
    row: Any,
    values: Values,
    *,
    reason: str,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Write the row anew and keep how it stood; an approval given before no longer holds.

    raises: Stale, Conflict, Invalid.
    """
    expect_version(row, version)
    _require_standing(row)
    _require_sound(register, values, at)
    before = {column.label: words(cell(column, row)) for column in register.columns}
    _write(row, register, values)
    if register.approval:
        row.approved_by = row.approved_at = None
    row.changed_by = actor.name
    db.session.flush()
    db.session.refresh(row)
    after = {column.label: words(cell(column, row)) for column in register.columns}
    if changed := {label: said for label, said in before.items() if after[label] != said}:
        db.session.add(
            RegisterCorrection(
                register=register.slug,
                entry_id=row.id,
                before=changed,
                reason=reason,
                corrected_by=actor.name,
                corrected_at=at,
            )
        )
    said = {"changed": sorted(changed), "reason": reason}
    _record(RegimesEvent.ENTRY_CORRECTED, register, row, actor=actor, at=at, **said)


def approve_entry(
    register: Register,
    row: Any,
    *,
    names: Collection[str],
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """A second person agrees. names: what this actor is called.

    raises: Stale; Conflict; NotAllowed for who entered the row or asked for it.
    """
    expect_version(row, version)
    _require_standing(row)
    if not register.approval or row.approved_at is not None:
        raise Conflict("这条记录不需要批准，或已经批准。")
    if actor.name in queries.writers(register, row) or row.applicant in names:
        raise NotAllowed("申请人和登记人不能批准这条记录，请由另一人批准。")
    row.approved_by, row.approved_at = actor.name, at
    _record(RegimesEvent.ENTRY_APPROVED, register, row, actor=actor, at=at)


def void_entry(
    register: Register, row: Any, *, reason: str, version: int | None, actor: Actor, at: datetime
) -> None:
    """The row was wrong altogether: it stays, and no longer counts.

    raises: Stale; Conflict; NotAllowed for who wrote a row that needs approval: what was done
    without it is not made to disappear by the same hand.
    """
    expect_version(row, version)
    _require_standing(row)
    if register.approval and actor.name in queries.writers(register, row):
        raise NotAllowed("登记或更正过这条记录的人不能作废它，请由另一名有批准权限的人作废。")
    row.voided_by, row.voided_at, row.void_reason = actor.name, at, reason
    _record(RegimesEvent.ENTRY_VOIDED, register, row, actor=actor, at=at, reason=reason)


def record_export(register: Register, count: int, *, form: str, actor: Actor, at: datetime) -> None:
    """Somebody took a register as a table."""
    audit.record(
        RegimesEvent.LIST_EXPORTED,
        actor=actor,
        subject=f"register_{register.slug}:list",
        at=at,
        detail={"count": count, "form": form},
    )


def _write(row: Any, register: Register, values: Values) -> None:
    for column in register.columns:
        value = values[column.name]
        if column.kind is Kind.PEOPLE:
            value = [db.session.get_one(Person, number) for number in value]
        setattr(row, column.name, value)
    if register.of_kind(Kind.CHECKS):
        row.failed = sum(not line["ok"] for line in row.lines)


def _require_standing(row: Any) -> None:
    if row.voided_at is not None:
        raise Conflict("这条记录已经作废，不能再办理。")


def _require_sound(register: Register, values: Values, at: datetime) -> None:
    today = clock.day_of(at)
    for column in register.columns:
        day: date | None = values[column.name] if column.past else None
        if day is not None and day > today:
            raise Invalid(f"{column.label}不能晚于今天。")
    if sentence := register.wrong(values):
        raise Invalid(sentence)


def _record(
    event: RegimesEvent, register: Register, row: Any, *, actor: Actor, at: datetime, **detail: Any
) -> None:
    subject = f"register_{register.slug}:{row.id}"
    audit.record(event, actor=actor, subject=subject, at=at, detail=detail)
