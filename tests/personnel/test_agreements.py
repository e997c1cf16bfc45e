"""Confidentiality agreements: printed, the signed copy kept once, renewals a list."""

from datetime import date
from io import BytesIO

from examsys.personnel.models import Agreement
from tests.make import make_person, make_photo


def test_an_agreement_is_printed_signed_and_kept_once(client, db):
    person = make_person(
        agreements=[Agreement(signed_on=date(2026, 1, 1), until=date(2026, 12, 31))]
    )
    browser, here = client("personnel_office"), f"/personnel/{person.id}"
    row = f"{here}/agreements/{person.agreements[0].id}"
    printed = browser.get(f"{row}/print")
    assert (printed.status_code, printed.data[:5]) == (200, b"%PDF-")
    assert browser.get(f"{row}/copy").status_code == 404
    assert browser.get(f"{row}/copy/new").status_code == 200
    wrong = {"scan": (BytesIO(b"MZ"), "a.exe")}
    assert browser.post(f"{row}/copy/new", data=wrong).status_code == 422
    assert browser.post(f"{row}/copy/new", data=copy()).status_code == 303
    assert browser.get(f"{row}/copy").data == make_photo()
    again = browser.post(f"{row}/copy/new", data=copy())
    assert (again.status_code, "不能替换" in again.text) == (422, True)

    renewal = {"signed_on": "2026-11-21", "until": "2028-12-31"}
    assert browser.post(f"{here}/agreements/new", data=renewal).status_code == 303
    backwards = {"signed_on": "2026-11-21", "until": "2026-11-20"}
    assert browser.post(f"{here}/agreements/new", data=backwards).status_code == 422
    db.session.expire_all()
    assert [one.until for one in person.agreements] == [date(2026, 12, 31), date(2028, 12, 31)]


def copy():
    return {"scan": (BytesIO(make_photo()), "签字件.jpg")}
