"""The whole-register question for 5,000 people: seconds a page, and statements.

A temporary instance is filled with people of every kind of verdict; the page 资格查询 is then asked
as an officer's browser asks it. The baseline is the same page over 50 people, in the same run.
"""

import json
import logging
import os
import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog

PEOPLE, FEW, ROUNDS = 5_000, 50, 5
ADDRESS = "/personnel/qualified?role={role}&level=2&on=2026-03-12"
FIRST = date(2015, 1, 1)
DECLARED = {
    "political_declaration": True,
    "ethics_declaration": True,
    "professional_assessment": True,
    "declared_on": FIRST,
    "certificates_known": True,
    "titles_known": True,
    "work_known": True,
    "violations_known": True,
}


def person(serial: int) -> dict[str, Any]:
    """One in nine has declared nothing."""
    declared = {} if serial % 9 == 0 else DECLARED
    return {
        "id": serial,
        "uuid": f"{serial:032x}",
        "name": f"周衡{serial}",
        "name_key": f"zhouheng{serial:06d}",
        "id_number_sealed": b"",
        "id_number_index": serial.to_bytes(32, "big"),
        "id_number_last4": "0000",
        "employer": f"第{serial % 40}人力资源服务公司",
        "version": 1,
        **dict.fromkeys(DECLARED),
        **{key: False for key in DECLARED if key.endswith("_known")},
        **declared,
    }


def papers(serial: int) -> dict[str, list[dict[str, Any]]]:
    """A certificate, a title and two periods of work of a person, of many levels and days."""
    day = FIRST + timedelta(days=serial * 37 % 4000)
    certificate = {
        "person_id": serial,
        "occupation": "劳动关系协调师",
        "kind": "skill_level",
        "level": 1 + serial % 5,
        "issued_on": day,
    }
    title = {
        "person_id": serial,
        "name": "经济师",
        "rank": ("intermediate", "associate_senior", "junior")[serial % 3],
        "major": ("人力资源管理", "法学", "会计")[serial % 3],
        "granted_on": day,
    }
    first = {
        "person_id": serial,
        "kind": "this",
        "employer": "甲公司",
        "started_on": day,
        "ended_on": day + timedelta(days=500),
    }
    second = {**first, "started_on": day + timedelta(days=450), "ended_on": None}
    return {"certificates": [certificate], "titles": [title], "work": [first, second]}


def fill(first: int, last: int) -> None:
    from sqlalchemy import insert

    from examsys.kernel.db import db
    from examsys.kernel.work import unit_of_work
    from examsys.personnel.models import Person, PersonCertificate, Title, WorkPeriod

    tables = {"certificates": PersonCertificate, "titles": Title, "work": WorkPeriod}
    serials = range(first, last + 1)
    made = [papers(serial) for serial in serials]
    with unit_of_work(audited=False):
        db.session.execute(insert(Person), [person(serial) for serial in serials])
        for name, table in tables.items():
            db.session.execute(insert(table), [row for one in made for row in one[name]])


def timed(ask: Callable[[], Any]) -> float:
    """Median seconds of some rounds, after one that warms up."""
    ask()
    taken = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        if ask().status_code != 200:
            raise SystemExit("the page was refused")
        taken.append(perf_counter() - begun)
    return statistics.median(taken)


def counted(ask: Callable[[], Any]) -> int:
    from sqlalchemy import event

    from examsys.kernel.db import db

    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    ask()
    return sum(1 for statement in seen if not statement.startswith(("BEGIN", "PRAGMA")))


def browser(app: Any) -> Any:
    """A signed-in officer, whose password nobody knows."""
    from examsys.accounts.models import Account
    from examsys.accounts.service import sessions
    from examsys.kernel import clock, pii
    from examsys.kernel.db import db, new_uuid
    from examsys.kernel.work import unit_of_work

    account = Account(
        uuid=new_uuid(), login="bench", name="基准", roles=["personnel_office"], password_hash="-",
        password_changed_at=clock.now(), password_history=[], totp_exempt=True,
        created_at=clock.now(),
    )  # fmt: skip
    pii.put(account, "id_number", "110101197101010013")  # a well-formed number of nobody
    with unit_of_work(audited=False):
        db.session.add(account)
        db.session.flush()
        sid = sessions.open_session(
            account, ip="127.0.0.1", agent="bench", second_factor=True, at=clock.now()
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sid"] = sid
    return client


def main() -> None:
    with tempfile.TemporaryDirectory() as instance:
        os.environ["EXAMSYS_INSTANCE"] = instance
        quiet = structlog.make_filtering_bound_logger(logging.WARNING)
        structlog.configure(wrapper_class=quiet)
        from examsys import schema
        from examsys.app import create_app
        from examsys.kernel import keys

        keys.create(Path(instance))
        app = create_app()
        with app.app_context():
            schema.upgrade()
            client = browser(app)
            fill(1, FEW)
            few = {role: timed(ask(client, role)) for role in ("examiner", "item_writer")}
            fill(FEW + 1, PEOPLE)
            for role, name in (
                ("examiner", "register_5000"),
                ("item_writer", "register_5000_writers"),
            ):
                figure(name, timed(ask(client, role)), few[role], counted(ask(client, role)))


def ask(client: Any, role: str) -> Callable[[], Any]:
    return lambda: client.get(ADDRESS.format(role=role))


def figure(name: str, seconds: float, baseline: float, statements: int) -> None:
    line = {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "baseline": round(baseline, 3),
        "ratio": round(seconds / baseline, 1),
        "n": PEOPLE,
        "statements": statements,
    }
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
