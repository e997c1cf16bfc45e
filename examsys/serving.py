"""The verbs that run an instance: serve, status, demo."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examsys import config, machine, prepared, schema
from examsys.kernel import keys
from examsys.kernel.errors import Conflict

if TYPE_CHECKING:
    from flask import Flask

READY_WITHIN = 60.0  # seconds
Subparsers = Any  # argparse gives its sub-parser action no public type


def install(verbs: Subparsers) -> None:
    serve = verbs.add_parser("serve", help="迁移数据库，启动网页服务与后台任务")
    serve.add_argument("--host")
    serve.add_argument("--port", type=int)
    serve.add_argument("--workers", type=int, default=2)
    serve.add_argument("--demo", action="store_true", help="装入示例年度数据")
    serve.add_argument("--prepare-only", action="store_true", help="只做准备，不启动服务")
    serve.set_defaults(run=run_serve)
    status = verbs.add_parser("status", help="运行状态自检")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=run_status)
    demo = verbs.add_parser("demo", help="在空实例中装入示例年度数据，显示示例账号")
    demo.set_defaults(run=run_demo)


def run_serve(chosen: argparse.Namespace) -> int:
    for name, value in (("EXAMSYS_HOST", chosen.host), ("EXAMSYS_PORT", chosen.port)):
        if value:
            os.environ[name] = str(value)
    settings = config.from_environment()
    if missing := machine.missing():
        print("\n".join(missing), file=sys.stderr)
        return 2
    if chosen.demo or not prepared.in_use(settings):
        app = prepare(settings)
        if chosen.demo:
            _load_demo(app)
        else:
            _seed_calendar(app)
        if not chosen.prepare_only:
            _greet(app, settings)
    return 0 if chosen.prepare_only else _run(settings, workers=chosen.workers)


def prepare(settings: config.Settings) -> "Flask":
    """Make keys for a new instance and bring its database to the current structure."""
    from examsys import health
    from examsys.app import create_app

    keys.create(settings.instance)
    app = create_app(settings)
    with app.app_context():
        if not health.migrated():
            schema.upgrade()
    return app


def _seed_calendar(app: "Flask") -> None:
    from examsys.kernel import clock
    from examsys.parameters import service

    with app.app_context():
        service.seed_if_new(at=clock.now())


def run_status(chosen: argparse.Namespace) -> int:
    """returns: 0 when the instance can do its work, otherwise 1 with what is missing."""
    from examsys import health
    from examsys.app import create_app
    from examsys.kernel.verbs import answer, inside

    with inside(create_app()):
        state = health.readiness()
    lines = [f"{name}：{problem or '正常'}" for name, problem in state["checks"].items()]
    answer(state, "\n".join(lines), as_json=chosen.json)
    return 0 if state["ready"] else 1


def run_demo(_chosen: argparse.Namespace) -> int:
    """Load the sample year. raises: Conflict on an instance that has accounts."""
    from examsys.demo import load
    from examsys.kernel.verbs import inside

    with inside(prepare(config.from_environment())):
        if not load.sample_year():
            raise Conflict("实例中已有账号，没有装入示例数据。请用 EXAMSYS_INSTANCE 指定空目录。")
        print(load.accounts_table())
    return 0


def _load_demo(app: "Flask") -> None:
    from examsys.demo import load

    with app.app_context():
        load.sample_year()
        print(load.accounts_table())


def _greet(app: "Flask", settings: config.Settings) -> None:
    from examsys.accounts import firstrun

    with app.app_context():
        code = firstrun.code(settings.instance)
    if code:
        print(f"首次使用：打开网页后输入一次性初始化码 {code}", flush=True)


def _run(settings: config.Settings, *, workers: int) -> int:
    """Start both processes, print the address once ready, stop both when either stops."""
    python = Path(sys.executable)
    web = [str(python.parent / "granian"), "--interface", "wsgi", "--host", settings.host]
    web += ["--port", str(settings.port), "--workers", str(workers), "--blocking-threads", "2"]
    web += ["--no-ws", "--workers-kill-timeout", "5s", "--log-level", "warning"]
    web += ["--working-dir", str(Path(__file__).resolve().parent.parent)]
    if settings.tls_cert:
        web += ["--ssl-certificate", settings.tls_cert, "--ssl-keyfile", settings.tls_key]
    children = [subprocess.Popen([*web, "wsgi:app"])]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_until_ready(settings, children)
        # Only now: jobs can wait a moment, and two cores load the pages sooner by themselves.
        children.append(subprocess.Popen([str(python), "-m", "examsys.cli", "worker"]))
        return _wait_for_any(children)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _wait_until_ready(settings: config.Settings, children: list[Any]) -> None:
    scheme = "https" if settings.tls_cert else "http"
    address = f"{scheme}://{settings.host}:{settings.port}/"
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and all(child.poll() is None for child in children):
        if _answers(address + "readyz"):
            print(f"已就绪：{address}", flush=True)
            return
        time.sleep(0.05)
    if all(child.poll() is None for child in children):
        print(f"服务没有就绪：请运行 examsys status 查看原因（{address}readyz）。", flush=True)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 -- our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait_for_any(children: list[Any]) -> int:
    while all(child.poll() is None for child in children):
        time.sleep(0.5)
    return next(child.returncode for child in children if child.poll() is not None) or 0


def _stop(children: list[Any]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
