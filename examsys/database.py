"""The verbs `db upgrade`, `db check` and `db shell --readonly`."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from examsys import config, health, schema, serving
from examsys.kernel.db import db
from examsys.kernel.verbs import Verbs, answer, group, inside

PROMPT, MORE = "examsys> ", "     ...> "


def install(verbs: Verbs) -> None:
    words = group(verbs, "db", summary="数据库")
    upgrade = words.add_parser("upgrade", help="升级到当前结构")
    check = words.add_parser("check", help="结构与程序是否一致")
    shell = words.add_parser("shell", help="只读查看：逐条输入 SQL，以分号结束")
    shell.add_argument("--readonly", action="store_true", required=True, help="必填：只读打开")
    for verb, run in ((upgrade, run_upgrade), (check, run_check), (shell, run_shell)):
        verb.set_defaults(run=run)
    for verb in (upgrade, check):
        verb.add_argument("--json", action="store_true")


def run_upgrade(chosen: argparse.Namespace) -> int:
    """Bring the database to the structure of this program."""
    with inside(serving.prepare(config.from_environment())):
        pass
    answer({"current": True}, "数据库结构为当前版本。", as_json=chosen.json)
    return 0


def run_check(chosen: argparse.Namespace) -> int:
    """returns: 0 when the tables are those of this program, otherwise 1 with what differs."""
    from examsys.app import create_app

    with inside(create_app()):
        found = _difference()
    told = {"current": not found, "difference": found}
    answer(told, found or "数据库结构与程序一致。", as_json=chosen.json)
    return 1 if found else 0


def _difference() -> str:
    if not health.migrated():
        return "数据库结构不是当前版本：请运行 examsys db upgrade。"
    found = schema.difference()
    return f"数据库结构与程序不一致，请从备份恢复：{found}" if found else ""


def run_shell(_chosen: argparse.Namespace) -> int:
    """Answer SQL read from standard input, and let nothing it does stay."""
    from examsys.app import create_app

    with inside(create_app()), db.engine.connect() as connection:
        _read_only(connection)
        for statement in _statements(sys.stdin):
            _show(connection, statement)
    return 0


def _read_only(connection: Connection) -> None:
    """Refuse writing, and see to it that each line is one statement, rolled back by `_show`.

    Reading only is a setting that SQL can take back; the roll-back is what holds. On PostgreSQL a
    line of several statements could commit in between, so it is sent as one prepared statement,
    which the server refuses to be more than one; SQLite's library refuses that by itself.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only=ON")
    else:
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        driver: Any = connection.connection.driver_connection
        driver.prepare_threshold = 0
    connection.commit()


def _statements(lines: Iterable[str]) -> Iterator[str]:
    held = ""
    _ask(PROMPT)
    for line in lines:
        held += line
        if held.rstrip().endswith(";"):
            yield held.strip().rstrip(";")
            held = ""
        _ask(MORE if held.strip() else PROMPT)
    if held.strip():
        yield held.strip()


def _ask(prompt: str) -> None:
    if sys.stdin.isatty():
        print(prompt, end="", flush=True)


def _show(connection: Connection, statement: str) -> None:
    try:
        found = connection.exec_driver_sql(statement)
        if found.returns_rows:
            print("\t".join(found.keys()))
            for row in found:
                print("\t".join(_text(value) for value in row))
    except DBAPIError as error:
        print(f"没有执行：{error.orig}", file=sys.stderr)
    except connection.dialect.loaded_dbapi.Warning as warning:  # several statements in a line
        print(f"没有执行：{warning}", file=sys.stderr)
    connection.rollback()


def _text(value: object) -> str:
    if isinstance(value, (bytes, memoryview)):
        return f"<{len(bytes(value))} 字节>"
    return "NULL" if value is None else str(value)
