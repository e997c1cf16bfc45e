"""The ten main pages under load: median, p95, requests/s with 2 web processes, statements a page.

Loads the sample year into a temporary instance, starts the product's own server and signs in.
The baseline of every ratio is /healthz, asked in the same run. Names of pages as arguments narrow
what is measured.
"""

import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, SECONDS = 16, 4.0
PAGES = (
    ("home", "kaowu", "/"),
    ("batches", "kaowu", "/batches/"),
    ("batch", "kaowu", "/batches/2/"),
    ("candidates_50_rows", "kaowu", "/candidates/?batch_id=2"),
    ("people", "renyuan", "/personnel/"),
    ("bank_50_rows", "tiku", "/bank/"),
    ("scores", "chengji", "/scoring/?batch_id=2"),
    ("certificates_50_rows", "zhengshu", "/certificates/"),
    ("audit_50_rows", "shenji", "/audit/"),
    ("notices", "", "/notices/"),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, method: str, path: str, cookie: str = "", body: str = "") -> tuple:
    """returns: (status, headers, text) of one request."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    link.request(method, path, body=body or None, headers=headers)
    answer = link.getresponse()
    found = answer.status, answer.headers, answer.read().decode()
    link.close()
    return found


def sign_in(port: int, login: str, password: str) -> str:
    """returns: the cookie of a signed-in session."""
    _, headers, text = ask(port, "GET", "/sign-in")
    jar = SimpleCookie()
    for line in headers.get_all("Set-Cookie") or []:
        jar.load(line)
    fields = dict(re.findall(r'name="(csrf_token|once_token)" value="([^"]*)"', text))
    body = urlencode({**fields, "login": login, "password": password})
    status, headers, _ = ask(port, "POST", "/sign-in", _cookie(jar), body)
    for line in headers.get_all("Set-Cookie") or []:
        jar.load(line)
    if status != 303:
        raise SystemExit(f"could not sign in as {login}: {status}")
    return _cookie(jar)


def _cookie(jar: SimpleCookie) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())


def load(port: int, path: str, cookie: str) -> tuple[list[float], float]:
    """Ask one page from many connections. returns: (milliseconds of each answer, per second)."""
    taken: list[float] = []
    until = time.perf_counter() + SECONDS

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            link.request("GET", path, headers={"Cookie": cookie})
            answer = link.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            taken.append((time.perf_counter() - begun) * 1000)
        link.close()

    begun = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, len(taken) / (time.perf_counter() - begun)


def statements(path: str, login: str) -> int:
    """How many statements one answer takes, counted in this process."""
    from sqlalchemy import event

    from examsys.accounts import queries
    from examsys.accounts.service import sessions
    from examsys.app import create_app
    from examsys.kernel import clock
    from examsys.kernel.db import db
    from examsys.kernel.work import unit_of_work

    app = create_app()
    browser, seen = app.test_client(), []
    with app.app_context():
        if login:
            account = queries.account_by_login(login)
            with unit_of_work(audited=False):
                sid = sessions.open_session(
                    account, ip="127.0.0.1", agent="bench", second_factor=True, at=clock.now()
                )
            with browser.session_transaction() as cookie:
                cookie["sid"] = sid
        engine = db.engine
    browser.get(path)
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    browser.get(path)
    return sum(1 for statement in seen if not statement.startswith(("BEGIN", "PRAGMA")))


def main() -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as instance:
        os.environ["EXAMSYS_INSTANCE"] = instance
        command = [str(Path(sys.executable).parent / "examsys"), "serve", "--demo"]
        server = subprocess.Popen(
            [*command, "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait(port, server)
            _measure(port)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and server.poll() is None:
        try:
            if ask(port, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not become ready")


def _measure(port: int) -> None:
    from examsys.demo.cast import PASSWORD

    _, baseline = load(port, "/healthz", "")
    cookies = {login: sign_in(port, login, PASSWORD) for _, login, _ in PAGES if login}
    wanted = sys.argv[1:]
    for name, login, path in PAGES:
        if wanted and name not in wanted:
            continue
        taken, rate = load(port, path, cookies.get(login, ""))
        taken.sort()
        line = {
            "name": name,
            "value": round(rate, 1),
            "unit": "requests/s",
            "baseline": round(baseline, 1),
            "ratio": round(rate / baseline, 4),
            "n": len(taken),
            "median_ms": round(statistics.median(taken), 1),
            "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
            "statements": statements(path, login),
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
