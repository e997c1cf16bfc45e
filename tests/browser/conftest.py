"""A served sample year, and browsers in front of it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from examsys.demo.cast import PASSWORD
from tests.chromium import WORKING, children, leash, running

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Place:
    """Where the sample year is served, and where it lies."""

    url: str
    instance: Path
    world: dict[str, str]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The product's own server processes on a free port; gone at the end, whatever happens."""
    instance = tmp_path_factory.mktemp("served") / "instance"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    world = {name: text for name, text in os.environ.items() if not name.startswith("EXAMSYS_")}
    world |= {"EXAMSYS_INSTANCE": str(instance), "EXAMSYS_PORT": str(port)}
    stage = [sys.executable, "-m", "tests.browser.stage"]
    subprocess.run(stage, cwd=ROOT, env=world, check=True, timeout=900)
    serve = [sys.executable, "-m", "examsys.cli", "serve", "--workers", "1"]
    with (instance.parent / "served.log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=world, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(f"{url}/readyz", server)
            yield Place(url, instance, world)
        finally:
            _end(server)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:  # also what urllib raises
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server was not ready within three minutes")


def _end(server: "subprocess.Popen[bytes]") -> None:
    below = children(server.pid)
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)
    for pid in below:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as chromium:
        yield chromium


Seat = Callable[..., Page]


@pytest.fixture
def seat(browser: Browser, place: Place) -> Iterator[Seat]:
    """`seat("kaowu")`: a page signed in by its form; `seat()`: a visitor's.

    Whatever the console says and every script error fails the test at its end.
    """
    complaints: list[str] = []
    contexts = []

    def sit(login: str = "", width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=place.url,
            locale="zh-CN",
            accept_downloads=True,
        )
        context.set_default_timeout(90_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{page.url} {said.type} {said.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
        if login:
            page.goto("/sign-in")
            page.get_by_label("账号").fill(login)
            page.get_by_label("口令").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    with leash(children(os.getpid()), WORKING):
        yield sit
        for context in contexts:
            context.close()
    assert [one for one in complaints if "favicon" not in one] == []
