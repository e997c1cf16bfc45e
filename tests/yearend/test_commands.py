"""`report build` and `verify report`: what they write, what they say, how they end."""

import json
from pathlib import Path

import pytest

from examsys import config
from examsys.cli import main
from examsys.kernel.work import unit_of_work
from examsys.yearend import service
from tests.yearend.make import make_year
from tests.yearend.test_service import CUT, HEAD, LAST_DAYS, OFFICE


@pytest.fixture
def instance(app, settings, clock, monkeypatch):
    """A year in an instance that the command finds by its settings."""
    make_year()
    clock.at = LAST_DAYS
    monkeypatch.setattr(config, "from_environment", lambda: settings)
    return settings


def run(capsys, *words: str) -> tuple[int, dict]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_draft_says_that_nobody_has_signed_it(instance, tmp_path, capsys):
    code, told = run(capsys, "report", "build", "--year", "2026", "--out", str(tmp_path / "out"))

    assert (code, told["status"]) == (0, "draft")
    code, found = run(capsys, "verify", "report", told["file"], "--key", told["key"])
    assert (code, found["ok"], found["problems"]) == (0, True, [])
    assert found["statement"]["status"] == "draft"


def test_a_signed_report_is_handed_out_and_checked(instance, tmp_path, capsys):
    with unit_of_work():
        report = service.build_report(2026, cut_off=CUT, actor=OFFICE, at=LAST_DAYS)
    with unit_of_work():
        service.seal_report(report, actor=HEAD, at=LAST_DAYS)

    code, told = run(capsys, "report", "build", "--year", "2026", "--out", str(tmp_path))

    assert (code, told["status"]) == (0, "sealed")
    assert main(["verify", "report", told["file"], "--key", told["key"]]) == 0
    assert "参加认定 3 人，获证 1 人" in capsys.readouterr().out


def test_a_changed_file_ends_with_one_and_says_what_is_wrong(instance, tmp_path, capsys):
    _, told = run(capsys, "report", "build", "--year", "2026", "--out", str(tmp_path))
    with Path(told["file"]).open("ab") as file:
        file.write(b"more")

    code, found = run(capsys, "verify", "report", told["file"], "--key", told["key"])

    assert (code, found["ok"]) == (1, False)
    assert len(found["problems"]) == 1


def test_a_missing_file_or_a_strange_key_is_a_bad_call(tmp_path, capsys):
    assert main(["verify", "report", str(tmp_path / "none.zip")]) == 2
    (tmp_path / "some.zip").write_bytes(b"nothing")
    (tmp_path / "key.pem").write_text("no key")
    words = ["verify", "report", str(tmp_path / "some.zip"), "--key", str(tmp_path / "key.pem")]
    assert main(words) == 2
    assert main(["verify", "report", str(tmp_path / "some.zip")]) == 1
