"""Alembic's entry: run the numbered migrations on the application's database."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, TypeDecorator

from examsys.kernel.db import db


def render_item(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Write our column types as the plain types they are: migrations import no models."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with db.engine.connect() as opened:
    run(opened)
    opened.commit()
