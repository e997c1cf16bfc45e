"""Whether this instance can do its work: /healthz and /readyz."""

import os
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from examsys import machine, schema
from examsys.jobs.waking import this_app
from examsys.kernel import glyphs
from examsys.kernel.db import db
from examsys.kernel.web import public
from examsys.parameters import calendar

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    return jsonify(alive=True)


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    state = readiness()
    return jsonify(ready=state["ready"]), 200 if state["ready"] else 503


def readiness() -> dict[str, Any]:
    """returns: {"ready": bool, "checks": {name: problem or ""}}; a notice never blocks."""
    checks = {
        "数据库": _database(),
        "任务队列": _queue(),
        "字体与排版": "；".join(machine.missing()),
    }
    notices = {"工作日历": _calendar(), "仿宋字体": _letter_font()}
    return {"ready": not any(checks.values()), "checks": {**checks, **notices}}


def migrated() -> bool:
    """Whether the database has the structure this program was written for."""
    try:
        found = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:
        found = None
    finally:
        db.session.rollback()
    return bool(found == schema.newest())


def _database() -> str:
    try:
        return "" if migrated() else "结构不是当前版本：请运行 examsys db upgrade"
    except DBAPIError as error:
        return f"无法连接：{type(error).__name__}"


def _queue() -> str:
    url = current_app.config["SETTINGS"].queue_url
    if url.startswith("sqlite:"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        return "" if os.access(folder, os.W_OK) else f"不能写入：{folder}"
    # Here and not above: the drivers take most of a second to load, which every start would pay.
    from examsys.jobs import queue

    try:
        queue.of(this_app())[0].pending_count()
    except queue.UNREACHABLE as error:
        return f"无法连接：{type(error).__name__}"
    return ""


def _calendar() -> str:
    """A calendar that ends is said, but does not stop the work: Monday to Friday then counts."""
    last = calendar.working_days().known_until
    return f"放假安排录入至 {last.year} 年，之后按周一至周五暂算"


def _letter_font() -> str:
    return "" if glyphs.letter_font_present() else "没有安装，公文以宋体打印"
