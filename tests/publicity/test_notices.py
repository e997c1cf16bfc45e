"""Notices: two people, working-day clocks, objections only in time, and what the public sees."""

from datetime import date, timedelta

import pytest

from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.parameters import service as parameters
from examsys.publicity import queries, service
from examsys.publicity.models import Objection
from examsys.rules.states import NoticeState
from tests.conftest import NOON
from tests.make import make_batch

OFFICE, HEAD = Actor(name="office"), Actor(name="boss")
TEXT = service.NoticeText(
    "results", "成绩公示", "现予公示。", rows=[["姓名", "结果"], ["张*三", "合格"]]
)


def drafted(text: service.NoticeText = TEXT):
    with unit_of_work():
        return service.draft_notice(text, actor=OFFICE, at=NOON)


def published(days: int = 5):
    with unit_of_work():
        parameters.seed_calendar(actor=HEAD, at=NOON)
    notice = drafted()
    with unit_of_work():
        service.publish_notice(notice, actor=HEAD, at=NOON, days_wd=days)
    return notice


def test_the_drafter_may_not_publish(db):
    notice = drafted()

    with pytest.raises(NotAllowed), unit_of_work():
        service.publish_notice(notice, actor=OFFICE, at=NOON, days_wd=5)

    assert notice.state is NoticeState.DRAFT


def test_publicity_runs_in_working_days_from_the_next_day(db):
    notice = published()

    # 2026-11-21 is a Saturday: Monday 23 to Friday 27 are the five working days.
    assert (notice.publicity_from, notice.publicity_until) == (
        date(2026, 11, 21),
        date(2026, 11, 27),
    )
    assert not queries.publicity_over(0, on=date(2026, 11, 28))


def test_a_published_notice_cannot_change(db):
    notice = published()

    with pytest.raises(Conflict), unit_of_work():
        service.change_notice(notice, TEXT, version=notice.version, actor=OFFICE, at=NOON)


def test_a_stale_draft_is_refused(db):
    notice = drafted()

    with pytest.raises(Stale), unit_of_work():
        service.change_notice(notice, TEXT, version=99, actor=OFFICE, at=NOON)


@pytest.mark.parametrize(("days", "accepted"), [(6, True), (7, False)])
def test_objections_are_taken_to_the_last_day(db, days, accepted):
    notice, at = published(), NOON + timedelta(days=days)

    def object_() -> Objection:
        with unit_of_work():
            return service.receive_objection(
                notice, name="李四", phone="13800001234", text="成绩有误", actor=OFFICE, at=at
            )

    if accepted:
        assert object_().phone_last4 == "1234"
    else:
        with pytest.raises(Conflict):
            object_()


def test_an_objection_is_decided_once(db):
    notice = published()
    with unit_of_work():
        objection = service.receive_objection(
            notice, name="李四", phone="13800001234", text="有误", actor=OFFICE, at=NOON
        )
    with unit_of_work():
        service.decide_objection(
            objection, outcome="dismissed", decision="核对无误", actor=HEAD, at=NOON
        )

    with pytest.raises(Conflict), unit_of_work():
        service.decide_objection(objection, outcome="upheld", decision="x", actor=HEAD, at=NOON)

    assert objection.outcome == "dismissed"


def test_the_public_sees_what_is_published_and_nothing_else(client):
    draft, notice = drafted(), published()
    visitor = client()

    board = visitor.get("/notices/")

    assert board.status_code == 200
    assert f"/notices/{notice.uuid}/" in board.text
    assert draft.uuid not in board.text
    assert visitor.get(f"/notices/{draft.uuid}/").status_code == 404
    page = visitor.get(f"/notices/{notice.uuid}/")
    assert "张*三" in page.text
    assert notice.body_sha256 in page.text


def test_a_visitor_objects_and_is_throttled(client):
    notice, visitor = published(), client()
    form = {"name": "李四", "phone": "13800001234", "text": "成绩有误"}

    answers = [visitor.post(f"/notices/{notice.uuid}/", data=form) for _ in range(6)]

    assert [a.status_code for a in answers] == [303] * 5 + [429]
    assert "13800001234" not in client("exam_office").get("/publicity/objections/").text


def test_withdrawing_hides_the_page(client):
    notice = published()

    answer = client("head").post(f"/publicity/{notice.id}/withdraw", data={"reason": "名单有误"})

    assert answer.status_code == 303
    assert client().get(f"/notices/{notice.uuid}/").status_code == 404


def test_the_list_leaves_as_a_table_with_names(client):
    notice = published()
    table = client("exam_office").get("/publicity/export.csv?state=published")

    assert table.text.startswith('\ufeff"标题","类别","状态","拟稿人"')
    assert notice.title in table.text
    assert client("exam_office").get("/publicity/export.xlsx").data[:2] == b"PK"
    assert client("system_admin").get("/publicity/export.csv").status_code == 403


def test_a_draft_of_a_batch_names_it(client):
    batch = make_batch()
    text = client("exam_office").get(f"/publicity/new?batch_id={batch.id}").text
    assert f'所属批次：<a href="/batches/{batch.id}/">{batch.title}</a>' in text
    assert "所属批次" not in client("exam_office").get("/publicity/new?batch_id=99").text
