"""Whether the regimes are followed, from the records: per year and per batch.

Three statements, however many records there are: all counts at once, the batches, the versions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import literal, select, union_all

from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.regimes import standings
from examsys.regimes.counting import Scope, year_span
from examsys.regimes.proofs import BY_REGIME, PROOFS, Proof
from examsys.rules import regimes as rules
from examsys.rules.regimes import REGIMES, Regime
from examsys.rules.states import LEVEL_SHORT, BatchState, Practice

ORDER = {state: place for place, state in enumerate(BatchState)}
Counts = Mapping[tuple[int, int | None], int]


@dataclass(frozen=True, slots=True)
class Examined:
    """A batch as far as the regimes ask about it."""

    id: int
    title: str
    state: BatchState
    exam_on: date

    def entered(self, state: BatchState) -> bool:
        return ORDER[self.state] >= ORDER[state]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a kind of record is there. missing: batches that lack what they must have."""

    proof: Proof
    count: int
    missing: tuple[Examined, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A regime and what the records show. version_no: in force on the day asked about, or None.

    reasons: why it counts as not followed.
    """

    regime: Regime
    verdict: Practice
    version_id: int | None
    version_no: int | None
    tallies: tuple[Tally, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A year: the 17 regimes, and for each batch what its own records show of each."""

    year: int
    lines: tuple[Line, ...]
    batches: tuple[tuple[Examined, tuple[Line, ...]], ...]

    def count(self, verdict: Practice) -> int:
        return sum(line.verdict is verdict for line in self.lines)


def matrix(year: int, *, on: date | None = None) -> Matrix:
    """What the records of a year show, as of `on` (today)."""
    today = on or clock.today()
    first, last = year_span(year)
    counts = _counts(Scope(first, last, today))
    batches = _batches(Batch.year == year, Batch.state != BatchState.CANCELLED)
    versions = standings.all_versions()
    whole = _lines(counts, batches, versions, on=min(last, today), yearly=True)
    each = tuple((one, _own(counts, one, versions)) for one in batches)
    return Matrix(year, whole, each)


def of_batch(batch_id: int, *, on: date | None = None) -> tuple[Line, ...]:
    """What the records of one batch show of each regime. raises: Missing."""
    today = on or clock.today()
    (batch,) = _batches(Batch.id == batch_id) or (None,)
    if batch is None:
        raise Missing("没有这个批次。请从批次列表重新选择。")
    first, last = year_span(batch.exam_on.year)
    return _own(_counts(Scope(first, last, today, batch_id)), batch, standings.all_versions())


def _own(counts: Counts, batch: Examined, versions: Any) -> tuple[Line, ...]:
    return _lines(counts, [batch], versions, on=batch.exam_on, yearly=False)


def _counts(scope: Scope) -> Counts:
    """All counts in one statement: (place of the proof, batch or None) → how many."""
    parts = [
        proof.records.rows(scope).add_columns(literal(place))
        for place, proof in enumerate(PROOFS)
        if proof.records is not None and not (scope.batch_id and proof.records.yearly)
    ]
    rows = db.session.execute(union_all(*parts))
    return {(place, batch): number for batch, number, place in rows if number}


def _batches(*where: Any) -> Sequence[Examined]:
    columns = (Batch.id, Batch.year, Batch.seq, Batch.level, Batch.state, Batch.exam_on)
    rows = db.session.execute(select(*columns).where(*where).order_by(Batch.exam_on, Batch.id))
    return [
        Examined(b.id, f"{b.year}年第{b.seq}批 · {LEVEL_SHORT[b.level]}", b.state, b.exam_on)
        for b in rows
    ]


def _lines(
    counts: Counts, batches: Sequence[Examined], versions: Any, *, on: date, yearly: bool
) -> tuple[Line, ...]:
    ids = {batch.id for batch in batches}
    sums: dict[int, dict[int | None, int]] = {}
    for (place, batch_id), number in counts.items():
        if yearly or batch_id in ids:
            sums.setdefault(place, {})[batch_id] = number
    found = {proof: sums.get(place, {}) for place, proof in enumerate(PROOFS)}
    return tuple(
        _line(
            regime,
            [_tally(proof, found[proof], batches) for proof in _asked(regime, yearly=yearly)],
            rules.in_force(versions[regime.number], on=on),
        )
        for regime in REGIMES
    )


def _asked(regime: Regime, *, yearly: bool) -> Iterable[Proof]:
    """Of one batch, only what its own records can show."""
    for proof in BY_REGIME[regime.number]:
        if yearly or proof.records is None or not proof.records.yearly:
            yield proof


def _tally(proof: Proof, by_batch: Mapping[int | None, int], batches: Sequence[Examined]) -> Tally:
    state = proof.required_from
    lacking = (
        tuple(one for one in batches if one.entered(state) and not by_batch.get(one.id))
        if state is not None
        else ()
    )
    return Tally(proof, sum(by_batch.values()), lacking)


def _line(regime: Regime, tallies: Sequence[Tally], version: Any) -> Line:
    shown = [one for one in tallies if not one.proof.breach]
    broken = [one for one in tallies if one.proof.breach and one.count]
    records = sum(one.count for one in shown)
    reasons = [f"{one.proof.label} {one.count} 项" for one in broken]
    for one in shown:
        reasons += [f"{batch.title}没有{one.proof.label}" for batch in one.missing]
    if version is None and records:
        reasons.append("有记录而没有施行中的制度版本")
    verdict = rules.practice(records=records, against=len(reasons))
    return Line(
        regime,
        verdict,
        version.id if version else None,
        version.version_no if version else None,
        (*shown, *broken),
        tuple(reasons),
    )
