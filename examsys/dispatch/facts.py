"""Rows to facts: a person before a batch, for the rules of recusal and rotation."""

from collections.abc import Sequence
from fractions import Fraction

from examsys.batches.models import Batch
from examsys.dispatch import queries
from examsys.dispatch.models import DeclaredTie
from examsys.dispatch.queries import Met
from examsys.kernel import pii
from examsys.parameters import queries as parameters
from examsys.personnel.models import Person
from examsys.rules.dispatch import TURN, Panel, TurnFacts, run_of
from examsys.rules.finding import Report
from examsys.rules.recusal import MEETING, Bond, MeetingFacts, Ruling, Tie


class Acquainted:
    """A batch's candidates, read once and held against any number of persons."""

    def __init__(self, batch: Batch, people: Sequence[int]) -> None:
        self.batch = batch
        self.ties = queries.standing_ties(people, on=batch.exam_on)
        self.met: Sequence[Met] = queries.met(batch.id)
        self.trained = queries.trained(batch.id)
        self.indexes = {one.index for one in self.met}
        self.names = {one.name for one in self.met}

    def report(self, person: Person, role: str) -> Report:
        """Whether this person may serve in this role, judged for the examination day."""
        return MEETING.examine(self.facts(person, role))

    def facts(self, person: Person, role: str) -> MeetingFacts:
        on = self.batch.exam_on
        ties = [row for row in self.ties if row.person_id == person.id]
        employer = plain(person.employer)
        own = {index for who, _, index in self.trained if who == person.id}
        house = {index for _, by, index in self.trained if employer and plain(by) == employer}
        return MeetingFacts(
            on=on,
            role=role,
            beside=frozenset(d.role for d in self.batch.duties if d.person_id == person.id)
            - {role},
            same_id=int(person.id_number_index in self.indexes),
            bonds=tuple(bond for row in ties if (bond := self._bond(row, person))),
            employer=employer or None,
            colleagues=sum(1 for one in self.met if employer and plain(one.employer) == employer),
            ruling=_ruling(ties, employer),
            taught=len(own),
            house_taught=len(house - own),
        )

    def _bond(self, row: DeclaredTie, person: Person) -> Bond | None:
        if row.tie is Tie.EMPLOYER:
            return None
        if row.other_index is not None:
            if row.other_index in self.indexes:
                return Bond(row.tie, row.other)
        elif row.other in self.names:
            return Bond(row.tie, row.other, sure=False)
        for duty in self.batch.duties:
            fellow = duty.person
            if fellow.id == person.id:
                continue
            if row.other_index == fellow.id_number_index:
                return Bond(row.tie, row.other, fellow=True)
            if row.other_index is None and row.other == fellow.name:
                return Bond(row.tie, row.other, sure=False, fellow=True)
        return None


def turn(
    person: Person, batch: Batch, *, panels: Sequence[Panel], refused: int, appointed: bool = True
) -> Report:
    """Whether it may be this person's turn at the batch's site."""
    on = batch.exam_on
    return TURN.examine(
        TurnFacts(
            on=on,
            appointed=appointed,
            run=run_of(person.id, panels),
            max_run=int(parameters.value("examiner.max_consecutive_same_agency", on=on)),
            refusals=refused,
            max_refusals=int(parameters.value("examiner.max_refusals_per_year", on=on)),
        )
    )


def share(batch: Batch) -> Fraction:
    """The part of a panel that has to be replaced each time."""
    return Fraction(str(parameters.value("examiner.rotation_min_fraction", on=batch.exam_on)))


def plain(employer: str) -> str:
    """An employer's name for comparing: one spelling of brackets, no blanks."""
    return pii.normalise(employer).replace("(", "").replace(")", "")


def _ruling(ties: Sequence[DeclaredTie], employer: str) -> Ruling | None:
    """What was decided last about the person's own employer."""
    found = [row.ruling for row in ties if row.tie is Tie.EMPLOYER and plain(row.other) == employer]
    return found[-1] if found else None
