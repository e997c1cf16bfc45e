"""From the first entry to the archived batch, and everything that stands in the way."""

import io
import zipfile

import pytest

from examsys.archives import queries, service
from examsys.archives.template import VOLUMES
from examsys.audit.models import AuditEvent
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState
from tests.make import make_batch
from tests.yearend.make import give, make_year
from tests.yearend.test_service import LAST_DAYS

KEEPER = Actor(name="keeper", roles=("archivist",))
PDF = b"%PDF-1.7 scanned"


@pytest.fixture
def batch(app, clock):
    year = make_year()
    give(year.late, year.batch.exam_on)
    clock.at = LAST_DAYS
    with unit_of_work():
        service.collect(year.batch, actor=KEEPER, at=LAST_DAYS)
    return year.batch


def open_items(batch):
    return [one for volume in queries.volumes(batch.id) for one in queries.missing(volume)]


def waive_all(batch):
    for one in open_items(batch):
        with unit_of_work():
            service.waive_item(one, reason="纸质存档案室 3 号盒", actor=KEEPER, at=LAST_DAYS)


def seal_all(batch):
    for volume in queries.volumes(batch.id):
        with unit_of_work():
            service.seal_volume(volume, actor=KEEPER, at=LAST_DAYS)


def test_records_fill_what_they_can(batch):
    volumes = queries.volumes(batch.id)

    assert [v.title for v in volumes] == [title for title, _ in VOLUMES]
    filled = {one.kind for v in volumes for one in v.items if one.file_uuid}
    assert {"plan", "roster", "registrations", "attendance", "results",
            "certificate_register"} <= filled  # fmt: skip
    assert "thesis" not in {one.kind for v in volumes for one in v.items}


def test_collecting_again_keeps_what_is_there(batch):
    before = {one.kind: one.file_uuid for v in queries.volumes(batch.id) for one in v.items}

    with unit_of_work():
        service.collect(batch, actor=KEEPER, at=LAST_DAYS)

    after = {one.kind: one.file_uuid for v in queries.volumes(batch.id) for one in v.items}
    assert after == before


def test_a_batch_without_certificates_is_not_collected(app):
    early = make_batch(state=BatchState.SCORING)

    with pytest.raises(Conflict), unit_of_work():
        service.collect(early, actor=KEEPER, at=LAST_DAYS)
    assert queries.volumes(early.id) == []


def test_an_incomplete_volume_is_not_sealed(batch):
    volume = queries.volumes(batch.id)[1]

    with pytest.raises(Conflict, match="第 2 卷还缺：考务实施方案"), unit_of_work():
        service.seal_volume(volume, actor=KEEPER, at=LAST_DAYS)
    assert volume.sealed_at is None


def test_a_sealed_volume_is_closed_and_its_digest_names_its_files(batch):
    volume = queries.volumes(batch.id)[1]
    item = queries.missing(volume)[0]
    with unit_of_work():
        service.file_item(item, PDF, name="方案.pdf", actor=KEEPER, at=LAST_DAYS)
    with unit_of_work():
        service.seal_volume(volume, actor=KEEPER, at=LAST_DAYS)

    assert len(volume.sha256) == 64
    with pytest.raises(Conflict, match="已经封存"), unit_of_work():
        service.reopen_item(item, actor=KEEPER, at=LAST_DAYS)


@pytest.mark.parametrize(
    ("name", "content"), [("x.exe", PDF), ("x.pdf", b"MZ"), ("x", PDF), ("x.jpg", PDF)]
)
def test_a_strange_file_is_refused(batch, name, content):
    item = open_items(batch)[0]

    with pytest.raises(Invalid), unit_of_work():
        service.file_item(item, content, name=name, actor=KEEPER, at=LAST_DAYS)
    assert item.file_uuid is None


def test_a_waiver_needs_a_reason(batch):
    with pytest.raises(Invalid), unit_of_work():
        service.waive_item(open_items(batch)[0], reason=" ", actor=KEEPER, at=LAST_DAYS)


def test_all_volumes_sealed_is_the_gate(batch, db):
    with pytest.raises(Conflict, match="尚未封存"), unit_of_work():
        service.archive_batch(batch, actor=KEEPER, at=LAST_DAYS)
    waive_all(batch)
    seal_all(batch)

    with unit_of_work():
        service.archive_batch(batch, actor=KEEPER, at=LAST_DAYS)

    assert batch.state is BatchState.ARCHIVED
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert last.action == "batches.batch.moved"


def test_the_package_holds_every_file_and_is_logged(batch, client):
    answer = client("archivist").post(
        f"/archives/batch/{batch.id}/package", data={"reason": "评估检查"}
    )

    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    filed = [one for v in queries.volumes(batch.id) for one in v.items if one.file_uuid]
    assert len(names) == 1 + len(VOLUMES) + len(filed)
    assert names[0] == "卷内目录.pdf"


def test_the_pages_of_the_archive(batch, client):
    keeper, place = client("archivist"), f"/archives/batch/{batch.id}/"

    assert f'href="{place}"' in keeper.get("/archives/").text
    assert keeper.get(f"/archives/?batch_id={batch.id}").location.endswith(place)
    page = keeper.get(place).text
    assert "考务实施方案" in page
    item = open_items(batch)[0]
    sent = keeper.post(
        f"/archives/items/{item.id}/file",
        data={"file": (io.BytesIO(PDF), "扫描件.pdf")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 303
    assert keeper.post(f"/archives/items/{item.id}/download", data={"reason": "核对"}).data == PDF
    assert keeper.get(f"{place}catalogue.pdf").data[:5] == b"%PDF-"
    assert client("exam_office").post(f"{place}collect").status_code == 403
    assert client("reviewer").get(place).status_code == 403
