"""The door to text: logged first, refused when moved, and nothing of it in the clear on disk."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from examsys.audit import service as audit
from examsys.audit.models import AuditDetail, AuditEvent
from examsys.bank import gateway, queries
from examsys.bank.models import BANK
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Missing
from examsys.kernel.work import unit_of_work
from question_bank import Ref, seal
from tests import make

READER = Actor(name="item-reviewer", roles=("item_reviewer",))
pytestmark = pytest.mark.usefixtures("app")


def log():
    query = select(AuditEvent.action, AuditEvent.object, AuditEvent.result, AuditEvent.id)
    wanted = AuditEvent.action.in_(
        ["bank.item.opened", "bank.items.opened", "bank.opening.refused"]
    )
    return database.session.execute(query.where(wanted).order_by(AuditEvent.id)).all()


def ref_of(item):
    return queries.record(item).card.ref


def test_one_text_is_one_event_that_names_the_reader_and_the_reason():
    make.make_spec()
    question = make.make_question(1)
    ref = ref_of(make.make_item(question=question))
    assert gateway.open_item(ref, actor=READER, reason="审题") == question
    ((action, subject, result, seq),) = log()
    assert (action, subject, result) == ("bank.item.opened", f"item:{ref.item}", "done")
    event = database.session.get(AuditEvent, seq)
    assert (event.actor, event.role) == ("item-reviewer", "item_reviewer")
    assert database.session.get(AuditDetail, seq).detail == {
        "reason": "审题",
        "items": [str(ref)],
        "count": 1,
    }


def test_a_set_is_one_event():
    make.make_spec()
    refs = [ref_of(make.make_item()) for _ in range(3)]
    texts = gateway.open_items(refs, actor=READER, reason="组卷", subject="paper_set:7")
    assert sorted(texts) == sorted(refs)
    assert [row[:3] for row in log()] == [("bank.items.opened", "paper_set:7", "done")]


def test_when_the_log_cannot_be_written_nothing_is_decrypted(monkeypatch):
    """The disk of the log is full: no event, so no text."""
    make.make_spec()
    ref = ref_of(make.make_item())
    decrypted = []

    def full(*_args, **_over):
        raise OSError("no space left on device")

    monkeypatch.setattr(audit, "record", full)
    monkeypatch.setattr(seal.KeyRing, "open", lambda *_a, **_k: decrypted.append("text"))
    with pytest.raises(OSError, match="no space left"):
        gateway.open_item(ref, actor=READER, reason="审题")
    assert decrypted == []
    assert log() == []


def test_the_event_is_committed_before_the_text_is_there(monkeypatch):
    make.make_spec()
    ref = ref_of(make.make_item())
    seen = []
    opened = seal.KeyRing.open

    def spy(ring, envelope, *, place):
        database.session.rollback()  # what was not committed is gone here
        seen.append([row[0] for row in log()])
        return opened(ring, envelope, place=place)

    monkeypatch.setattr(seal.KeyRing, "open", spy)
    gateway.open_item(ref, actor=READER, reason="审题")
    assert seen == [["bank.item.opened"]]


def test_sealed_text_moved_to_another_row_is_refused_in_words_and_logged():
    make.make_spec()
    first, second = ref_of(make.make_item()), ref_of(make.make_item())
    version = BANK.version
    moved = select(version.c.envelope).where(version.c.item == first.item).scalar_subquery()
    with unit_of_work(audited=False):
        database.session.execute(
            update(version).where(version.c.item == second.item).values(envelope=moved)
        )
    with pytest.raises(Conflict, match="密文无法通过完整性校验，未予解密"):
        gateway.open_item(second, actor=READER, reason="审题")
    assert [row[:3] for row in log()] == [
        ("bank.item.opened", f"item:{second.item}", "done"),
        ("bank.opening.refused", f"item:{second.item}", "refused"),
    ]
    assert gateway.open_item(first, actor=READER, reason="审题").answer == "B"


def test_a_version_that_is_not_there_is_missing_and_not_logged():
    make.make_spec()
    ref = ref_of(make.make_item())
    with pytest.raises(Missing, match="没有这一版本"):
        gateway.open_item(Ref(ref.item, 2), actor=READER, reason="审题")
    assert log() == []


def test_no_plain_text_of_an_item_reaches_the_disk(settings):
    """Every file of the instance, the database with its WAL among them, in three encodings."""
    make.make_spec()
    secrets = {
        "stem": "紫藤花架下签订的劳动合同（ ）。",
        "options": ("青瓷盏", "白玉杯", "乌木尺", "赤铜镜"),
        "explanation": "翡翠屏风后的解析",
        "basis": "《琉璃瓦条例》第九条",
    }
    ref = ref_of(make.make_item(question=make.make_question(**secrets)))
    gateway.open_item(ref, actor=READER, reason="审题")
    words = [secrets["stem"][:8], *secrets["options"], secrets["explanation"], secrets["basis"]]
    files = [path for path in Path(settings.instance).rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files) or "postgres" in str(
        settings.database_url
    )
    found = [
        (path.name, word)
        for path in files
        for word in words
        for encoding in ("utf-8", "utf-16-le", "gb18030")
        if word.encode(encoding) in path.read_bytes()
    ]
    escaped = [
        path.name
        for path in files
        for word in words
        if word.encode("unicode_escape") in path.read_bytes()
    ]
    assert (found, escaped) == ([], [])
