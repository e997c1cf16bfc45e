"""The child that sets pages: sealed HTML in, PDF out, one after the other, within limits.

Run by path, alone: it imports nothing of ours and may be killed at any moment. A request is a line
`{"identifier": …, "size": bytes, "seconds": limit}` and the HTML; the answer is a line
`{"missing": [characters], "failed": [sentences], "size": bytes}` and the PDF, or, its last one,
`{"refused": …}` or `{"broken": …}`. It ends when its parent is gone or asks nothing for a while.
"""

import json
import logging
import re
import resource
import select
import signal
import sys
import traceback
from types import TracebackType
from typing import Any

from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

IDLE = 600
NOTDEF = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)")


def main() -> None:
    # The parent decides when it is over; a stop meant for the whole group lets it finish a page.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.excepthook = _say_broken
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    # WeasyPrint turns this on for the whole process; a cut-off photo must stay an error.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # Shared: looking the fonts up anew for each document costs a third of its time.
    fonts, watch = FontConfiguration(), _Watch()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [watch]
    while select.select([sys.stdin], [], [], IDLE)[0] and (asked := sys.stdin.buffer.readline()):
        request = json.loads(asked)
        _allow_time(request["seconds"])
        watch.clear()
        try:
            html = sys.stdin.buffer.read(request["size"]).decode()
            made = _written(html, request["identifier"], fonts)
        except MemoryError:
            _say({"refused": "memory"})
            return
        _say({"missing": watch.missing, "failed": watch.failed, "size": len(made)}, made)


def _written(html: str, identifier: str, fonts: FontConfiguration) -> bytes:
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    made = HTML(string=html, url_fetcher=fetcher).write_pdf(
        pdf_identifier=identifier.encode(), font_config=fonts, optimize_images=False
    )
    assert isinstance(made, bytes)
    return made


def _allow_time(seconds: int) -> None:
    """The kernel ends this process when the document takes more, parent or no parent."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _say(line: dict[str, Any], body: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _say_broken(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    _say({"broken": "".join(traceback.format_exception(kind, error, trace))[-4000:]})


class _Watch(logging.Handler):
    """Notes what the PDF maker only logs: missing glyphs and things it did not load."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.clear()

    def clear(self) -> None:
        self.missing: list[str] = []
        self.failed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        found = NOTDEF.search(message)
        if found:
            self.missing.append(chr(int(found[1], 16)))
        elif message.startswith(("Failed to load", "Relative URI")):
            self.failed.append(message[:300])


if __name__ == "__main__":
    main()
