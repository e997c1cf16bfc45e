"""The registers as lists; one page and one export serve them all."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.accounts import queries as accounts
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.exports import table_file
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, page
from examsys.kernel.work import unit_of_work
from examsys.regimes import queries, service
from examsys.regimes.registers import REGISTERS, Column, Kind, Register, cell, words
from examsys.regimes.views.blueprint import bp, crumbs, register_crumbs
from examsys.rules.regimes import BY_NUMBER

SORTABLE = {Kind.LINE, Kind.DAY, Kind.MOMENT, Kind.WHOLE, Kind.MONEY, Kind.LEVEL, Kind.HOURS}


@bp.get("/registers/")
@allow("registers.read")
def registers() -> ResponseReturnValue:
    return page(
        "regimes/registers.html",
        title="登记簿",
        registers=[(one, BY_NUMBER[one.regime]) for one in REGISTERS],
        counts=queries.counts(),
        crumbs=crumbs("登记簿"),
    )


@bp.get("/registers/<slug>/")
@allow("registers.read")
def entries(slug: str) -> ResponseReturnValue:
    register = queries.register(slug)
    sorts = {c.name: getattr(register.model, c.name) for c in _sortable(register)}
    found = listing(_filtered(register), sorts=sorts, default=f"-{register.day}")
    return page(
        "regimes/entries.html",
        title=register.title,
        register=register,
        listing=found,
        sortable=set(sorts),
        cell=cell,
        words=words,
        batches=queries.batch_choices() if register.of_kind(Kind.BATCH) else [],
        crumbs=register_crumbs(register),
    )


@bp.get("/registers/<slug>/export.<any(xlsx, csv):form>")
@allow("registers.read")
def export_entries(slug: str, form: str) -> ResponseReturnValue:
    """The current filter as a table; the log says who took how many."""
    register = queries.register(slug)
    names = accounts.everybody()
    day = getattr(register.model, register.day)
    rows = [
        (
            *(cell(column, row) for column in register.columns),
            names.get(row.entered_by, row.entered_by),
            row.entered_at,
            *_approval(register, row, names),
            row.void_reason,
        )
        for row in db.session.scalars(_filtered(register).order_by(day.desc()))
    ]
    approval = ("批准人", "批准时间") if register.approval else ()
    labels = [column.label for column in register.columns]
    with unit_of_work():
        service.record_export(register, len(rows), form=form, actor=actor(), at=clock.now())
    headings = (*labels, "登记人", "登记时间", *approval, "作废原因")
    return table_file(register.title, headings, rows, form=form)


def _sortable(register: Register) -> list[Column]:
    return [column for column in register.listed if column.kind in SORTABLE]


def _filtered(register: Register) -> Select[Any]:
    args = request.args
    year, batch = args.get("year", ""), args.get("batch_id", "")
    return queries.entries(
        register,
        q=args.get("q", ""),
        year=int(year) if year.isdecimal() else None,
        batch_id=int(batch) if batch.isdecimal() else None,
        state=args.get("state", ""),
    )


def _approval(register: Register, row: Any, names: Mapping[str, str]) -> tuple[Any, ...]:
    if not register.approval:
        return ()
    return names.get(row.approved_by or "", row.approved_by), row.approved_at
