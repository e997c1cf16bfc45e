"""One whole certification cycle over HTTP, from an empty instance to papers a stranger checks."""

import pytest

from tests.journeys import steps_bank as bank
from tests.journeys import steps_office as office
from tests.journeys.town import Town

pytestmark = pytest.mark.slow


@pytest.fixture
def town(app, clock) -> Town:
    app.config["WTF_CSRF_ENABLED"] = True
    return Town(app, clock)


def test_from_an_empty_instance_to_papers_that_a_stranger_checks(town: Town) -> None:
    town.day("2026-08-24")
    office.open_the_house(town)
    office.describe_the_agency(town)
    office.set_parameters(town)
    office.register_people(town)
    office.appoint(town)
    bank.enact_the_table(town)
    bank.take_in_items(town)
    bank.send_for_review(town)
    town.day("2026-08-25")
    bank.review_items(town)
    bank.write_blueprints(town)
