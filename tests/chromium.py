"""A real Chromium for tests, which can neither outlive them nor hang them.

Playwright waits for its driver without a limit when it closes, and `evaluate` waits for the page
without one. Whatever waits too long loses the processes it waits for: `leash` kills them.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

from playwright.sync_api import Browser, Error, sync_playwright

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # the shared memory of a container is too small for a browser
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
CLOSING, WORKING = 20.0, 240.0  # seconds


@contextmanager
def running() -> Iterator[Browser]:
    """A browser that is gone afterwards, and its driver too."""
    before = children(os.getpid())
    driver = sync_playwright().start()
    ours = children(os.getpid()) - before
    try:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        yield browser
    finally:
        with leash(ours, CLOSING), suppress(Error):
            browser.close()
        with leash(ours, CLOSING), suppress(Error):
            driver.stop()


@contextmanager
def leash(pids: set[int], seconds: float) -> Iterator[None]:
    """Kill these processes and all below them unless the block ends in time."""
    timer = Timer(seconds, kill, args=(pids,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def kill(pids: set[int]) -> None:
    for pid in pids:
        below = children(pid)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        kill(below)


def children(pid: int) -> set[int]:
    """The processes that this one started and that still run."""
    found = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found |= {int(word) for word in task.read_text().split()}
    return found
