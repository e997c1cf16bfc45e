"""Records of the system as sheets of paper: each automatic entry is one table of facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates import queries as candidates
from examsys.certificates import queries as certificates
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.papers import queries as papers
from examsys.publicity import queries as publicity
from examsys.rules.states import LEVELS, components_of, label
from examsys.scoring import queries as scoring

DUTIES = {
    "examiner": "考评员",
    "panel_leader": "考评组长",
    "invigilator": "监考员",
    "supervisor": "督导员",
    "duty_expert": "值班专家",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one automatic entry says. columns empty: text only."""

    text: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        return not self.text and not self.rows


def sheet(batch: Batch, kind: str) -> Sheet:
    """returns: an empty sheet when the system holds nothing of the kind yet."""
    return SOURCES[kind](batch)


def _notice(kind: str) -> Callable[[Batch], Sheet]:
    def made(batch: Batch) -> Sheet:
        found = publicity.standing(batch.id, kind)
        if found is None:
            return Sheet()
        head = [
            found.title,
            f"发布时间：{_moment(found.published_at)}，发布人：{found.published_by}",
        ]
        if found.publicity_until:
            head.append(f"公示期：{found.publicity_from} 至 {found.publicity_until}")
        head += found.body.splitlines()
        rows = tuple(tuple(map(str, row)) for row in found.rows or [] if isinstance(row, list))
        return Sheet(tuple(line for line in head if line.strip()), (), rows)

    return made


def _registrations(batch: Batch) -> Sheet:
    rows = db.session.scalars(candidates.registrations(batch.id).order_by("id")).all()
    return Sheet(
        columns=("姓名", "证件号码后四位", "申报条件", "初审", "复审", "状态", "理由"),
        rows=tuple(
            (
                row.candidate.name,
                row.candidate.id_number_last4,
                row.alternative or "",
                f"{row.first_by or ''} {_day(row.first_at)}".strip(),
                f"{row.second_by or ''} {_day(row.second_at)}".strip(),
                label(row.state),
                row.reason,
            )
            for row in rows
        ),
    )


def _roster(batch: Batch) -> Sheet:
    return Sheet(
        columns=("准考证号", "姓名", "证件号码后四位", "工作单位", "考场", "座位"),
        rows=tuple(
            (
                row.ticket_no or "",
                row.candidate.name,
                row.candidate.id_number_last4,
                row.candidate.employer,
                row.room.name if row.room else "",
                str(row.seat_no or ""),
            )
            for row in candidates.approved(batch.id)
        ),
    )


def _plan(batch: Batch) -> Sheet:
    facts = (
        ("批次号", batch.number),
        ("职业", batch.occupation.name),
        ("等级", LEVELS[batch.level]),
        ("考点", batch.site.name),
        ("计划人数", str(batch.planned_count)),
        ("报名起止", f"{batch.registration_from} 至 {batch.registration_until}"),
        ("考试日", str(batch.exam_on)),
        ("制定人", batch.created_by),
        ("审批人", batch.approved_by or ""),
        ("备案日期", str(batch.filed_on or "")),
        ("备案回执号", batch.filing_receipt),
    )
    sittings = tuple(
        (f"{label(one.component)}场次", f"{_moment(one.starts_at)}，{one.minutes} 分钟")
        for one in batch.sittings
    )
    return Sheet(columns=("项目", "内容"), rows=facts + sittings)


def _duties(batch: Batch) -> Sheet:
    return Sheet(
        columns=("岗位", "姓名", "工作单位", "安排人", "安排时间"),
        rows=tuple(
            (
                DUTIES.get(duty.role, duty.role),
                duty.person.name,
                duty.person.employer,
                duty.assigned_by,
                _moment(duty.assigned_at),
            )
            for duty in batch.duties
        ),
    )


def _attendance(batch: Batch) -> Sheet:
    rows = [
        (
            row.registration.ticket_no or "",
            row.registration.candidate.name,
            label(part),
            label(row.state),
            row.note,
            row.recorded_by,
        )
        for part in components_of(batch.level)
        for row in candidates.attendance(batch.id, part)
    ]
    return Sheet(
        columns=("准考证号", "姓名", "考核项目", "到考情况", "说明", "登记人"), rows=tuple(rows)
    )


def _results(batch: Batch) -> Sheet:
    outcomes = scoring.outcomes(batch.id)
    marks: dict[int, dict[str, str]] = {}
    for script in scoring.results(batch.id):
        result = script.result
        if result is not None:
            shown = f"{result.value.normalize():f}" if result.value is not None else ""
            word = shown or label(result.state)
            marks.setdefault(script.registration_id, {})[script.component.value] = word
    parts = components_of(batch.level)
    return Sheet(
        columns=("准考证号", "姓名", "证件号码后四位", *(label(part) for part in parts), "结果"),
        rows=tuple(
            (
                row.registration.ticket_no or "",
                row.registration.candidate.name,
                row.registration.candidate.id_number_last4,
                *(marks.get(row.registration_id, {}).get(part.value, "") for part in parts),
                "合格" if row.passed else "不合格",
            )
            for row in outcomes
        ),
    )


def _papers(batch: Batch) -> Sheet:
    return Sheet(
        columns=("考核项目", "抽取次序", "抽取人", "抽取时间", "审定人", "状态", "试卷编号"),
        rows=tuple(
            (
                label(one.component),
                str(one.draw_no),
                one.drawn_by,
                _moment(one.drawn_at),
                one.approved_by or "",
                label(one.state),
                "、".join(form.number for form in one.forms),
            )
            for one in papers.sets_of(batch.id)
        ),
    )


def _certificate_check(batch: Batch) -> Sheet:
    found = certificates.acceptance(batch.id)
    lines = []
    if found is not None:
        lines.append(f"成绩验收回执号：{found.receipt_no}，验收日期：{found.accepted_on}")
    lines += [
        f"发证申请：{asked.requested_by} 于 {_moment(asked.requested_at)} 提出，"
        f"{len(asked.registration_ids)} 人，{label(asked.state)}"
        f"（{asked.decided_by or ''} {_moment(asked.decided_at)}）"
        for asked in certificates.requests_of(batch.id)
    ]
    return Sheet(text=tuple(lines))


def _certificate_register(batch: Batch) -> Sheet:
    return Sheet(
        columns=("证书编号", "姓名", "证件号码后四位", "发证日期", "状态", "上网备案"),
        rows=tuple(
            (
                row.number,
                row.name,
                row.candidate.id_number_last4,
                str(row.issued_on),
                label(row.state),
                label(row.filing),
            )
            for row in certificates.of_batch(batch.id)
        ),
    )


SOURCES: Mapping[str, Callable[[Batch], Sheet]] = {
    "announcement": _notice("announcement"),
    "registrations": _registrations,
    "roster": _roster,
    "plan": _plan,
    "duties": _duties,
    "attendance": _attendance,
    "results": _results,
    "publicity": _notice("results"),
    "papers": _papers,
    "certificate_check": _certificate_check,
    "certificate_register": _certificate_register,
}


def whole(batch_id: int) -> Batch:
    """The batch with everything the sheets read."""
    return batches.batch(batch_id)


def _day(at: datetime | None) -> str:
    return "" if at is None else _text(clock.day_of(at))


def _text(day: date) -> str:
    return day.isoformat()


def _moment(at: datetime | None) -> str:
    return "" if at is None else clock.local(at).strftime("%Y-%m-%d %H:%M")
