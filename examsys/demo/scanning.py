"""Scans of the sample people's papers: uploaded by one officer, compared by the head."""

from datetime import datetime
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from examsys.demo.cast import actor
from examsys.kernel import clock
from examsys.personnel import scans
from examsys.personnel import service as personnel
from examsys.personnel.models import Person
from examsys.rules.assessing import Basis, Phrase, Voice
from examsys.rules.verifying import Verification

PAGE = (620, 877)  # A4 at 75 points an inch


def scan_papers(person: Person, *, at: datetime) -> None:
    """Every certificate, title and period of work of a person, scanned and verified."""
    for kind, rows in (
        ("证书", person.certificates),
        ("职称证书", person.titles),
        ("工作证明", person.work_periods),
    ):
        for row in rows:
            scan = scans.read(f"{kind}扫描件（示例）.png", _page())
            personnel.attach_scan(row, scan, actor=actor("renyuan"), at=at)
            personnel.verify_paper(
                row, Verification.VERIFIED, note="", actor=actor("fuzeren"), at=at
            )


@cache
def _page() -> bytes:
    """A page with a frame and nothing that could be mistaken for a certificate."""
    page = Image.new("L", PAGE, "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((30, 30, PAGE[0] - 30, PAGE[1] - 30), outline=90, width=2)
    pen.text((270, 430), "SAMPLE", fill=120)
    out = BytesIO()
    page.save(out, "PNG", optimize=True)
    return out.getvalue()


def say_phrases(person: Person, *, at: datetime) -> None:
    """What an item writer declares and the agency judges, each phrase of the notice by itself."""
    for phrase in Phrase:
        own = phrase in (Phrase.LEADERSHIP, Phrase.POLITICAL, Phrase.ETHICS)
        said = personnel.AssessmentInput(
            phrase=phrase,
            voice=Voice.DECLARATION if own else Voice.AGENCY,
            answer=True,
            assessor="" if own else "林静远",
            given_on=clock.day_of(at),
        )
        personnel.assess(person, said, actor=actor("renyuan"), at=at)
    personnel.check_record(
        person,
        basis=Basis.PROMISE,
        given_on=clock.day_of(at),
        scan=scans.read("承诺书扫描件（示例）.png", _page()),
        actor=actor("renyuan"),
        at=at,
    )
