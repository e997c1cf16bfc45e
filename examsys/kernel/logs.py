"""The running log: JSON lines on stderr, one per request, without personal numbers.

It is for whoever keeps the system running. What was done to whom stands in the audit log only.
"""

import logging
import re
import secrets
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor

# An ID number (18 or the old 15 digits) or a mobile number, whatever it stands in.
PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXxＸｘ]|\d{15}|(?:86)?1[3-9]\d{9})(?!\d)")
MASK = "***"
SHARED: list[Processor] = [
    merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        *SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)
log = structlog.stdlib.get_logger("examsys.request")


class Lines(logging.Handler):
    """Writes to the stderr of the moment, as one line each."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except (OSError, ValueError):
            self.handleError(record)


def configure(level: int = logging.INFO) -> None:
    """Send everything this process logs, libraries included, through one handler."""
    handler = Lines()
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers[:] = [*(h for h in root.handlers if not isinstance(h, Lines)), handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("examsys").setLevel(level)
    # They tell every step of every print; what goes wrong in one is raised by `kernel.pdf`.
    for chatty in ("weasyprint.progress", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def formatter() -> logging.Formatter:
    """returns: what makes a masked line of JSON of a record."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_personal_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def without_personal_numbers(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Mask anything like an ID number or a mobile number, at any depth of the line."""
    return {name: _masked(value) for name, value in line.items()}


def install(app: Flask) -> None:
    """Number every request, and log one line when it is answered."""
    app.before_request(_begin)
    app.after_request(_answered)


def reference() -> str:
    """The number of this request, as the log and the page of an error show it."""
    number: str = g.setdefault("request_id", secrets.token_hex(4))
    return number


def _begin() -> None:
    for name in ("request_id", "broken"):
        g.pop(name, None)  # one application context may serve several requests
    g.request_began = time.perf_counter()
    clear_contextvars()
    bind_contextvars(request=reference())


def _answered(response: Response) -> Response:
    began = g.get("request_began")
    who = g.get("actor")
    log.info(
        "answered",
        method=request.method,
        endpoint=request.endpoint or "",
        status=response.status_code,
        ms=None if began is None else round((time.perf_counter() - began) * 1000, 1),
        actor=who.name if who else "",
    )
    return response


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return PERSONAL.sub(MASK, value)
    if isinstance(value, dict):
        return {_masked(name): _masked(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_masked(inner) for inner in value]
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return MASK if PERSONAL.search(str(value)) else value
    return PERSONAL.sub(MASK, str(value))
