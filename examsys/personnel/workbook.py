"""The workbook in which people come in: its columns, and the check of its rows.

One row is one person with at most one certificate, one title and one period of work.
"""

from datetime import date
from typing import Any

from examsys.kernel import clock, staging
from examsys.kernel.errors import Invalid
from examsys.kernel.sheetspec import Column, RowError, SheetSpec, Value
from examsys.kernel.staging import Effect, Planned
from examsys.personnel import queries
from examsys.personnel.forms import EDUCATIONS
from examsys.personnel.service import (
    CertificateInput,
    PersonIntake,
    PersonRow,
    TitleInput,
    WorkInput,
    intake,
    people,
)
from examsys.rules.credentials import (
    EVERY_LEVEL_WORD,
    WORDS,
    CertificateKind,
    TitleRank,
    WorkKind,
)

KINDS = {WORDS[k]: k.value for k in CertificateKind if k is not CertificateKind.PREPARATORY}
RANKS = {WORDS[rank]: rank.value for rank in TitleRank}
WORKS = {WORDS[kind]: kind.value for kind in WorkKind}
LEVELS = {word: level for level, word in EVERY_LEVEL_WORD.items()}
FULL_TIME = {"专职": True, "兼职": False}

# Column groups: all but the bracketed ones must be filled once one of the group is.
CERTIFICATE = ("occupation", "certificate_kind", "certificate_level", "issued_on")
TITLE = ("title", "rank", "major", "granted_on")
WORK = ("work_kind", "work_employer", "started_on")

COLUMNS = (
    Column("name", "姓名", required=True, example="示例·阿依", max_length=50),
    Column("id_number", "身份证号", required=True, kind="id", width=22,
           example="110101199001011237"),
    Column("phone", "联系电话", kind="id", example="13800000000"),
    Column("employer", "所在单位", example="示例人力资源服务有限公司", width=28, max_length=100),
    Column("education", "学历", kind="choice", choices=EDUCATIONS, example="大学本科"),
    Column("post", "职务", example="主任", max_length=100),
    Column("full_time", "专兼职", kind="choice", choices=tuple(FULL_TIME), example="兼职"),
    Column("occupation", "证书职业", example="劳动关系协调师", max_length=40),
    Column("certificate_kind", "证书种类", kind="choice", choices=tuple(KINDS), width=18,
           example="职业技能等级证书"),
    Column("certificate_level", "证书等级", kind="choice", choices=tuple(LEVELS), example="二级"),
    Column("number", "证书编号", kind="id", example="", width=26, max_length=60),
    Column("issued_on", "发证日期", kind="date", example="2020-05-20"),
    Column("title", "职称名称", example="经济师", max_length=40),
    Column("rank", "职称级别", kind="choice", choices=tuple(RANKS), example="中级职称"),
    Column("major", "职称专业", hint="职称证书上的专业，不是学历的专业。", example="人力资源管理",
           max_length=40),
    Column("granted_on", "职称取得日期", kind="date", example="2018-11-01"),
    Column("work_kind", "工作性质", kind="choice", choices=tuple(WORKS), width=22,
           example="协调劳动关系相关工作"),
    Column("work_employer", "工作单位", width=28, max_length=100,
           example="示例人力资源服务有限公司"),
    Column("duty", "工作岗位", example="员工关系主管", max_length=100),
    Column("started_on", "工作开始日", kind="date", example="2018-11-01"),
    Column("ended_on", "工作最后日", kind="date", hint="当天计入；仍在岗的不填。", example=""),
    Column("complete", "证书职称经历已齐全", kind="choice", choices=("是", "否"), width=20,
           hint="填“是”表示证书、职称、工作经历除本行外再没有其他的。", example="否"),
    Column("note", "备注", example="", max_length=500),
)  # fmt: skip
SPEC = SheetSpec(
    title="人员导入",
    note="每人一行，可带一本证书、一项职称、一段工作经历；更多的导入后在人员页面补充。"
    "已登记的人员按身份证号对应，空单元格不改变原有登记。",
    columns=COLUMNS,
    keys=("id_number",),
)
TITLES = {column.key: column.title for column in COLUMNS}


def check(rows: staging.Rows, _subject: str) -> tuple[list[RowError], list[Planned]]:
    """Judge well-formed rows against the register: reads only."""
    today = clock.today()
    errors: list[RowError] = []
    sound: list[tuple[int, PersonRow]] = []
    for number, row in rows:
        wrong = _problems(row, on=today)
        errors.extend(RowError(number, TITLES[key], reason) for key, reason in wrong)
        if not wrong:
            sound.append((number, _person_row(row, on=today)))
    known = queries.people_by_index([intake.index_of(p.intake.id_number) for _, p in sound])
    plan = []
    for number, person_row in sound:
        person = known.get(intake.index_of(person_row.intake.id_number))
        if person is not None and person.name != person_row.intake.name:
            reason = f"该身份证号已登记为{person.name}，请核对姓名和号码。"
            errors.append(RowError(number, TITLES["name"], reason))
            continue
        plan.append(Planned(number, _effect(person, person_row), person_row))
    return errors, plan


IMPORT = staging.Import(kind="personnel.people", spec=SPEC, check=check)


def _effect(person: Any, row: PersonRow) -> Effect:
    if person is None:
        return Effect.NEW
    return Effect.CHANGED if intake.changes(person, row) else Effect.SAME


def _problems(row: dict[str, Value], *, on: date) -> list[tuple[str, str]]:
    """returns: (column key, what is wrong) for everything wrong in the row."""
    found = []
    for key, clean in (("name", people.clean_name), ("id_number", _number(on))):
        try:
            clean(str(row[key]))
        except Invalid as error:
            found.append((key, str(error)))
    for group in (CERTIFICATE, TITLE, WORK):
        found += _gaps(row, group)
    for key in ("issued_on", "granted_on", "started_on", "ended_on"):
        day = row[key]
        if isinstance(day, date) and day > on:
            found.append((key, f"{day} 晚于今天，请核对。"))
    start, end = row["started_on"], row["ended_on"]
    if isinstance(start, date) and isinstance(end, date) and end < start:
        found.append(("ended_on", f"{end} 早于工作开始日 {start}，请核对。"))
    return found


def _gaps(row: dict[str, Value], group: tuple[str, ...]) -> list[tuple[str, str]]:
    extra = {CERTIFICATE: ("number",), TITLE: (), WORK: ("duty", "ended_on")}[group]
    if all(row[key] is None for key in (*group, *extra)):
        return []
    optional = (
        {"certificate_level"} if row["certificate_kind"] == WORDS[CertificateKind.OTHER] else set()
    )
    whole = "、".join(TITLES[key] for key in group)
    return [
        (key, f"未填写：{whole}须同时填写，或同时留空。")
        for key in group
        if row[key] is None and key not in optional
    ]


def _number(on: date) -> Any:
    return lambda text: people.clean_id_number(text, on=on)


def _person_row(row: dict[str, Value], *, on: date) -> PersonRow:
    words = {key: value if isinstance(value, str) else "" for key, value in row.items()}
    person = PersonIntake(
        name=people.clean_name(words["name"]),
        id_number=people.clean_id_number(words["id_number"], on=on),
        phone=words["phone"],
        employer=words["employer"],
        education=words["education"],
        post=words["post"],
        note=words["note"],
    )
    made: list[CertificateInput | TitleInput | WorkInput] = []
    if row["occupation"] is not None:
        made.append(_certificate(row, words))
    if row["title"] is not None:
        made.append(
            TitleInput(
                words["title"], RANKS[words["rank"]], words["major"], _day(row, "granted_on")
            )
        )
    if row["work_kind"] is not None:
        made.append(
            WorkInput(
                kind=WORKS[words["work_kind"]],
                employer=words["work_employer"],
                duty=words["duty"],
                started_on=_day(row, "started_on"),
                ended_on=_day(row, "ended_on"),
            )
        )
    return PersonRow(
        intake=person,
        papers=tuple(made),
        full_time=FULL_TIME.get(words["full_time"]),
        complete=words["complete"] == "是",
    )


def _certificate(row: dict[str, Value], words: dict[str, str]) -> CertificateInput:
    return CertificateInput(
        occupation=words["occupation"],
        kind=KINDS[words["certificate_kind"]],
        level=LEVELS.get(words["certificate_level"]),
        number=words["number"],
        issued_on=_day(row, "issued_on"),
    )


def _day(row: dict[str, Value], key: str) -> date | None:
    value = row[key]
    return value if isinstance(value, date) else None
