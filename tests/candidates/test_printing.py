"""Paper: what stands on it, in which order, and what is refused."""

import subprocess

import pytest
from sqlalchemy import select

from examsys.audit.models import AuditEvent
from examsys.candidates import printing, queries
from examsys.candidates.printing import Sheet
from examsys.jobs import service as jobs
from examsys.jobs.models import Job
from examsys.kernel import files, pii
from examsys.kernel.errors import Conflict
from examsys.rules.states import BatchState, JobState
from tests.make import make_batch


def words(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


@pytest.mark.parametrize("sheet", Sheet)
def test_every_sheet_names_everybody_by_seat_and_no_whole_id_number(app, seated, sheet):
    batch = seated(3)
    people = queries.approved(batch.id)

    with app.test_request_context():
        text = words(printing.make(batch, sheet))

    if sheet is not Sheet.RECORDS:
        places = [text.index(row.candidate.name) for row in people]
        assert places == sorted(places) or sheet is Sheet.DOORS  # which has two columns
        assert all(row.ticket_no in text for row in people)
    assert "第1考场" in text.replace(" ", "")
    assert not any(pii.get(row.candidate, "id_number") in text for row in people)


def test_equal_input_gives_equal_bytes(app, seated):
    batch = seated(1)

    with app.test_request_context():
        one, other = (printing.make(batch, Sheet.TICKETS) for _ in range(2))

    assert one == other


def test_a_ticket_says_when_where_and_the_rules(app, seated):
    batch = seated(1)

    with app.test_request_context():
        text = words(printing.make(batch, Sheet.TICKETS))

    for part in (
        "理论知识考试",
        "08:30",
        "90 分钟",
        "杭州考点",
        "开考前 15 分钟",
        "开考 30 分钟后不得入场",
    ):
        assert part in text


def test_a_character_without_a_glyph_is_named_and_nothing_is_printed(client, seated, db):
    batch = seated(1, name="张\U0003134a")
    browser = client("exam_office")

    answer = browser.post(f"/candidates/print/tickets?batch_id={batch.id}", follow_redirects=True)

    assert "准考证没有生成" in answer.text
    assert "U+3134A" in answer.text
    assert "candidates.sheets.printed" not in actions(db)


def actions(db) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEvent.action)))


def test_printing_needs_seats(app):
    batch = make_batch(state=BatchState.REVIEWING)

    with pytest.raises(Conflict, match="还没有编排座位"):
        printing.make(batch, Sheet.DOORS)


def test_a_small_print_is_a_download_on_record(client, seated, db):
    batch = seated(2)

    answer = client("exam_office").post(f"/candidates/print/doors?batch_id={batch.id}")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert actions(db)[-1] == "candidates.sheets.printed"


def test_a_large_print_is_a_job_with_a_result(client, seated, db, monkeypatch):
    monkeypatch.setattr("examsys.candidates.views.seating.DIRECT_UP_TO", 1)
    batch = seated(2)

    answer = client("exam_office").post(f"/candidates/print/desks?batch_id={batch.id}")
    job = db.session.scalars(select(Job)).one()
    jobs.run_now(job)

    assert answer.location == f"/jobs/{job.uuid}/"
    db.session.rollback()
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.message) == (JobState.DONE, f"桌贴（{batch.title}）已生成。")
    kept = files.kept_file(job.result_file_uuid)
    assert kept.name == "2026-01-桌贴.pdf"
    assert files.read(kept).startswith(b"%PDF")


def test_unknown_sheets_are_unknown(client, seated):
    batch = seated(1)

    answer = client("exam_office").post(f"/candidates/print/poster?batch_id={batch.id}")

    assert answer.status_code == 404
