"""Rows to facts: results and room records side by side."""

from collections.abc import Sequence

from examsys.batches.models import Batch
from examsys.candidates import queries as candidates
from examsys.rules.marking import Mark
from examsys.rules.states import Attendance, Component, components_of
from examsys.scoring.anomalies import Line
from examsys.scoring.models import Script


def lines(batch: Batch, scripts: Sequence[Script]) -> list[Line]:
    """One line a candidate, in the order of the scripts."""
    rooms: dict[int, dict[Component, Attendance]] = {}
    for component in components_of(batch.level):
        for record in candidates.attendance(batch.id, component):
            rooms.setdefault(record.registration_id, {})[component] = record.state
    marks: dict[int, dict[Component, Mark]] = {}
    people = {row.registration_id: row.registration for row in scripts}
    for row in scripts:
        if row.result is not None:
            marks.setdefault(row.registration_id, {})[row.component] = row.result.as_mark
    return [
        Line(
            registration_id=key,
            name=person.candidate.name,
            ticket_no=person.ticket_no or "",
            marks=marks.get(key, {}),
            attendance=rooms.get(key, {}),
        )
        for key, person in people.items()
    ]
