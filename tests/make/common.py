"""What every builder needs: an actor, a serial number, a resident number of nobody."""

from itertools import count

from examsys.kernel.actor import Actor
from examsys.rules.identity import check_character

ACTOR = Actor(name="tester", roles=("head",))
serials = count(1)


def fictional_id_number(serial: int) -> str:
    """A resident number of nobody, with a right check digit."""
    body = f"11010119{70 + serial % 30:02d}0101{serial % 1000:03d}"
    return body + check_character(body)
