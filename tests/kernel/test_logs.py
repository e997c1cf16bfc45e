"""The running log: one line per request, errors with their reference, no personal numbers."""

import json
import logging
import re

import pytest
from sqlalchemy.exc import OperationalError

from examsys.kernel import loglines
from examsys.kernel.web import public

NUMBER, PHONE = "11010519491231002X", "13800138000"


@pytest.fixture
def lines(capsys):
    """`lines()`: what the process has logged since it was last asked."""
    root, own = logging.getLogger(), logging.getLogger("examsys")
    before = (root.handlers[:], root.level, own.level)
    loglines.configure()
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    own.setLevel(before[2])


@pytest.fixture
def broken(app):
    """An application that answers a view's error with a page, as in production."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/broken/<kind>")
    @public
    def fail(kind):
        if kind == "database":
            raise OperationalError("UPDATE x", {"id_number": NUMBER}, Exception("disk full"))
        raise RuntimeError(f"cannot take {NUMBER} of {PHONE}")

    return app


def test_a_request_is_one_line_without_query_and_body(app, client, lines):
    browser = client("head", login="lisi")
    lines()
    browser.get(f"/verify/?number={NUMBER}&name=李四")
    (line,) = lines()
    assert {name: line[name] for name in ("event", "method", "endpoint", "status", "actor")} == {
        "event": "answered",
        "method": "GET",
        "endpoint": "verify.index",
        "status": 200,
        "actor": "lisi",
    }
    assert set(line) - {"event", "method", "endpoint", "status", "actor"} == {
        "at",
        "level",
        "logger",
        "ms",
        "request",
    }
    assert line["ms"] >= 0
    assert re.fullmatch("[0-9a-f]{8}", line["request"])


def test_an_error_is_logged_masked_and_its_page_shows_the_reference(broken, client, lines):
    answer = client().get("/broken/view")
    said = lines()
    failed, answered = said
    assert (answer.status_code, answered["status"], failed["level"]) == (500, 500, "error")
    assert f"请报编号 {failed['request']}" in answer.text
    assert failed["request"] == answered["request"]
    assert "RuntimeError: cannot take *** of ***" in failed["exception"]
    assert NUMBER not in json.dumps(said) + answer.text
    assert PHONE not in json.dumps(said) + answer.text


def test_a_database_that_does_not_answer_is_said(broken, client, lines):
    answer = client("head").get("/broken/database")
    assert answer.status_code == 503
    assert "数据库暂时不能读写" in answer.text
    failed, answered = lines()
    assert f"请报编号 {answered['request']}" in answer.text
    assert "disk full" in failed["exception"]


def test_requests_have_different_references(app, client, lines):
    browser = client()
    for _ in range(3):
        browser.get("/healthz")
    assert len({line["request"] for line in lines()}) == 3


def test_the_log_of_libraries_is_masked_and_in_chinese(lines):
    logging.getLogger("huey").warning("人员 %s，电话 %s", NUMBER, int(PHONE))
    logging.getLogger("huey").info("not said")
    ((event, level, logger),) = [(line["event"], line["level"], line["logger"]) for line in lines()]
    assert (event, level, logger) == ("人员 ***，电话 ***", "warning", "huey")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (NUMBER, "***"),
        (NUMBER.lower(), "***"),
        (f"号码{NUMBER}。", "号码***。"),
        ("１１０１０５１９４９１２３１００２Ｘ", "***"),
        ("110105491231002", "***"),
        (f"+86{PHONE}", "+***"),
        ("2026-11-21T04:00:00.123456Z", "2026-11-21T04:00:00.123456Z"),
        ("S000033000123263000001", "S000033000123263000001"),
        (int(PHONE), "***"),
        (12.5, 12.5),
        ({"who": [NUMBER]}, {"who": ["***"]}),
    ],
)
def test_what_looks_like_a_personal_number_is_masked(said, kept):
    line = loglines.without_personal_numbers(None, "", {"said": said})
    assert line == {"said": kept}
