"""考培分离: a paper is not sat by those whom its writer has trained."""

from datetime import date

from sqlalchemy import update

from examsys.bank.models import BANK
from examsys.batches import gates
from examsys.dispatch import service as dispatch
from examsys.kernel.db import db as database
from examsys.kernel.work import unit_of_work
from examsys.papers import queries
from examsys.rules.states import BatchState
from tests.conftest import NOON
from tests.make import ACTOR, fictional_id_number, make_batch, make_person, make_registration
from tests.papers.make import make_blueprint, make_paper_bank, make_paper_set


def test_the_writer_of_a_paper_who_trained_a_candidate_is_named_at_the_gate(db):
    number, writer = fictional_id_number(801), make_person(name="周命题")
    batch = make_batch(state=BatchState.REGISTERING)
    make_registration(batch, id_number=number)
    make_paper_bank()
    make_blueprint()
    make_paper_set(batch, approved=True)
    assert queries.writers(batch.id) == []
    with unit_of_work(audited=False):
        database.session.execute(update(BANK.item).values(written_by=f"person:{writer.id}"))
    assert queries.writers(batch.id) == [writer]
    assert not reasons(batch)
    with unit_of_work():
        dispatch.record_course(
            title="班", organiser="校", teacher=writer, ended_on=date(2026, 9, 1),
            trainees=[("甲", number)], actor=ACTOR, at=NOON,
        )  # fmt: skip

    (found,) = reasons(batch)
    assert found.startswith("周命题：不通过（考务工作惯例 批次（考培分离））本人培训过的考生 1 人")


def reasons(batch):
    found = gates.reasons(batch, BatchState.SITTING, on=batch.exam_on)
    return [one for one in found if one.startswith("周命题")]
