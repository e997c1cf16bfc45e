"""How long a session may lie idle is a parameter of the agency."""

from datetime import timedelta

import pytest

from examsys.kernel.work import unit_of_work
from examsys.parameters import service as parameters
from tests.make import ACTOR, make_account, sign_in


@pytest.mark.parametrize(("minutes", "status"), [(9, 200), (11, 303)])
def test_a_session_ends_after_the_minutes_that_were_set(app, client, clock, minutes, status):
    with unit_of_work():
        parameters.set_value(
            "session.idle_minutes",
            "10",
            valid_from=clock.at.date(),
            source_note="本机构规定",
            actor=ACTOR,
            at=clock.at,
        )
    account, browser = make_account(roles=("exam_office",)), client()
    sign_in(browser, login=account.login)

    clock.at += timedelta(minutes=minutes)

    assert browser.get("/batches/").status_code == status
