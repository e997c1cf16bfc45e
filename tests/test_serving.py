"""Whether an instance is ready, and the verb that starts it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import replace

import pytest

from examsys import cli, health, machine, prepared, serving
from examsys.kernel.db import db as database
from tests.make import make_account


def test_alive_and_ready(client):
    assert client().get("/healthz").get_json() == {"alive": True}
    assert client().get("/readyz").get_json() == {"ready": True}


def test_readyz_says_no_more_than_yes_or_no(app, client):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    answer = client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"ready": False})
    checks = health.readiness()["checks"]
    assert checks["数据库"] == "结构不是当前版本：请运行 examsys db upgrade"
    assert checks["任务队列"] == checks["字体与排版"] == ""
    assert checks["工作日历"].startswith("放假安排录入至")
    assert checks["仿宋字体"] in {"", "没有安装，公文以宋体打印"}


def test_a_queue_that_is_away_is_named(app):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], queue_url="redis://127.0.0.1:1/0")
    assert health.readiness()["checks"]["任务队列"] == "无法连接：ConnectionError"


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """The environment of an instance that does not exist yet, on SQLite."""
    monkeypatch.setenv("EXAMSYS_INSTANCE", str(tmp_path / "new"))
    for name in ("EXAMSYS_DATABASE_URL", "EXAMSYS_QUEUE_URL", "EXAMSYS_HOST", "EXAMSYS_PORT"):
        monkeypatch.setenv(name, "")  # so that what the verb sets is undone as well
        monkeypatch.delenv(name)
    return tmp_path / "new"


def test_preparing_makes_keys_and_tables_once(empty):
    assert cli.main(["serve", "--prepare-only"]) == 0
    held = {path: path.read_bytes() for path in (empty / "keys").iterdir()}
    assert {path.stat().st_mode & 0o777 for path in held} == {0o600}
    assert cli.main(["serve", "--prepare-only"]) == 0
    assert {path: path.read_bytes() for path in (empty / "keys").iterdir()} == held
    assert cli.main(["db", "check"]) == 0


def test_serving_other_machines_in_clear_is_refused(empty, capsys):
    assert cli.main(["serve", "--host", "10.0.0.5"]) == 2
    assert "只在本机回环地址提供服务" in capsys.readouterr().err
    assert not empty.exists()


def test_a_machine_that_lacks_something_is_told_so(empty, capsys, monkeypatch):
    sentence = "缺少中文字体：apt-get install fonts-noto-cjk fonts-hanazono"
    monkeypatch.setattr(machine, "missing", lambda: (sentence,))
    assert cli.main(["serve"]) == 2
    assert capsys.readouterr().err == sentence + "\n"


@pytest.fixture
def used(app, settings):
    """The settings of an instance that has its keys, its tables and an account."""
    make_account()
    return settings


def test_an_instance_in_use_needs_no_preparing(used):
    assert prepared.in_use(used)


@pytest.mark.parametrize("lacking", ["account", "alembic_version"])
def test_an_instance_is_prepared_until_it_has_tables_and_an_account(used, lacking):
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM {lacking}")
    assert not prepared.in_use(used)


def test_an_older_structure_is_prepared_again(used):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert not prepared.in_use(used)


def test_a_database_that_is_not_there_is_prepared(used, tmp_path):
    assert not prepared.in_use(replace(used, instance=tmp_path / "bare"))
    away = f"sqlite:///{tmp_path / 'bare' / 'examsys.sqlite'}"
    assert not prepared.in_use(replace(used, database_url=away))
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    assert not prepared.in_use(replace(used, database_url=nobody))


@pytest.mark.slow
def test_serve_answers_until_it_is_told_to_stop(empty):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "examsys.cli", "serve", "--port", str(port), "--workers", "1"]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=os.environ.copy(), **told) as process:
        try:
            lines = iter(process.stdout.readline, "")
            said = [next(lines), next(lines)]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
                assert answer.status == 200
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert said[0].startswith("首次使用：打开网页后输入一次性初始化码 ")
    assert said[1] == f"已就绪：http://127.0.0.1:{port}/\n"


def test_waiting_ends_when_a_child_has_ended(monkeypatch):
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"])
    ended.wait()
    assert serving._wait_for_any([ended]) == 7
