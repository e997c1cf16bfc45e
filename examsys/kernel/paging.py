"""One way to list: filter and sort kept in the address, fifty rows a page, two statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from sqlalchemy import Select, func

from examsys.kernel.db import db
from examsys.kernel.web import address

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of rows and what is needed to move to another one."""

    rows: Sequence[Any]
    total: int
    page: int
    pages: int
    sort: str
    dir: str
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def q(self) -> str:
        return self.args.get("q", "")

    @property
    def first(self) -> int:
        return (self.page - 1) * PER_PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        return (self.page - 1) * PER_PAGE + len(self.rows)

    def url(self, **changes: object) -> str:
        """This list's address with some of its arguments changed; None removes one."""
        args: dict[str, Any] = {**(request.view_args or {}), **self.args}
        args.update(changes)
        kept = {key: value for key, value in args.items() if value not in (None, "")}
        return address(request.endpoint or "", **kept)


def listing(query: Select[Any], *, sorts: Mapping[str, Any], default: str) -> Listing:
    """Count, sort and cut `query` by the request's arguments.

    query: without GROUP BY or DISTINCT, so that its rows are what is counted.
    sorts: key in the address → column, or tuple of columns; a strange key means `default`.
    default: a key of `sorts`, with a leading '-' for descending.
    """
    args = {key: value for key, value in request.args.items() if value}
    wanted = args.get("sort", default)
    if wanted.lstrip("-") not in sorts:
        wanted = default
    key, down = wanted.lstrip("-"), wanted.startswith("-")
    counted = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    total = db.session.scalar(counted)
    pages = max(1, -(-(total or 0) // PER_PAGE))
    page = min(max(1, _whole(args.get("page", "1"))), pages)
    columns = sorts[key] if isinstance(sorts[key], tuple) else (sorts[key],)
    ordered = query.order_by(None).order_by(*(c.desc() if down else c for c in columns))
    cut = ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    single = len(query.column_descriptions) == 1
    result = db.session.scalars(cut) if single else db.session.execute(cut)
    direction = "desc" if down else "asc"
    return Listing(result.all(), total or 0, page, pages, key, direction, args)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 1
