"""The running log of the web: one line per request.

It is for whoever keeps the system running. What was done to whom stands in the audit log only.
"""

import secrets
import time

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

log = structlog.stdlib.get_logger("examsys.request")


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
