"""The lines of the running log: JSON on stderr, without personal numbers."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.contextvars import merge_contextvars
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
