"""Numbers assigned by the province: imported with every bad row named, then printed as given."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from examsys.certificates import facts, printed, queries
from examsys.certificates.assigned import SPEC
from examsys.certificates.models import AssignedNumber, SerialCounter
from examsys.kernel import clock, pii
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict
from examsys.kernel.work import unit_of_work
from tests.certificates.make import approve, make_certifying, make_passed, make_request
from tests.kernel.sheetmake import workbook

TITLES = [column.heading for column in SPEC.columns]
HEAD, DAY = "S000033000123263", "2026-11-20"


def assign(batch) -> None:
    """The batch is numbered by the province."""
    with unit_of_work(audited=False):
        batch.parameters = {"certificate.number_mode": "PROVINCE_ASSIGNED"}
        database.session().info["changed"] = False


@pytest.fixture
def batch(app):
    made = make_certifying(0)
    make_passed(made, name="林木")
    make_passed(made, name="石泉")
    make_passed(made, name="未通过", passed=False)
    assign(made)
    return made


@pytest.fixture
def clerk(client):
    return client("certificate_clerk", login="clerk")


def line(row, serial: int = 71, **over) -> list[object]:
    who = row.candidate
    given = {
        "name": who.name,
        "id_number": pii.get(who, "id_number"),
        "number": f"{HEAD}{serial:06d}",
        "issued_on": DAY,
        **over,
    }
    return [given[column.key] for column in SPEC.columns]


def people(batch) -> list:
    lines = facts.issue_lines(batch, on=clock.today())
    return sorted((one.registration for one in lines), key=lambda row: row.id)


def upload(browser, batch, *rows):
    content = workbook(*rows, titles=TITLES)
    place = f"/certificates/batch/{batch.id}/numbers/import"
    return browser.post(place, data={"workbook": (BytesIO(content), "赋码.xlsx")})


def count() -> int:
    database.session.rollback()
    return database.session.scalar(select(func.count(AssignedNumber.id)))


def test_the_province_s_numbers_and_days_are_what_is_printed(clerk, batch):
    first, second = people(batch)
    page = clerk.get(f"/certificates/batch/{batch.id}/").text
    assert "导入证书编号" in page
    assert "尚未导入省级系统赋予的证书编号。" in page

    preview = upload(clerk, batch, line(first, 71), line(second, 40))
    assert (preview.status_code, count()) == (303, 0)
    assert clerk.get(preview.location).status_code == 200
    assert clerk.post(f"{preview.location}confirm").status_code == 303
    assert count() == 2

    made = approve(make_request(batch))
    assert {one.registration_id: one.number for one in made} == {
        first.id: f"{HEAD}000071",
        second.id: f"{HEAD}000040",
    }
    assert {printed.open_row(one).issued_on for one in made} == {date(2026, 11, 20)}
    assert database.session.scalars(select(SerialCounter)).all() == []


def test_the_same_file_twice_changes_nothing_and_a_number_can_be_corrected(clerk, batch):
    first, _ = people(batch)
    clerk.post(f"{upload(clerk, batch, line(first)).location}confirm")
    again = upload(clerk, batch, line(first))
    assert clerk.post(f"{again.location}confirm").status_code == 409
    clerk.post(f"{upload(clerk, batch, line(first, 72)).location}confirm")
    assert queries.assigned(batch.id)[first.id].number == f"{HEAD}000072"


BAD = {
    "a stranger": ({"id_number": "11010119900307889X"}, "不在本批次的合格名单内"),
    "another name": ({"name": "林森"}, "与报名信息不一致（林木）"),
    "no number": ({"number": "S1"}, "22"),
    "another agency": ({"number": "S000033000999263000071"}, "前 13 位应为 S000033000123"),
    "another level": ({"number": "S000033000123264000071"}, "等级代码应为 3"),
    "another year": ({"number": "S000033000123253000071"}, "年份与证书版面发证日期不一致"),
    "before the exam": ({"issued_on": "2026-11-07"}, "应在考试日 2026-11-07 之后"),
    "tomorrow": ({"issued_on": "2026-11-22"}, "不晚于今天"),
}


@pytest.mark.parametrize(("over", "told"), BAD.values(), ids=BAD)
def test_a_bad_row_is_named_and_nothing_is_written(clerk, batch, over, told):
    first, second = people(batch)

    preview = upload(clerk, batch, line(first, **over), line(second, 72))

    assert told in clerk.get(preview.location).text
    assert clerk.get(f"{preview.location}errors").data[:2] == b"PK"
    assert clerk.post(f"{preview.location}confirm").status_code == 409
    assert count() == 0


def test_a_number_belongs_to_one_person(clerk, batch):
    first, second = people(batch)
    twice = upload(clerk, batch, line(first), line(second))
    assert "与第 2 行重复" in clerk.get(twice.location).text
    clerk.post(f"{upload(clerk, batch, line(first)).location}confirm")
    taken = upload(clerk, batch, line(second))
    assert "这个编号已属于另一人" in clerk.get(taken.location).text


def test_without_a_number_nobody_is_ready_and_after_the_issue_nothing_changes(clerk, batch):
    first, second = people(batch)
    clerk.post(f"{upload(clerk, batch, line(first)).location}confirm")
    assert {
        one.registration.id: one.ready for one in facts.issue_lines(batch, on=clock.today())
    } == {first.id: True, second.id: False}
    request = make_request(batch)
    preview = upload(clerk, batch, line(second, 72))
    assert clerk.post(f"{preview.location}confirm").status_code == 409
    approve(request)
    late = upload(clerk, batch, line(first, 73))
    assert "此人的证书已经编号" in clerk.get(late.location).text


def test_a_printed_day_within_the_publicity_stops_the_issue(clerk, batch):
    first, _ = people(batch)
    clerk.post(f"{upload(clerk, batch, line(first, issued_on='2026-11-18')).location}confirm")
    request = make_request(batch)
    with pytest.raises(Conflict, match="公示"):
        approve(request)


def test_an_agency_that_numbers_itself_imports_nothing(clerk, app):
    own = make_certifying()
    place = f"/certificates/batch/{own.id}/"
    assert "导入证书编号" not in clerk.get(place).text
    assert clerk.get(f"{place}numbers/import").status_code == 409
    assert clerk.get("/certificates/numbers/template").data[:2] == b"PK"
