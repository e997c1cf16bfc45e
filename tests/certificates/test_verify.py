"""The public check: each answer, never "valid" when unsure, nothing personal, counted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from examsys.certificates import service
from examsys.certificates.models import Certificate
from examsys.kernel import clock as wall
from examsys.kernel import pii
from examsys.kernel.work import unit_of_work
from examsys.rules.states import CertificateState
from tests.certificates.make import (
    APPROVER,
    PREPARER,
    approve,
    make_certificates,
    make_certifying,
    make_passed,
    make_request,
)

VALID, REVOKED, NONE, UNKNOWN = ("有效", "已撤销", "查无此证", "未知")


@pytest.fixture
def visitor(client):
    return client()


@pytest.fixture
def one(app):
    batch = make_certifying(0)
    make_passed(batch, name="张小三")
    return make_certificates(batch)[0]


def answer_of(response):
    """The strong word of the answer, the first thing after the title."""
    page = response.get_data(as_text=True)
    main = page[page.index("<main") :]
    return main.split("<strong>")[1].split("</strong>")[0]


def ask(visitor, number, name):
    return visitor.post("/verify/", data={"number": number, "name": name})


def scan(visitor, row, code=None):
    return visitor.get(f"/verify/{row.number}/{code or row.check_code}")


def test_the_form_stands_alone(visitor):
    page = visitor.get("/verify/")
    words = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "<strong>" not in words
    assert "不代替全国联网查询" in words
    assert 'href="http://jndj.osta.org.cn"' in words
    assert "<script" not in words


def test_a_valid_certificate_by_code_and_by_name(visitor, one):
    for response in (scan(visitor, one), ask(visitor, one.number, "张小三")):
        words = response.get_data(as_text=True)
        assert (response.status_code, answer_of(response)) == (200, VALID)
        for fact in (
            "张*三",
            "劳动关系协调师",
            "三级/高级工",
            "之江劳动关系评价中心",
            "2026-11-21",
            "尚未上网备案",
            "查验时间：2026-11-21 12:00:00",
        ):
            assert fact in words
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_the_answer_comes_before_anything_else(visitor, one):
    words = scan(visitor, one).get_data(as_text=True)
    main = words[words.index("<main") :]
    assert main.index(VALID) < main.index("<form")
    assert main.index(VALID) < main.index("<dl")


def test_neither_name_nor_number_nor_photo_of_the_person_is_shown(visitor, one):
    number = pii.get(one.candidate, "id_number")
    pages = [scan(visitor, one), ask(visitor, one.number, "张小三"), visitor.get("/verify/")]
    words = "".join(page.get_data(as_text=True) for page in pages)
    # The name a visitor typed stands in the form again; the facts show the mask.
    facts = scan(visitor, one).get_data(as_text=True)
    assert "张小三" not in facts
    for secret in (number, number[-4:] + "<", number[6:14], one.check_code, "<img"):
        assert secret not in words


def test_how_people_type_it(visitor, one):
    spaced = " ".join(one.number[place : place + 4] for place in range(0, 22, 4)).lower()
    full = "".join(chr(ord(character) + 0xFEE0) for character in one.number)
    assert answer_of(ask(visitor, spaced, " 张 小三 ")) == VALID
    assert answer_of(ask(visitor, full, "张小三")) == VALID


def test_the_dot_of_a_name_has_many_spellings(visitor, app):
    batch = make_certifying(0)
    make_passed(batch, name="古丽·买买提")
    (row,) = make_certificates(batch)
    assert answer_of(ask(visitor, row.number, "古丽•买买提")) == VALID


def test_a_wrong_name_a_wrong_code_and_an_unknown_number_look_the_same(visitor, one):
    unknown = one.number[:-1] + "9"
    pages = [
        ask(visitor, one.number, "李四"),
        ask(visitor, unknown, "李四"),
        scan(visitor, one, "2" * 12),
        visitor.get(f"/verify/{unknown}/{'2' * 12}"),
    ]
    assert {answer_of(page) for page in pages} == {NONE}
    texts = [page.get_data(as_text=True) for page in pages]
    blocks = {text[text.index('<section class="answer') :].split("</section>")[0] for text in texts}
    assert len(blocks) == 1
    assert not any("<dl" in text for text in texts)


def test_a_number_that_cannot_be_one_is_explained(visitor):
    response = ask(visitor, "S0000330001232630000", "张三")
    assert response.status_code == 422
    assert "编号共 20 位，应为 22 位" in response.get_data(as_text=True)
    assert visitor.get("/verify/x/y").status_code == 200


def test_a_revoked_certificate_says_so_with_the_day(visitor, one):
    with unit_of_work():
        service.revoke(one, reason="冒名顶替", version=one.version, actor=APPROVER, at=wall.now())
    response = scan(visitor, one)
    assert answer_of(response) == REVOKED
    assert "2026-11-21 被本机构撤销" in response.get_data(as_text=True)
    assert "冒名顶替" not in response.get_data(as_text=True)


def test_a_number_without_its_paper_is_not_valid_yet(visitor, app):
    (row,) = approve(make_request(make_certifying()))
    assert answer_of(scan(visitor, row)) == UNKNOWN


@pytest.mark.parametrize(
    "edit",
    [
        {"name": "李四", "check_code": "2" * 12},
        {"level": 4},
        {"issued_on": date(2025, 1, 1)},
        {"printed_sha256": "0" * 64},
        {"printed_sealed": b"CE1" + b"\0" * 200},
        {"state": CertificateState.REVOKED},
    ],
)
def test_a_row_edited_behind_the_systems_back_is_never_valid(visitor, one, db, edit):
    code = edit.get("check_code", one.check_code)
    with unit_of_work(audited=False):
        db.session.execute(update(Certificate).where(Certificate.id == one.id).values(**edit))
    assert answer_of(visitor.get(f"/verify/{one.number}/{code}")) == UNKNOWN


def test_a_revocation_taken_back_by_hand_is_found_in_the_log(visitor, one, db):
    with unit_of_work():
        service.revoke(one, reason="误发", version=one.version, actor=APPROVER, at=wall.now())
    with unit_of_work(audited=False):
        changed = update(Certificate).where(Certificate.id == one.id)
        db.session.execute(changed.values(state=CertificateState.ISSUED))
    assert answer_of(scan(visitor, one)) == UNKNOWN


def test_the_state_of_filing_follows_the_upload(visitor, one):
    with unit_of_work():
        sheet = service.make_sheet(one.batch, actor=PREPARER, at=wall.now())
    assert "已上传待确认" in scan(visitor, one).get_data(as_text=True)
    with unit_of_work():
        service.confirm_upload(
            sheet,
            receipt_no="备1",
            confirmed_on=date(2026, 11, 21),
            actor=PREPARER,
            at=wall.now(),
        )
    assert "已上网备案（2026-11-21）" in scan(visitor, one).get_data(as_text=True)


def test_twenty_a_minute_then_a_pause(visitor, one, clock):
    for _ in range(20):
        assert scan(visitor, one).status_code == 200
    assert scan(visitor, one).status_code == 429
    assert ask(visitor, one.number, "张小三").status_code == 429
    assert visitor.get("/verify/").status_code == 200
    clock.at += timedelta(seconds=61)
    assert scan(visitor, one).status_code == 200


def test_the_public_material_is_complete_and_public_only(visitor, app):
    page = visitor.get("/verify/key").get_data(as_text=True)
    for name, content in pii.keys().public_material().items():
        assert name in page
        got = visitor.get(f"/verify/key/{name}")
        assert (got.status_code, got.data) == (200, content)
        assert b"PRIVATE" not in got.data
    assert visitor.get("/verify/key/certificate.pem").status_code == 404
