"""Certificates: accepted by the authority, asked for, approved, made, checked, revoked."""

import re
from pathlib import Path

from sqlalchemy import select

from examsys.jobs import service as worker
from examsys.jobs.models import Job
from examsys.kernel.db import db
from examsys.rules.states import JobState
from tests.journeys.commands import examsys
from tests.journeys.steps_exam import ABSENT, CHEATING, FAILING
from tests.journeys.town import Town


def close_publicity(town: Town) -> None:
    """The batch goes on only when the days of publicity are over."""
    office, here = town("kaowu"), f"/batches/{town.batch_id}/"
    town.day("2026-11-05")
    assert "公示期尚未结束" in office.read(here)
    town.day("2026-11-06")
    office.send(here, to="/move")


def issue(town: Town) -> None:
    """Acceptance first, as this agency decided; the clerk asks, the head approves."""
    clerk, head, batch = town("zhengshu"), town("fuzeren"), town.batch_id
    home = f"/certificates/batch/{batch}/"
    assert "可以发证 0 人" in clerk.read(home)
    town.day("2026-11-09")
    accepted = {"receipt_no": "浙认果〔2026〕001 号", "accepted_on": "2026-11-09"}
    clerk.send(f"{home}accept", accepted)
    town.day("2026-11-10")
    clerk.send(home, {"registration": clerk.form(home, to="/request").boxes["registration"]},
               to="/request")  # fmt: skip
    town.day("2026-11-11")
    asked = head.links(home, r"/certificates/requests/\d+/")[0]
    passed = len(town.notes["seats"]) - len({ABSENT, CHEATING, FAILING})
    assert f"已批准并编号 {passed} 本证书" in head.send(asked, to="/approve")


def run_the_worker(town: Town) -> None:
    """What the worker process does with what waits in its queue."""
    with town.app.app_context():
        waiting = select(Job.uuid).where(Job.state == JobState.QUEUED).order_by(Job.id)
        for uuid in db.session.scalars(waiting).all():
            worker.run_now(db.session.scalars(select(Job).where(Job.uuid == uuid)).one())
        db.session.remove()


def take_and_check(town: Town, folder: Path) -> None:
    """The PDF leaves the house; a stranger checks it at /verify/ and with the command."""
    clerk = town("zhengshu")
    pages = clerk.links("/certificates/", r"/certificates/\d+/")
    paper = folder / "certificate.pdf"
    paper.write_bytes(clerk.take(f"{pages[0]}download", reason="交付本人"))
    number = re.search(r"S0{4}33000123\w{9}", clerk.read(pages[0]))
    assert number, pages[0]
    code = re.search(r"校验码</dt><dd>([^<]+)", clerk.read(pages[0]))
    assert code
    town.notes.update(paper=paper, page=pages[0], number=number[0], code=code[1].strip())
    address = f"/verify/{number[0]}/{code[1].strip()}"
    assert "有效" in town.visitor().read(address)
    town.notes["address"] = address
    key = public_file(town, folder, "certificate-signing.crt")
    told = examsys("verify", "certificate", paper, "--key", key)
    assert (told.returncode, "核验通过" in told.stdout) == (0, True), told
    torn = folder / "torn.pdf"
    torn.write_bytes(paper.read_bytes().replace(b"/Title", b"/Titel", 1))
    assert examsys("verify", "certificate", torn, "--key", key).returncode == 1


def public_file(town: Town, folder: Path, name: str) -> Path:
    """One of the files that anybody may download."""
    answer = town.visitor().browser.get(f"/verify/key/{name}")
    assert answer.status_code == 200
    path = folder / name
    path.write_bytes(answer.data)
    return path


def upload(town: Town) -> None:
    """The sheet for the authority, and its receipt."""
    clerk, home = town("zhengshu"), f"/certificates/batch/{town.batch_id}/"
    town.day("2026-11-12")
    clerk.send(home, to="/uploads/new")
    sheet = clerk.links(home, r"/certificates/uploads/\d+/download")[0]
    assert clerk.take(sheet, reason="上传备案").startswith(b"PK")
    receipt = {"receipt_no": "浙传〔2026〕001", "confirmed_on": "2026-11-12"}
    clerk.send(sheet.replace("download", "confirm"), receipt)
    assert "上网备案" in town.visitor().read(town.notes["address"])


def revoke(town: Town) -> None:
    """Typed wrong it stays; typed right it is gone for good, and everybody can see it."""
    head, page, number = town("fuzeren"), town.notes["page"], town.notes["number"]
    town.day("2026-11-13")
    reason = {"reason": "以他人代考取得成绩，经复核属实"}
    head.send(f"{page}revoke", reason, number=number[:-1] + "0", status=422)
    assert "有效" in town.visitor().read(town.notes["address"])
    head.send(f"{page}revoke", reason, number=number)
    told = town.visitor().read(town.notes["address"])
    assert "已撤销" in told
    assert "目前有效" not in told
