"""A batch that is seated, without walking its whole way each time."""

from collections.abc import Callable

import pytest

from examsys.batches.models import Batch
from examsys.candidates import service
from examsys.candidates.plan import SeatOrder
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, RegistrationState
from tests.conftest import NOON
from tests.make import ACTOR, make_batch, make_registration

Seated = Callable[..., Batch]


@pytest.fixture
def seated(db) -> Seated:
    """seated(people): a batch in SEATED with so many approved people, each with a photo."""

    def build(people: int = 3, **over) -> Batch:
        batch = make_batch(state=BatchState.REVIEWING)
        for _ in range(people):
            make_registration(batch, state=RegistrationState.APPROVED, photo=True, **over)
        with unit_of_work():
            service.arrange_seats(batch, order=SeatOrder.NAME, seed="s", actor=ACTOR, at=NOON)
        return batch

    return build
