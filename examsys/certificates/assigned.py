"""Numbers that the province assigned: the workbook, and the check of each row.

source: domain §9.2 PROVINCE_ASSIGNED: 姓名, 证件号码, 证书编号, 证书版面发证日期.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from examsys.agency import queries as agency
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.certificates import queries
from examsys.kernel import clock, pii
from examsys.kernel.sheetspec import Column, RowError, SheetSpec
from examsys.kernel.staging import Effect, Import, Planned, Rows
from examsys.kernel.textual import clean, full_width_to_ascii
from examsys.rules.certificate import BadNumber, decode
from examsys.scoring import queries as scoring

ASSIGNED = "PROVINCE_ASSIGNED"
NAME, ID, NUMBER, DAY = "姓名", "证件号码", "证书编号", "证书版面发证日期"
SPEC = SheetSpec(
    title="省级系统赋码",
    note="每人一行，照省级系统返回的内容填写；证件号码、证书编号列已设为文本。",
    columns=(
        Column("name", NAME, required=True, example="张三", max_length=40),
        Column(
            "id_number", ID, required=True, kind="id", example="11010519491231002X", width=22
        ),
        Column("number", NUMBER, required=True, example="S000033000123253000001", width=26),
        Column("issued_on", DAY, required=True, kind="date", example="2026-11-20", width=18),
    ),
    keys=("id_number",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assignment:
    """One row of the province's answer."""

    registration_id: int
    number: str
    issued_on: date


class _Wrong(ValueError):
    """(column, what is wrong and what to do)."""


def is_assigned(batch: Batch, *, on: date) -> bool:
    """Whether the province numbers this batch's certificates."""
    return bool(batches.parameter(batch, "certificate.number_mode", on=on) == ASSIGNED)


def check(rows: Rows, subject: str) -> tuple[list[RowError], list[Planned]]:
    """What each well-formed row would do in the batch `subject` names; reads only."""
    batch, today = batches.batch(int(subject.removeprefix("batch:"))), clock.today()
    people = {
        row.registration.candidate.id_number_index: row.registration
        for row in scoring.outcomes(batch.id)
        if row.passed
    }
    numbers = [_number(row) for _, row in rows]
    taken, known = queries.takers(numbers), queries.assigned(batch.id)
    done = {one.registration_id for one in queries.of_batch(batch.id)}
    prefix, seen = agency.certificate_prefix(batch.site), dict[str, int]()
    errors: list[RowError] = []
    plan: list[Planned] = []
    for place, row in rows:
        try:
            person = _person(row, people, done)
            one = Assignment(person.id, _number(row), row["issued_on"])  # type: ignore[arg-type]
            _require_fitting(one, batch=batch, prefix=prefix, on=today)
            if taken.get(one.number, person.id) != person.id:
                raise _Wrong(NUMBER, "这个编号已属于另一人，请与省级系统核对。")
            if seen.setdefault(one.number, place) != place:
                raise _Wrong(NUMBER, f"与第 {seen[one.number]} 行重复，请与省级系统核对。")
        except _Wrong as wrong:
            errors.append(RowError(place, *wrong.args))
            continue
        had = known.get(person.id)
        same = had is not None and (had.number, had.issued_on) == (one.number, one.issued_on)
        effect = Effect.NEW if had is None else Effect.SAME if same else Effect.CHANGED
        plan.append(Planned(place, effect, one))
    return errors, plan


NUMBERS = Import(kind="certificates.numbers", spec=SPEC, check=check)


def _number(row: dict[str, Any]) -> str:
    return full_width_to_ascii(str(row["number"] or "")).strip().upper()


def _person(row: dict[str, Any], people: dict[bytes, Registration], done: set[int]) -> Registration:
    found = people.get(pii.index_of("id_number", str(row["id_number"])))
    if found is None:
        raise _Wrong(ID, "不在本批次的合格名单内，请核对证件号码。")
    if clean(str(row["name"])) != found.candidate.name:
        raise _Wrong(NAME, f"与报名信息不一致（{found.candidate.name}），请核对。")
    if found.id in done:
        raise _Wrong(NUMBER, "此人的证书已经编号，不能再改。")
    return found


def _require_fitting(one: Assignment, *, batch: Batch, prefix: str, on: date) -> None:
    """raises: _Wrong unless the number reads back as this agency's, of this year and level."""
    try:
        parts = decode(one.number)
    except BadNumber as reason:
        raise _Wrong(NUMBER, str(reason)) from reason
    if parts.prefix != prefix:
        raise _Wrong(NUMBER, f"前 13 位应为 {prefix}，请核对考点的站点序列码或编号。")
    if parts.level != str(batch.level):
        raise _Wrong(NUMBER, f"等级代码应为 {batch.level}，请与省级系统核对。")
    if parts.year != f"{one.issued_on.year % 100:02d}":
        raise _Wrong(NUMBER, "年份与证书版面发证日期不一致，请核对。")
    if not batch.exam_on < one.issued_on <= on:
        raise _Wrong(DAY, f"应在考试日 {batch.exam_on} 之后、不晚于今天，请核对。")
