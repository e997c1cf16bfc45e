"""A walk through all nine steps in a real Chromium, ending with what a stranger can check."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from examsys.kernel import clock
from tests.browser import walk as steps
from tests.browser.conftest import Place, Seat
from tests.browser.hands import fill, take, words
from tests.browser.walk import Walk

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_walk_through_all_nine_steps(seat: Seat, place: Place, tmp_path: Path) -> None:
    walk = Walk(seat, place, tmp_path, clock.today())
    steps.describe_the_agency(walk)
    steps.appoint_somebody(walk)
    steps.review_an_item(walk)
    steps.plan_and_announce(walk)
    steps.draw_a_paper(walk)
    steps.register_somebody(walk)
    steps.review_and_seat(walk)
    steps.enter_scores(walk)
    steps.publish_and_look_up(walk)


def test_a_stranger_checks_a_certificate_the_report_and_the_log(seat: Seat, tmp_path: Path) -> None:
    clerk = seat("zhengshu")
    clerk.goto("/certificates/")
    clerk.goto(_first(clerk, r"^/certificates/\d+/$"))
    here = clerk.url
    shown = words(clerk)
    clerk.goto(f"{here}download")
    fill(clerk, reason="交付本人")
    paper = take(clerk, "下载证书", tmp_path / "certificate.pdf")

    stranger = seat(width=320, height=640)
    stranger.goto(_address_on(shown))
    assert stranger.locator(".answer strong").inner_text() == "有效"
    assert stranger.evaluate("document.documentElement.scrollWidth") <= 320
    keys = {name: _public(stranger, tmp_path, name) for name in KEYS}
    assert examsys("verify", "certificate", paper, "--key", keys[CRT])["ok"] is True

    office = seat("kaowu")
    office.goto("/yearend/")
    office.goto(_first(office, r"^/yearend/\d+/$") + "package")
    fill(office, reason="向备案机关报送")
    package = take(office, "下载数据包", tmp_path / "report.zip")
    assert examsys("verify", "report", package, "--key", keys[REPORT])["ok"] is True

    auditor = seat("shenji")
    auditor.goto("/audit/")
    log = take(auditor, "导出日志", tmp_path / "audit.jsonl")
    assert examsys("verify", "audit", log, "--key", keys[LOG])["ok"] is True


KEYS = CRT, REPORT, LOG = "certificate-signing.crt", "report-public.pem", "audit-public.pem"


def _first(page: Page, pattern: str) -> str:
    links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return next(link for link in links if re.search(pattern, link or ""))


def _address_on(shown: str) -> str:
    """The address of the QR code, from the certificate's page."""
    number, code = re.search(r"S\d{21}", shown), re.search(r"校验码\s+(\S+)", shown)
    assert number, shown
    assert code, shown
    return f"/verify/{number[0]}/{code[1]}"


def _public(page: Page, folder: Path, name: str) -> Path:
    """A key as anybody downloads it."""
    page.goto("/verify/key")
    with page.expect_download() as coming:
        page.get_by_role("link", name=f"下载 {name}").click()
    coming.value.save_as(folder / name)
    return folder / name


def examsys(*what: object) -> dict[str, Any]:
    """The command without an instance: only files that left the house."""
    command = [sys.executable, "-m", "examsys.cli", *map(str, what), "--json"]
    world = {"EXAMSYS_INSTANCE": "/nonexistent", "PATH": "/usr/bin:/bin"}
    told = subprocess.run(command, env=world, capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told
    return dict(json.loads(told.stdout))
