"""The stricter local readings of the notice are parameters, in force from a day on."""

from datetime import date

import pytest

from examsys.kernel.errors import Conflict
from examsys.kernel.work import unit_of_work
from examsys.parameters import service as parameters
from examsys.personnel import facts, queries, service
from examsys.personnel.models import Title, WorkPeriod
from examsys.rules.personnel import Readings
from tests.conftest import NOON
from tests.make import ACTOR, make_held_certificate, make_person

TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)


def set_reading(name: str, *, since: date = TODAY) -> None:
    with unit_of_work():
        parameters.set_value(
            f"personnel.{name}",
            "是",
            valid_from=since,
            source_note="省厅通知",
            actor=ACTOR,
            at=NOON,
        )


def verdict(person, role: str, level: int, on: date = TODAY) -> str:
    readings = queries.readings(on=on)
    return facts.report_on(person, role=role, level=level, on=on, readings=readings).verdict.value


def titled(**over):
    title = Title(
        name="经济师", rank="intermediate", major="人力资源管理", granted_on=date(2018, 11, 1)
    )
    work = WorkPeriod(kind="this", started_on=date(2018, 11, 1), employer="江城")
    return make_person(titles=[title], work_periods=[work], **over)


CASES = {
    "level1_certificate": (
        lambda: make_person(certificates=[make_held_certificate(level=2)]),
        "examiner",
        1,
    ),
    "title_only_without_certificate": (
        lambda: titled(certificates=[make_held_certificate(level=3)]),
        "examiner",
        2,
    ),
}


def test_every_reading_of_the_rules_has_its_parameter(db):
    assert queries.readings(on=TODAY) == Readings()
    for name in ("level1_certificate", "writers_need_title", "title_only_without_certificate"):
        set_reading(name, since=TOMORROW)
    assert queries.readings(on=TODAY) == Readings()
    assert queries.readings(on=TOMORROW) == Readings(True, True, True)


@pytest.mark.parametrize("name", CASES)
def test_a_reading_decides_from_its_first_day(db, name):
    make, role, level = CASES[name]
    person = make()
    set_reading(name, since=TOMORROW)
    assert verdict(person, role, level, TODAY) == "pass"
    assert verdict(person, role, level, TOMORROW) == "fail"


def test_nobody_is_appointed_against_a_reading(db):
    person = make_person(certificates=[make_held_certificate(level=2)])
    assert service.require_qualified(person, role="examiner", level=1, on=TODAY)
    set_reading("level1_certificate")
    with pytest.raises(Conflict, match="不符合一级考评员条件"):
        service.require_qualified(person, role="examiner", level=1, on=TODAY)


def test_the_pages_judge_by_the_reading(db, client):
    person = make_person(certificates=[make_held_certificate(level=2)])
    browser = client("head")
    for page in (f"/personnel/{person.id}/?role=examiner&level=1", "/personnel/qualified?level=1"):
        assert "一级证书" not in browser.get(page).text
    set_reading("level1_certificate")
    for page in (f"/personnel/{person.id}/?role=examiner&level=1", "/personnel/qualified?level=1"):
        assert "不通过" in browser.get(page).text
