"""Ticket numbers: 19 digits, each part in its place."""

import pytest

from examsys.candidates.tickets import ticket_number

PARTS = {
    "year": 2026,
    "area": "33",
    "agency_code": "0123",
    "batch": 4,
    "level": 3,
    "room": 2,
    "seat": 17,
}


def test_the_parts_stand_in_their_places():
    assert ticket_number(**PARTS) == "26" + "33" + "123" + "004" + "003" + "002" + "017"


@pytest.mark.parametrize("part", ["batch", "room", "seat"])
def test_a_part_that_does_not_fit_is_refused(part):
    with pytest.raises(ValueError, match="not a ticket number"):
        ticket_number(**{**PARTS, part: 1000})
