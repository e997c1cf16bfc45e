"""One whole certification cycle over HTTP, from an empty instance to papers a stranger checks."""

from pathlib import Path

import pytest

from tests.journeys import steps_bank as bank
from tests.journeys import steps_batch as batch
from tests.journeys import steps_exam as exam
from tests.journeys import steps_issue as certificates
from tests.journeys import steps_office as office
from tests.journeys import steps_proof as proof
from tests.journeys.town import Town

pytestmark = pytest.mark.slow


@pytest.fixture
def town(app, clock) -> Town:
    app.config["WTF_CSRF_ENABLED"] = True
    return Town(app, clock)


def test_from_an_empty_instance_to_papers_that_a_stranger_checks(
    town: Town, tmp_path: Path
) -> None:
    town.day("2026-08-24")
    office.open_the_house(town)
    office.describe_the_agency(town)
    office.set_parameters(town)
    office.register_people(town)
    office.verify_papers(town)
    office.appoint(town)
    bank.enact_the_table(town)
    bank.take_in_items(town)
    bank.send_for_review(town)
    town.day("2026-08-25")
    bank.review_items(town)
    bank.write_blueprints(town)
    batch.plan(town)
    batch.announce(town)
    batch.register(town)
    batch.review(town)
    batch.seat(town)
    batch.staff(town)
    exam.draw_papers(town)
    exam.sit(town)
    exam.make_codes(town)
    exam.enter_scores(town)
    exam.settle(town)
    exam.publish(town)
    certificates.close_publicity(town)
    certificates.issue(town)
    certificates.run_the_worker(town)
    certificates.take_and_check(town, tmp_path)
    certificates.upload(town)
    certificates.revoke(town)
    proof.archive(town)
    proof.report(town, tmp_path)
    proof.log(town, tmp_path)
