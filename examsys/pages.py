"""What every answer shares: page context, filters, headers, and the pages of refusal."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, StatementError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import IntegerConverter

from examsys.kernel import clock, logs, textual
from examsys.kernel.db import db
from examsys.kernel.errors import AppError
from examsys.kernel.web import address, may, once_token, static
from examsys.navigation import menu
from examsys.rules import states

CSP = (
    "default-src 'none'; connect-src 'self'; font-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
OTHER_HOST = (
    "这不是本系统公布的网址，没有办理。请使用公布的网址打开；"
    "网址有变化时由系统管理员设置 EXAMSYS_PUBLIC_URL。"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a number that a row can have; another one is not found."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": 2**31 - 1, **options})


def install(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.filters.update(
        day=_day,
        moment=_moment,
        cn_day=textual.cn_day,
        plain_day=textual.plain_day,
        percent=_percent,
        label=states.label,
        tone=states.tone,
        marks=_marks,
    )
    app.jinja_env.globals.update(
        url_for=address,
        may=may,
        once_token=once_token,
        static=static,
        level_name=states.LEVELS.get,
        level_short=level_short,
    )
    # Features add what the frame of every signed-in page shows; see `frame`.
    app.extensions.setdefault("frame", [])
    app.context_processor(frame)
    app.after_request(_headers)
    app.register_error_handler(AppError, _refusal)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(OperationalError, _no_database)
    for kind in (StatementError, OverflowError):
        app.register_error_handler(kind, _no_such_value)
    app.register_error_handler(HTTPException, _http)


def frame() -> dict[str, Any]:
    """What the frame of a page shows: menu, account, batch in hand, what is due."""
    shown: dict[str, Any] = {
        "agency_name": "职业技能等级认定管理系统",
        "account": g.get("account"),
        "menu": [],
        "batch_in_hand": None,
        "batches_to_choose": [],
        "batch_switch_url": None,
        "search_url": None,
        "due_count": 0,
        "seal_state": None,
        "crumbs": [],
        "title": "",
        "today": clock.today(),
    }
    if g.get("broken"):  # the parts ask the database, which may be what is broken
        return shown
    if g.get("actor") is not None:
        shown["menu"] = menu()
    for part in current_app.extensions["frame"]:
        shown.update(part())
    return shown


def level_short(level: int) -> str:
    return states.LEVEL_SHORT[level]


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refusal(error: AppError) -> ResponseReturnValue:
    return _error_page(error.status, str(error))


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _error_page(422, "页面已过期，没有保存任何内容。请返回上一页刷新后重新提交。")


def _no_database(error: OperationalError) -> ResponseReturnValue:
    """Locked for too long, full, read-only or away: nothing was saved, and it may pass."""
    current_app.logger.error("database does not answer", exc_info=error)
    return _error_page(503, "数据库暂时不能读写，本次没有改动任何内容。")


def _no_such_value(error: StatementError | OverflowError) -> ResponseReturnValue:
    """A filter or field that no column can hold: too large, no word of the list, a NUL."""
    cause = error.orig if isinstance(error, StatementError) else error
    if not isinstance(error, DataError) and not isinstance(cause, ValueError | OverflowError):
        raise error
    current_app.logger.error("a value no column can hold", exc_info=error)
    db.session.rollback()  # PostgreSQL answers nothing more in a transaction that failed
    if request.method in {"GET", "HEAD"}:
        return _error_page(404, "网址中的条件不存在或超出范围。请返回列表重新选择。")
    return _error_page(422, "填写的内容超出范围或含有不能保存的字符，没有保存。请修改后重新提交。")


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):  # no page: its links would lead to that host
        return Response(OTHER_HOST, 400, content_type="text/plain; charset=utf-8")
    return _error_page(error.code, "")


def _error_page(status: int, message: str) -> ResponseReturnValue:
    known = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
    name = status if status in known - {400, 405} else {400: 422, 405: 404}.get(status, 500)
    g.broken = status >= 500
    shown = {"message": message, "title": "", "reference": logs.reference() if g.broken else ""}
    return render_template(f"errors/{name}.html", **shown), status


def _day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    return (clock.day_of(value) if isinstance(value, datetime) else value).isoformat()


def _moment(value: datetime | None) -> str:
    return "" if value is None else clock.local(value).strftime("%Y-%m-%d %H:%M")


def _percent(value: Fraction | float | Decimal | None) -> str:
    return "—" if value is None else f"{float(value) * 100:.1f}%"


def _marks(value: Decimal | StrEnum | None) -> str:
    """Marks as people write them: 60, 72.5."""
    if value is None:
        return "—"
    return states.label(value) if isinstance(value, StrEnum) else f"{value.normalize():f}"
