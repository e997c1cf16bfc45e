"""Pages of the log: who may, what is shown, what verify and export leave behind."""

from datetime import timedelta

import pytest

from examsys.audit import verify
from examsys.audit.models import AuditEvent
from examsys.kernel import pii
from examsys.kernel.db import db as database
from examsys.rules.permissions import TABLE, Role
from tests.audit.test_service import record


def last_event() -> tuple[str, str, str]:
    row = database.session.scalars(
        database.select(AuditEvent).order_by(AuditEvent.id.desc())
    ).first()
    return (row.action, row.actor, row.result)


def test_list_and_event_show_phrases(client, clock):
    auditor = client("auditor", login="shenji")
    auditor.post("/audit/verify")
    page = auditor.get("/audit/").text
    assert "核验审计日志" in page
    assert "shenji" in page
    shown = auditor.get("/audit/1/").text
    assert "核验审计日志" in shown
    assert '<th scope="row">日志条数</th><td>0</td>' in shown
    assert auditor.get("/audit/2/").status_code == 404


def test_list_is_narrowed_and_turned(client, clock):
    record(clock, 60)
    clock.at += timedelta(days=1)
    record(clock, 1, subject="batch:9")
    auditor = client("auditor")
    assert "共 <strong>61</strong>" in auditor.get("/audit/").text
    assert "第 2 / 2 页" in auditor.get("/audit/?page=2").text
    assert "共 <strong>1</strong>" in auditor.get("/audit/?object=batch:9").text
    assert "共 <strong>60</strong>" in auditor.get("/audit/?until=2026-11-21").text
    assert "没有符合条件的日志" in auditor.get("/audit/?actor=nobody").text


def test_verify_tells_what_is_wrong_and_is_logged(client, clock, db):
    record(clock, 3)
    auditor = client("auditor", login="shenji")
    sound = auditor.post("/audit/verify", follow_redirects=True).text
    assert "已核验3条日志" in sound
    db.session.execute(db.text("UPDATE audit_detail SET salt = 'x' WHERE id = 2"))
    db.session.info["open"] = True
    db.session.commit()
    db.session.info["open"] = False
    broken = auditor.post("/audit/verify", follow_redirects=True).text
    assert "核验不通过：第2条的明细与其指纹不符" in broken
    assert last_event() == ("audit.log.verified", "shenji", "refused")


def test_export_is_logged_first_and_verifies(client, clock):
    record(clock, 3)
    auditor = client("auditor", login="shenji")
    sent = auditor.post("/audit/export")
    verdict = verify.check(sent.data.splitlines(keepends=True), key=pii.keys().audit.public_key())
    assert (verdict.problems, verdict.events, verdict.checkpoints) == ([], 4, 1)
    assert last_event() == ("audit.log.exported", "shenji", "done")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="audit-20261121-1200.jsonl"'


def test_a_checkpoint_can_be_kept_elsewhere(client, clock):
    auditor = client("auditor")
    assert auditor.get("/audit/checkpoint").text == ""
    record(clock, 2)
    auditor.post("/audit/checkpoint")
    note = auditor.get("/audit/checkpoint").text
    assert note.splitlines()[1] == "2"
    sent = auditor.post("/audit/export").data.splitlines(keepends=True)
    assert verify.check(sent, anchors=[note]).problems == []


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("get", "/audit/", "audit.read"),
        ("get", "/audit/1/", "audit.read"),
        ("get", "/audit/checkpoint", "audit.read"),
        ("post", "/audit/verify", "audit.read"),
        ("post", "/audit/checkpoint", "audit.read"),
        ("post", "/audit/export", "audit.export"),
    ],
)
def test_each_page_is_for_the_roles_of_the_table(client, clock, method, path, operation):
    record(clock)
    allowed = {"/audit/verify": 303, "/audit/checkpoint": 303}.get(path, 200)
    if method == "get":
        allowed = 200
    for role in Role:
        answer = getattr(client(role.value), method)(path)
        expected = allowed if role in TABLE[operation] else 403
        assert (role, answer.status_code) == (role, expected)
