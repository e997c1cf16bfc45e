"""What recusal has to say when a duty is given, and once more before the examination.

Registered with `batches.gates` when the feature's verbs are loaded.
"""

from collections.abc import Sequence
from datetime import date

from examsys.batches import gates
from examsys.batches.models import Batch
from examsys.dispatch import queries
from examsys.dispatch.facts import Acquainted, turn
from examsys.personnel import service as personnel
from examsys.personnel.models import Person
from examsys.personnel.service import standing as people
from examsys.rules.finding import Report
from examsys.rules.states import BatchState


def _apart(batch: Batch, person: Person, role: str) -> Report | None:
    return Acquainted(batch, [person.id]).report(person, role)


def _in_turn(batch: Batch, person: Person, role: str) -> Report | None:
    """An examiner named by hand is held to the same turns as one who is drawn."""
    if role not in queries.PANEL:
        return None
    return turn(
        person,
        batch,
        panels=queries.past_panels(batch),
        refused=queries.refusals(on=batch.exam_on).get(person.id, 0),
        appointed=people.holds_on(person.id, "examiner", level=batch.level, on=batch.exam_on),
    )


def _still_apart(batch: Batch, _on: date) -> list[str]:
    """Candidates may have registered after the duties were given."""
    known = Acquainted(batch, [duty.person_id for duty in batch.duties])
    found = []
    for duty in batch.duties:
        report = known.report(duty.person, duty.role)
        if not report.passed:
            found.append(f"{duty.person.name}：{personnel.reasons(report)}")
    return found


def writers_apart(batch: Batch, writers: Sequence[Person]) -> list[str]:
    """Which writers of a batch's papers are candidates themselves or trained them, 考培分离."""
    known = Acquainted(batch, [person.id for person in writers])
    found = []
    for person in writers:
        asked = known.report(person, "item_writer")
        report = Report(
            tuple(asked.finding(f"recusal.{rule}") for rule in ("same_person", "training"))
        )
        if not report.passed:
            found.append(f"{person.name}：{personnel.reasons(report)}")
    return found


gates.register_duty(_apart)
gates.register_duty(_in_turn)
gates.register(BatchState.SITTING, _still_apart)
