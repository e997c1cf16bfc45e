"""Screens of the report: built, signed by another, downloaded with a reason."""

from datetime import date

import pytest

from examsys.kernel import pii
from examsys.yearend import queries
from tests.yearend.make import make_year
from tests.yearend.test_service import LAST_DAYS


@pytest.fixture
def year(app, clock):
    made = make_year()
    clock.at = LAST_DAYS
    return made


def built(client):
    office = client("exam_office")
    answer = office.post("/yearend/new", data={"year": "2026", "cut_off": "2026-12-28"})
    assert answer.status_code == 303
    return office, answer.location


def test_from_building_to_the_package(year, client):
    office, place = built(client)
    page = office.get(place).text
    assert "待签发" in page
    assert office.get(f"{place}package").status_code == 200
    assert office.post(f"{place}package", data={"reason": "报送"}).status_code == 409

    head = client("head")
    sent = head.post(f"{place}seal", data={"version": "1", "checked": "y"})
    assert sent.status_code == 303
    assert "已签发" in head.get(place).text

    answer = office.post(f"{place}package", data={"reason": "向省厅报送"})
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"
    assert head.get(f"{place}report.pdf").data[:5] == b"%PDF-"


def test_a_stale_page_does_not_sign(year, client):
    _, place = built(client)

    assert client("head").post(
        f"{place}seal", data={"version": "9", "checked": "y"}
    ).status_code == 409  # fmt: skip
    assert queries.reports()[0].sealed_at is None


def test_an_unread_report_is_not_signed(year, client):
    _, place = built(client)

    answer = client("head").post(f"{place}seal", data={"version": "1"})

    assert answer.status_code == 422
    assert "请核对后勾选" in answer.text


def test_a_wrong_day_stays_on_the_page(year, client):
    answer = client("exam_office").post(
        "/yearend/new", data={"year": "2026", "cut_off": "2027-01-05"}
    )

    assert answer.status_code == 422
    assert "晚于今日" in answer.text


def test_every_number_leads_to_its_rows(year, client):
    office, place = built(client)

    page = office.get(f"{place}records?what=absent&level=3").text
    assert year.absent.candidate.name in page
    assert year.passed.candidate.name not in page
    assert pii.get(year.absent.candidate, "id_number") not in page
    assert "共 3 人" in office.get(f"{place}records?what=present&component=theory").text
    assert office.get(f"{place}records?what=nothing").status_code == 404


def test_every_address_of_a_figure_is_a_page(year, client):
    office, place = built(client)
    found = queries.reports()[0].figures
    own = {one["address"] for row in found["levels"] for one in row["present"]}
    own |= {row[key]["address"] for row in found["levels"] for key in ("participated", "planned")}

    for address in own:
        where = address if address.startswith("/") else place + address
        assert office.get(where).status_code == 200, where


def test_only_the_right_roles_build_and_sign(year, client):
    _, place = built(client)
    assert client("head").get("/yearend/new").status_code == 403
    assert client("exam_office").get(f"{place}seal").status_code == 403
    assert client("head").get(f"{place}package").status_code == 403
    assert client("reviewer").get(place).status_code == 403
    assert client("auditor").get(place).status_code == 200
    assert date(2026, 12, 28) == queries.reports()[0].cut_off
