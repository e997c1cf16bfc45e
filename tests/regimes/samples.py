"""Documents and versions for the tests of regimes."""

import zipfile
from datetime import date, datetime
from io import BytesIO

from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work
from examsys.regimes import queries, service
from examsys.regimes.documents import Document, read
from examsys.regimes.models import RegimeVersion
from tests.conftest import NOON

CLERK, BOSS = Actor(name="clerk"), Actor(name="boss")
PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def docx(*more: str) -> bytes:
    """The least that counts as a Word document."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            book.writestr(name, "<x/>")
    return packed.getvalue()


def pdf() -> Document:
    return read("试题管理规定.pdf", PDF_BYTES)


def draft_of(number: int, **over: object) -> service.Draft:
    points = queries.regime(number).points
    values: dict[str, object] = {
        "title": queries.regime(number).name,
        "owner": "林静远",
        "effective_from": date(2026, 11, 21),
        "review_on": date(2027, 11, 21),
        "places": {point: f"第{place}条" for place, point in enumerate(points, start=2)},
        **over,
    }
    return service.Draft(**values)


def drafted(number: int = 9, *, at: datetime = NOON, **over: object) -> RegimeVersion:
    with unit_of_work():
        return service.draft_version(number, draft_of(number, **over), pdf(), actor=CLERK, at=at)


def approved(number: int = 9, *, at: datetime = NOON, **over: object) -> RegimeVersion:
    row = drafted(number, at=at, **over)
    with unit_of_work():
        service.approve_version(row, version=row.version, actor=BOSS, at=at)
    return row
