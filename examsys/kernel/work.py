"""The only place that commits.

Everything inside one `unit_of_work()` is saved together with at least one audit event, or not
saved at all. Services flush; views, commands and jobs open the unit. A form that carries a
`once_token` has its effect once, however often it is sent.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import g, has_request_context, request
from sqlalchemy import delete, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from examsys.kernel import chores, clock
from examsys.kernel.db import Model, db
from examsys.kernel.errors import Conflict, Repeated, Stale, UnauditedChange

ONCE_FIELD = "once_token"
KEEP_TOKENS = timedelta(days=30)


class OnceToken(Model):
    """A form that has had its effect."""

    __tablename__ = "once_token"
    __audited__ = False

    token: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime]


@contextmanager
def unit_of_work(*, audited: bool = True, once: bool = True) -> Iterator[None]:
    """Commit on a clean exit, roll back on any exception.

    audited: False only for units that touch plumbing tables alone.
    once: False for a reading put on record: the form's token is left for the verb after it.
    raises: UnauditedChange when rows changed and `audit.record` was never called;
            Repeated, Stale, Conflict; RuntimeError when opened inside another unit.
    """
    info = db.session().info
    if info.get("open"):
        raise RuntimeError("unit_of_work() does not nest: let the caller commit")
    # End the read transaction of the page: what was loaded before is read afresh, under the lock.
    db.session.rollback()
    info.update(open=True, changed=False, recorded=False)
    try:
        db.session.connection(execution_options={"immediate": True})
        if audited and once:  # a counter's own unit comes before the verb: the token is the verb's
            _use_once()
        yield
        db.session.flush()
        if audited and info["changed"] and not info["recorded"]:
            raise UnauditedChange("rows changed without an audit event")
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Stale("这条记录刚被他人修改，请刷新页面核对后再保存。") from error
    except IntegrityError as error:
        db.session.rollback()
        raise Conflict("与已有记录重复或关联记录已变化，未保存任何内容。请刷新后核对。") from error
    except BaseException:
        db.session.rollback()
        raise
    finally:
        info["open"] = False


def mark_recorded() -> None:
    """Called by the audit service after it adds an event."""
    db.session().info["recorded"] = True


def in_unit() -> bool:
    return bool(db.session().info.get("open"))


def _use_once() -> None:
    """Spend the form's token inside the unit; only the first unit of a request spends it."""
    if not has_request_context() or g.get("once_spent"):
        return
    token = request.form.get(ONCE_FIELD, "")
    if not token:
        return
    if db.session.scalar(select(OnceToken.id).where(OnceToken.token == token)):
        raise Repeated("这张表单已经提交并生效，没有重复处理。请返回列表查看结果。")
    db.session.add(OnceToken(token=token, used_at=clock.now()))
    db.session.flush()
    g.once_spent = True


def purge_once_tokens(*, at: datetime) -> None:
    """Forget tokens of forms that nobody can still have open."""
    db.session.execute(delete(OnceToken).where(OnceToken.used_at < at - KEEP_TOKENS))


chores.register("spent form tokens", purge_once_tokens)


@event.listens_for(db.session, "before_flush")
def _notice_rows(session: Session, *_: object) -> None:
    touched = [*session.new, *session.deleted, *filter(session.is_modified, session.dirty)]
    if any(isinstance(row, Model) and row.__audited__ for row in touched):
        session.info["changed"] = True


@event.listens_for(db.session, "do_orm_execute")
def _notice_statements(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is None or getattr(mapper.class_, "__audited__", True):
        state.session.info["changed"] = True


@event.listens_for(db.session, "before_commit")
def _only_inside_a_unit(session: Session) -> None:
    if not session.info.get("open"):
        raise RuntimeError("commit outside unit_of_work()")
