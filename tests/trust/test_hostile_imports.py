"""Workbooks made to hurt, uploaded as people upload them: refused, nothing written, memory flat."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from examsys.audit.models import AuditEvent
from examsys.candidates.models import Candidate, Registration
from examsys.candidates.workbook import SPEC
from examsys.kernel.staging import StagedImport
from examsys.rules.states import BatchState
from tests.kernel.sheetmake import workbook
from tests.make import make_batch

SHEET = "xl/worksheets/sheet1.xml"
MEGABYTE = b'<row><c t="inlineStr"><is><t>' + b"a" * 1_048_530 + b"</t></is></c></row>"
UNPACKED = 210
GROWTH = 100 * 1024  # kB
TABLES = (StagedImport, Candidate, Registration, AuditEvent)


def bomb() -> bytes:
    """A workbook of SPEC whose sheet unpacks to 210 MB; made piece by piece, itself in little."""
    tidy = workbook(titles=[column.heading for column in SPEC.columns])
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(tidy)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            with new.open(entry.filename, "w") as part:
                part.write(old.read(entry))
                for _ in range(UNPACKED if entry.filename == SHEET else 0):
                    part.write(MEGABYTE)
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """The same workbook, its directory saying that the sheet has a thousand bytes."""
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    return content[: place + 24] + (1000).to_bytes(4, "little") + content[place + 28 :]


def peak() -> int:
    """The most memory this process has held since `forget_peak`, in kB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1])


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def written(db) -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count(table.id))) for table in TABLES]


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (bytes, "工作簿解压后有 210 MB，超过 50 MB 上限：请删除多余内容或拆分后重新上传。"),
        (lying, "工作簿已损坏，无法读取：请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"),
    ],
    ids=["honest", "lying"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(client, db, harm, sentence):
    make_batch(state=BatchState.REGISTERING)
    browser, content = client("exam_office"), harm(bomb())
    assert len(content) < 1_000_000
    browser.get("/candidates/import?batch_id=1")
    before = written(db)
    forget_peak()
    start = peak()

    answer = browser.post(
        "/candidates/import?batch_id=1",
        data={"workbook": (io.BytesIO(content), "名单.xlsx")},
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert written(db) == before
    assert peak() - start < GROWTH
