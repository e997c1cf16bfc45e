"""The page says of a parameter that nothing reads it exactly when nothing reads it."""

from pathlib import Path

from examsys.parameters.dormant import DORMANT, waits_for
from examsys.rules.parameters import BY_KEY

ROOT = Path(__file__).resolve().parents[2]
# Where a key stands without being read: the table itself and the sample year's settings.
NOT_READERS = ("parameters/dormant.py", "demo/")


def read_somewhere() -> set[str]:
    sources = [
        path.read_text("utf-8")
        for path in (ROOT / "examsys").rglob("*.py")
        if not path.relative_to(ROOT / "examsys").as_posix().startswith(NOT_READERS)
    ]
    whole = "\n".join(sources)
    return {key for key in BY_KEY if f'"{key}"' in whole}


def test_the_table_lists_what_nothing_reads():
    assert set(DORMANT) == set(BY_KEY) - read_somewhere()


def test_the_pages_say_so(client):
    browser = client("head")
    listed = browser.get("/parameters/").text

    assert listed.count("尚未启用") == len(DORMANT)
    assert waits_for("review.window_wd") in browser.get("/parameters/review.window_wd/").text
    assert "尚未启用" not in browser.get("/parameters/plan.filing_lead_wd/").text
