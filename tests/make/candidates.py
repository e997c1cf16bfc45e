"""Candidates and what they declare."""

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from examsys.batches.models import Batch
from examsys.candidates import intake as candidate_intake
from examsys.candidates import service as candidates
from examsys.candidates.models import Registration
from examsys.kernel import clock, files
from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work
from examsys.rules.states import (
    BatchState,
    RegistrationState,
)
from tests.make.batches import make_batch
from tests.make.common import fictional_id_number, serials


def make_registration(
    batch: Batch | None = None,
    *,
    state: RegistrationState = RegistrationState.DRAFT,
    photo: bool = False,
    **over: Any,
) -> Registration:
    """A 三级 candidate who passes by L3-4, in a batch that is registering (its first day).

    state: set outright, past the reviews. over: name, id_number, phone, employer, facts.
    """
    serial = next(serials)
    batch = batch or make_batch(state=BatchState.REGISTERING)
    values = {
        "name": f"考生{serial}",
        "id_number": fictional_id_number(serial),
        "phone": "13800001234",
        "employer": f"江城第{serial % 7}机械厂",
        "facts": make_candidate_facts(),
        **over,
    }
    first_day = batch.registration_from
    intake = candidate_intake.intake(**values, on=first_day)
    with unit_of_work():
        before, batch.state = batch.state, BatchState.REGISTERING
        made = candidates.register(
            batch, intake, actor=Actor(name="clerk"), at=clock.instant(first_day)
        )
        made.state, batch.state = state, before
        if photo:
            made.candidate.photo_uuid = files.keep(
                make_photo(),
                name="photo.jpg",
                media_type="image/jpeg",
                purpose="photo",
                at=clock.now(),
            ).uuid
    return made


@cache
def make_photo(width: int = 295, height: int = 413, kind: str = "JPEG") -> bytes:
    """A plain photo of these pixels."""
    out = BytesIO()
    Image.new("RGB", (width, height), (120, 150, 190)).save(out, kind)
    return out.getvalue()


def make_candidate_facts(**over: Any) -> dict[str, Any]:
    """A 四级 certificate of 2020, a law degree of 2012 and work in the field ever since."""
    return {
        "certificates": [
            {
                "kind": "skill_level",
                "occupation": "劳动关系协调师",
                "level": 4,
                "issued_on": "2020-05-20",
                "status": "valid",
            }
        ],
        "titles": [],
        "education": [
            {
                "kind": "bachelor",
                "major": "法学",
                "relation": "related",
                "status": "graduated",
                "on": "2012-07-01",
                "evaluated": None,
            }
        ],
        "work": [{"kind": "this", "from": "2012-08-01", "to": None}],
        **over,
    }
