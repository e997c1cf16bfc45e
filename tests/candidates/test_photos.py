"""Photos one by one and by package: judged, reported, kept once."""

import zipfile
from io import BytesIO

import pytest

from examsys.candidates import photopack, service
from examsys.kernel import files, pii
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, RegistrationState
from tests.conftest import NOON
from tests.make import ACTOR, fictional_id_number, make_batch, make_photo, make_registration


def package(**photos: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in photos.items():
            archive.writestr(name, content)
    return out.getvalue()


def take_in(batch, content: bytes) -> list[tuple[str, str]]:
    packed = photopack.unpack(content)
    with unit_of_work():
        lines = service.take_in_photos(batch, packed, actor=ACTOR, at=NOON)
    return [(line.tone, line.words) for line in lines]


def test_a_package_takes_the_sound_photos_and_reports_the_rest(db):
    batch = make_batch(state=BatchState.REGISTERING)
    mine, other = make_registration(batch), make_registration(batch)
    names = [pii.get(row.candidate, "id_number") for row in (mine, other)]
    stranger = fictional_id_number(950)

    lines = take_in(
        batch,
        package(
            **{
                f"照片/{names[0].lower()}.jpg": make_photo(),
                f"照片/{names[1]}.png": make_photo(100, 140, "PNG"),
                f"{stranger}.jpg": make_photo(),
                "班级合影.jpg": make_photo(),
                "说明.txt": b"x",
                "__MACOSX/._x.jpg": b"x",
            }
        ),
    )

    assert lines == [
        ("pass", "已保存。"),
        ("fail", "照片为 100×140 像素，要求不小于 295×413 像素（宽×高）：请换用更清晰的证件照。"),
        ("fail", "本批次没有这个身份证号的报名，请核对文件名。"),
        ("fail", "文件名应为身份证号：身份证号应为 18 位，现为 4 位，请对照证件核对。"),
        ("fail", "不是 JPG 或 PNG 照片，未处理。"),
    ]
    assert mine.candidate.photo_uuid is not None
    assert other.candidate.photo_uuid is None


def test_the_same_package_twice_changes_nothing(db):
    batch = make_batch(state=BatchState.REGISTERING)
    row = make_registration(batch)
    content = package(**{f"{pii.get(row.candidate, 'id_number')}.jpg": make_photo()})
    take_in(batch, content)
    kept = row.candidate.photo_uuid

    assert take_in(batch, content) == [("info", "与已有照片相同，无变化。")]
    assert row.candidate.photo_uuid == kept


def test_two_photos_of_one_person_are_reported(db):
    batch = make_batch(state=BatchState.REGISTERING)
    number = pii.get(make_registration(batch).candidate, "id_number")

    lines = take_in(
        batch, package(**{f"{number}.jpg": make_photo(), f"b/{number}.png": make_photo()})
    )

    assert [tone for tone, _ in lines] == ["pass", "fail"]
    assert "是同一个身份证号，只用前一张" in lines[1][1]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no zip", "不是可用的 ZIP 压缩包"), (package(), "压缩包里没有照片")],
)
def test_a_package_that_is_none_is_refused(content, words):
    with pytest.raises(Invalid, match=words):
        photopack.unpack(content)


def test_a_package_that_unpacks_to_too_much_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(photopack, "MAX_UNPACKED", 3_000_000)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", bytes(4_000_000))

    with pytest.raises(Invalid, match="压缩包展开后有 3 MB，超过 2 MB"):
        photopack.unpack(out.getvalue())


@pytest.mark.parametrize(
    ("size", "words"),
    [((294, 413), "照片为 294×413 像素，要求不小于 295×413"), ((295, 413), "照片已保存")],
)
def test_a_photo_by_form_is_judged(client, size, words):
    row = make_registration()
    browser = client("exam_office")

    answer = browser.post(
        f"/candidates/{row.id}/photo/new",
        data={"photo": (BytesIO(make_photo(*size)), "a.jpg")},
        follow_redirects=True,
    )

    assert words in answer.text


def test_a_photo_bomb_is_refused(client):
    row = make_registration()
    huge = make_photo(6000, 6000, "PNG")

    answer = client("exam_office").post(
        f"/candidates/{row.id}/photo/new", data={"photo": (BytesIO(huge), "a.png")}
    )

    assert answer.status_code == 422
    assert "照片为 6000×6000 像素，超过 2000 万像素上限" in answer.text
    assert row.candidate.photo_uuid is None


def test_a_replaced_photo_is_forgotten_unless_an_earlier_batch_used_it(db):
    row = make_registration(photo=True)
    old = row.candidate.photo_uuid
    with unit_of_work():
        service.set_photo(row, make_photo(300, 420), actor=ACTOR, at=NOON)

    assert row.candidate.photo_uuid != old
    assert db.session.query(files.KeptFile).filter_by(uuid=old).count() == 0


@pytest.mark.parametrize(
    ("batch_state", "state"),
    [
        (BatchState.SITTING, RegistrationState.APPROVED),
        (BatchState.REVIEWING, RegistrationState.REJECTED),
    ],
)
def test_a_photo_comes_too_late(db, batch_state, state):
    row = make_registration(state=state)
    with unit_of_work(audited=False):
        row.batch.state = batch_state

    with pytest.raises(Conflict), unit_of_work():
        service.set_photo(row, make_photo(), actor=ACTOR, at=NOON)
