"""The registration workbook: its columns, a row to an intake, the check before confirmation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from examsys.batches import queries as batches
from examsys.candidates import intake as said
from examsys.candidates import queries, words
from examsys.candidates.intake import CandidateIntake
from examsys.candidates.models import Candidate, Registration
from examsys.candidates.service import registrations
from examsys.kernel import clock, pii
from examsys.kernel.sheetspec import Column, RowError, SheetSpec, Value
from examsys.kernel.staging import Effect, Import, Planned, Rows
from examsys.rules.identity import BadIdentity
from examsys.rules.states import RegistrationState, label

ID_TITLE = "身份证号"


def _choice(key: str, title: str, pairs: words.Pairs, example: str = "") -> Column:
    return Column(key, title, kind="choice", choices=[shown for _, shown in pairs], example=example)


def _day(key: str, title: str, example: str = "") -> Column:
    return Column(key, title, kind="date", example=example, hint="如 2019-05-20", width=14)


def _text(key: str, title: str, example: str = "", length: int = 60) -> Column:
    return Column(key, title, example=example, max_length=length)


def _period(number: int, kind: str = "", since: str = "") -> tuple[Column, ...]:
    return (
        _choice(f"work{number}_kind", f"工作经历{number}类别", words.WORK_KINDS, kind),
        _day(f"work{number}_from", f"工作经历{number}起始日", since),
        _day(f"work{number}_last", f"工作经历{number}截止日"),
    )


PERIODS = (1, 2, 3)
SPEC = SheetSpec(
    title="报名表",
    note=(
        "每人一行；身份证号、手机号码列已设为文本。没有证书、职称、学历或工作经历的，请选“无…”，"
        "空着表示尚未核实。工作经历截止日填最后一天，仍在职的留空。"
    ),
    columns=(
        Column("name", "姓名", required=True, example="张三", max_length=40),
        Column(
            "id_number", ID_TITLE, required=True, kind="id", example="11010519491231002X", width=22
        ),
        Column("phone", "手机号码", required=True, kind="id", example="13800000000"),
        _text("employer", "工作单位", "某某有限公司", 80),
        _choice("cert_kind", "证书类型", words.CERTIFICATE_KINDS, "职业技能等级证书"),
        _text("cert_occupation", "证书职业", "劳动关系协调师"),
        _choice("cert_level", "证书等级", words.LEVEL_WORDS, "四级"),
        _day("cert_on", "证书取得日期", "2019-05-20"),
        _choice("edu_kind", "学历", words.EDUCATION_KINDS, "大学本科"),
        _text("edu_major", "所学专业", "法学"),
        _choice("edu_relation", "专业类别", words.RELATIONS, "相关专业"),
        _choice("edu_status", "毕业状态", words.EDUCATION_STATUSES, "已毕业"),
        _day("edu_on", "毕业日期", "2012-07-01"),
        _choice("edu_evaluated", "经评估论证学校", words.YES_NO),
        *_period(1, "协调劳动关系相关工作", "2015-03-01"),
        *_period(2),
        *_period(3),
        _choice("title_rank", "职称级别", words.TITLE_RANKS, "无职称"),
        _text("title_name", "职称名称"),
        _text("title_major", "职称专业"),
        _day("title_on", "职称取得日期"),
    ),
    keys=("id_number",),
)  # fmt: skip


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one row, as the form would build them."""
    level = words.value_of(words.LEVEL_WORDS, row["cert_level"])
    evaluated = words.value_of(words.YES_NO, row["edu_evaluated"])
    certificate = said.certificate(
        kind=words.value_of(words.CERTIFICATE_KINDS, row["cert_kind"]),
        occupation=row["cert_occupation"],
        level=int(level) if level else None,
        issued_on=row["cert_on"],
    )
    education = said.education(
        kind=words.value_of(words.EDUCATION_KINDS, row["edu_kind"]),
        major=row["edu_major"],
        relation=words.value_of(words.RELATIONS, row["edu_relation"]),
        status=words.value_of(words.EDUCATION_STATUSES, row["edu_status"]),
        on=row["edu_on"],
        evaluated=None if evaluated is None else evaluated == "yes",
    )
    title = said.title(
        rank=words.value_of(words.TITLE_RANKS, row["title_rank"]),
        name=row["title_name"],
        major=row["title_major"],
        granted_on=row["title_on"],
    )
    periods = [
        said.work(
            kind=words.value_of(words.WORK_KINDS, row[f"work{number}_kind"]),
            since=row[f"work{number}_from"],
            last=row[f"work{number}_last"],
        )
        for number in PERIODS
    ]
    return {
        "certificates": said.listed([certificate]),
        "titles": said.listed([title]),
        "education": said.listed([education]),
        "work": said.listed(periods),
    }


def check(rows: Rows, subject: str) -> tuple[list[RowError], list[Planned]]:
    """What each well-formed row would do in the batch `subject` names; reads only."""
    batch = batches.batch(int(subject.removeprefix("batch:")))
    today = clock.today()
    errors, intakes = _intakes(rows, on=today)
    indexes = {
        number: pii.index_of("id_number", one.identity.number) for number, one in intakes.items()
    }
    people = queries.candidates_by_index(indexes.values())
    here = queries.registered(batch.id, indexes.values())
    closed = registrations.why_not_now(batch, on=today)
    plan = []
    for number, one in intakes.items():
        index = indexes[number]
        problem, effect = _effect(one, people.get(index), here.get(index), closed=closed)
        if problem:
            errors.append(RowError(number, *problem))
        else:
            plan.append(Planned(number, effect, one))
    return errors, plan


ROSTER = Import(kind="candidates.roster", spec=SPEC, check=check)


def _intakes(rows: Rows, *, on: date) -> tuple[list[RowError], dict[int, CandidateIntake]]:
    errors: list[RowError] = []
    found: dict[int, CandidateIntake] = {}
    seen: dict[str, int] = {}
    for number, row in rows:
        try:
            one = _intake(row, on=on)
        except BadIdentity as error:
            errors.append(RowError(number, ID_TITLE, str(error)))
            continue
        first = seen.setdefault(one.identity.number, number)
        if first != number:
            errors.append(
                RowError(number, ID_TITLE, f"与第 {first} 行是同一个人，请删除其中一行。")
            )
        elif problem := registrations.problem(one):
            errors.append(RowError(number, "", problem))
        else:
            found[number] = one
    return errors, found


def _intake(row: Mapping[str, Value], *, on: date) -> CandidateIntake:
    return said.intake(
        name=str(row["name"] or ""),
        id_number=row["id_number"],
        phone=str(row["phone"] or ""),
        employer=str(row["employer"] or ""),
        facts=facts_of(row),
        on=on,
    )


def _effect(
    one: CandidateIntake,
    person: Candidate | None,
    registration: Registration | None,
    *,
    closed: str,
) -> tuple[tuple[str, str] | None, Effect]:
    """returns: (column, what is wrong) or None, and what the row would do."""
    if registration is None:
        if closed:
            return ("", closed), Effect.NEW
        if person is not None and person.name != one.name:
            return ("姓名", registrations.name_differs(person)), Effect.NEW
        return None, Effect.NEW
    if not registrations.differs(registration, one):
        return None, Effect.SAME
    if registration.state is not RegistrationState.DRAFT:
        words_of = label(registration.state)
        return (ID_TITLE, f"该考生在本批次已有报名（{words_of}），不能由表格更改。"), Effect.SAME
    return None, Effect.CHANGED
