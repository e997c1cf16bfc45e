"""Values from a day on with their origin; the national calendar, and years nobody knows yet."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries, service
from examsys.parameters.calendar import working_days
from examsys.parameters.models import ParameterValue, Workday
from examsys.rules.parameters import PARAMETERS
from tests.make import ACTOR

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def set_value(clock, text: str, *, on: date = TODAY, key: str = "room.capacity"):
    with unit_of_work():
        return service.set_value(
            key, text, valid_from=on, source_note="内部决定", actor=ACTOR, at=clock.at
        )


def seed(clock) -> list[int]:
    with unit_of_work():
        return service.seed_calendar(actor=ACTOR, at=clock.at)


def test_the_default_holds_until_somebody_sets_a_value(app):
    assert queries.value("room.capacity", on=TODAY) == 30
    assert queries.setting("room.capacity", on=TODAY).row is None


def test_a_value_counts_from_its_day_on_and_the_old_one_before(app, clock):
    set_value(clock, "25")
    set_value(clock, "20", on=TODAY + 10 * DAY)
    assert queries.value("room.capacity", on=TODAY - DAY) == 30
    assert queries.value("room.capacity", on=TODAY + 9 * DAY) == 25
    assert queries.value("room.capacity", on=TODAY + 10 * DAY) == 20
    now = queries.setting("room.capacity", on=TODAY)
    assert (now.shown, now.shown_next) == ("25 座", "20 座")


def test_the_later_of_two_values_of_one_day_counts(app, clock):
    set_value(clock, "25")
    set_value(clock, "26")
    assert queries.value("room.capacity", on=TODAY) == 26
    assert [row.value for row in queries.history("room.capacity")] == ["26", "25"]


def test_a_value_is_on_record_with_who_when_and_why(app, clock):
    row = set_value(clock, "25")
    assert (row.changed_by, row.changed_at, row.source_note) == ("tester", clock.at, "内部决定")
    event = database.session.scalar(select(AuditEvent).order_by(AuditEvent.id.desc()))
    detail = database.session.get_one(AuditDetail, event.id).detail
    assert (event.action, event.object) == ("parameters.value.set", "parameter:room.capacity")
    assert detail == {"value": "25", "valid_from": "2026-11-21", "source": "内部决定"}


@pytest.mark.parametrize("text", ["0", "-1", "30人", "1e3", ""])
def test_a_value_it_cannot_take_changes_nothing(app, clock, text):
    with pytest.raises(Invalid, match="整数"):
        set_value(clock, text)
    assert database.session.query(ParameterValue).count() == 0


def test_yesterday_is_refused_and_today_is_not(app, clock):
    with pytest.raises(Invalid, match="不能早于今天"):
        set_value(clock, "25", on=TODAY - DAY)
    assert set_value(clock, "25", on=TODAY).value == "25"


def test_an_unknown_key_is_not_found(app, clock):
    with pytest.raises(Missing):
        set_value(clock, "1", key="no.such")
    with pytest.raises(KeyError):
        queries.value("no.such", on=TODAY)


def test_a_snapshot_has_every_key_and_thaws_to_the_same_values(app, clock):
    set_value(clock, "25")
    frozen = queries.snapshot(TODAY)
    assert list(frozen) == [known.key for known in PARAMETERS]
    thawed = {key: queries.thawed(frozen, key) for key in frozen}
    assert thawed == {key: queries.value(key, on=TODAY) for key in frozen}


def test_only_a_default_that_nobody_confirmed_asks_for_confirmation(app, clock):
    known = next(one for one in PARAMETERS if one.provisional)
    assert queries.setting(known.key, on=TODAY).unconfirmed
    set_value(clock, known.write(known.default), key=known.key)
    assert not queries.setting(known.key, on=TODAY).unconfirmed


def test_the_national_calendar_is_seeded_once(app, clock):
    assert seed(clock) == [2024, 2025, 2026]
    count = database.session.query(Workday).count()
    with unit_of_work():
        assert service.seed_calendar(actor=ACTOR, at=clock.at) == []
    assert database.session.query(Workday).count() == count


def test_seeded_days_are_the_national_ones(app, clock):
    seed(clock)
    known = working_days()
    assert known.is_working(date(2026, 10, 10))  # Saturday, worked in exchange
    assert not known.is_working(date(2026, 10, 7))  # Wednesday, National Day
    assert known.add(date(2026, 9, 30), 5) == date(2026, 10, 13)
    assert queries.workdays(2026)[date(2026, 10, 10)].note == "国庆节调休"


def test_the_calendar_is_honest_beyond_its_last_year(app, clock):
    assert working_days().provisional(TODAY)
    seed(clock)
    known = working_days()
    assert not known.provisional(date(2026, 12, 31))
    assert known.provisional(date(2027, 1, 1))
    assert known.caution(date(2027, 1, 8)) == "2027年放假安排尚未录入，按周一至周五暂算"


def test_an_edited_day_moves_a_time_limit(app, clock):
    seed(clock)
    friday = date(2027, 1, 1)
    with unit_of_work():
        service.set_day(friday, working=False, note="元旦", source="通知", actor=ACTOR, at=clock.at)
    assert working_days().add(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert working_days().provisional(friday)


def test_a_year_is_covered_only_in_order_and_with_days(app, clock):
    seed(clock)

    def cover(year):
        with unit_of_work():
            service.cover_year(year, source="通知", actor=ACTOR, at=clock.at)

    with pytest.raises(Conflict, match="已经确认"):
        cover(2026)
    with pytest.raises(Conflict, match="请先确认2027年"):
        cover(2028)
    with pytest.raises(Conflict, match="还没有录入"):
        cover(2027)
    with unit_of_work():
        service.set_day(
            date(2027, 1, 1), working=False, note="元旦", source="通知", actor=ACTOR, at=clock.at
        )
    cover(2027)
    assert not working_days().provisional(date(2027, 12, 31))
