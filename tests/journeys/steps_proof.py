"""The archive, the year's report and the log: sealed inside, checked outside."""

import json
from pathlib import Path

from tests.journeys.commands import examsys
from tests.journeys.steps_issue import public_file
from tests.journeys.town import Town


def archive(town: Town) -> None:
    """What the system holds files itself, the rest is waived with its place; five seals."""
    keeper, home = town("dangan"), f"/archives/batch/{town.batch_id}/"
    town.day("2026-11-16")
    keeper.send(home, to="/collect")
    while waiting := keeper.links(home, r"/archives/items/\d+/waive"):
        keeper.send(waiting[0], reason="纸质件存档案室 2026-01 盒")
    seals = 0
    while 'action="/archives/volumes/' in keeper.read(home):
        keeper.send(home, to="/seal")
        seals += 1
    assert seals == 5
    keeper.send(home, to="/archive")
    assert "已办结" in town("kaowu").read(f"/batches/{town.batch_id}/")


def report(town: Town, folder: Path) -> None:
    """Counted by the office, signed by the head, checked with the public key alone."""
    office, head = town("kaowu"), town("fuzeren")
    town.day("2026-11-18")
    office.send("/yearend/new", year=2026, cut_off="2026-11-17")
    page = office.here
    town.day("2026-11-19")
    head.send(f"{page}seal", checked="y")
    package = folder / "report.zip"
    package.write_bytes(office.take(f"{page}package", reason="报送省厅"))
    key = public_file(town, folder, "report-public.pem")
    told = examsys("verify", "report", package, "--key", key, "--json")
    said = json.loads(told.stdout)
    assert (told.returncode, said["ok"], said["problems"]) == (0, True, [])
    assert (said["statement"]["participated"], said["statement"]["certified"]) == (6, 3)
    wrong = public_file(town, folder, "audit-public.pem")
    assert examsys("verify", "report", package, "--key", wrong).returncode == 1


def log(town: Town, folder: Path) -> None:
    """The whole log leaves by the page and by the command; both are whole to a stranger."""
    clerk, settings = town("shenji"), town.app.config["SETTINGS"]
    by_page = folder / "page.jsonl"
    by_page.write_bytes(clerk.take("/audit/", to="/export"))
    key = public_file(town, folder, "audit-public.pem")
    assert examsys("verify", "audit", by_page, "--key", key).returncode == 0
    lines = by_page.read_bytes().splitlines(keepends=True)
    torn = folder / "torn.jsonl"
    torn.write_bytes(b"".join([*lines[:40], *lines[41:]]))
    assert examsys("verify", "audit", torn, "--key", key).returncode == 1
    by_command = folder / "command.jsonl"
    told = examsys("export", "audit", "--out", by_command, settings=settings)
    assert told.returncode == 0, told
    told = examsys("verify", "audit", by_command, "--key", key, "--json")
    assert json.loads(told.stdout)["ok"] is True
    assert len(by_command.read_bytes().splitlines()) > len(lines)
