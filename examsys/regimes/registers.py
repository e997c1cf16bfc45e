"""The registers of the house: one table says what each of them holds, everything else follows.

A register is a model with typed columns; its `Column`s say how they are asked for, shown, listed
and exported. To add a register: a model, an entry here, nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from examsys.kernel import clock
from examsys.regimes.models import (
    Drill,
    DutyLog,
    FeeRate,
    SafetyCheck,
    SealUse,
    StaffMember,
    Training,
)
from examsys.rules.states import LEVEL_SHORT


class Kind(StrEnum):
    """How a column is asked for."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    WHOLE = "whole"
    HOURS = "hours"
    MONEY = "money"
    LEVEL = "level"
    CHOICE = "choice"
    PERSON = "person"
    PEOPLE = "people"
    BATCH = "batch"
    SITE = "site"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. past: a day after today is refused; listed: shown in the list."""

    name: str
    label: str
    kind: Kind
    required: bool = True
    hint: str = ""
    past: bool = False
    listed: bool = True
    choices: tuple[tuple[str, str], ...] = ()


Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Register:
    """One register. day: the column by which its rows are ordered and counted to a year.

    regime: the number of the regime it is kept under; approval: a second person approves a row.
    wrong: what does not fit together in a row, as a sentence, or nothing.
    """

    slug: str
    title: str
    lead: str
    regime: int
    model: Any
    day: str
    columns: tuple[Column, ...]
    approval: bool = False
    wrong: Callable[[Values], str] = lambda _values: ""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def of_kind(self, *kinds: Kind) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind in kinds)

    @property
    def listed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.listed)


def _ordered(first: str, second: str, sentence: str) -> Callable[[Values], str]:
    def wrong(values: Values) -> str:
        begun, ended = values[first], values[second]
        return sentence if ended is not None and ended < begun else ""

    return wrong


def _interval(values: Values) -> str:
    return "" if values["from_at"] < values["until_at"] else "值班结束时间应晚于开始时间。"


BATCH = Column("batch_id", "批次", Kind.BATCH, required=False)
QUESTIONS = (
    ("item", "试题有误"),
    ("scoring", "评分标准"),
    ("equipment", "设备和材料"),
    ("other", "其他"),
    ("none", "无事项"),
)

SEAL_USE = Register(
    slug="seal",
    title="公章使用登记",
    lead="用印前由申请人登记，由另一人批准；更正后须重新批准。",
    regime=3,
    model=SealUse,
    day="used_on",
    approval=True,
    columns=(
        Column("document", "用印文件", Kind.LINE),
        Column("purpose", "事由", Kind.LINE),
        Column("copies", "份数", Kind.WHOLE),
        Column("applicant", "申请人", Kind.LINE),
        Column("used_on", "用印日期", Kind.DAY),
        BATCH,
    ),
)
FEE_RATE = Register(
    slug="fees",
    title="收费标准",
    lead="按项目和等级登记，自执行日期起替代同一项目、同一等级的此前标准。",
    regime=1,
    model=FeeRate,
    day="valid_from",
    columns=(
        Column("item", "收费项目", Kind.LINE, hint="如：理论知识考试、技能考核、证书工本。"),
        Column("level", "等级", Kind.LEVEL, required=False),
        Column("amount_fen", "金额（元）", Kind.MONEY),
        Column("basis", "依据文件", Kind.LINE, hint="文件名称和文号。"),
        Column("valid_from", "执行日期", Kind.DAY),
    ),
)
TRAINING = Register(
    slug="training",
    title="培训记录",
    lead="管理人员、考评员、督导员、命题专家的培训，一次培训登记一条。",
    regime=2,
    model=Training,
    day="held_on",
    columns=(
        Column("topic", "培训内容", Kind.LINE),
        Column("held_on", "培训日期", Kind.DAY, past=True),
        Column("hours", "学时", Kind.HOURS),
        Column("trainer", "授课人", Kind.LINE),
        Column("people", "参加人员", Kind.PEOPLE, hint="按住 Ctrl 可选多人。"),
    ),
)
DRILL = Register(
    slug="drills",
    title="应急预案演练",
    lead="发现问题的，改进完成后登记改进日期。",
    regime=17,
    model=Drill,
    day="held_on",
    wrong=_ordered("held_on", "mended_on", "改进完成日期不能早于演练日期。"),
    columns=(
        Column("scenario", "演练情形", Kind.LINE),
        Column("held_on", "演练日期", Kind.DAY, past=True),
        Column("participants", "参加人员", Kind.TEXT),
        Column("findings", "发现的问题", Kind.TEXT, required=False),
        Column("mended_on", "改进完成日期", Kind.DAY, required=False, past=True),
    ),
)
SAFETY = Register(
    slug="safety",
    title="考场安全检查",
    lead="检查项目来自参数设置，请按当地规定确认。",
    regime=16,
    model=SafetyCheck,
    day="checked_on",
    wrong=_ordered("checked_on", "mended_on", "整改完成日期不能早于检查日期。"),
    columns=(
        Column("site_id", "考点", Kind.SITE),
        BATCH,
        Column("checked_on", "检查日期", Kind.DAY, past=True),
        Column("checked_by", "检查人", Kind.LINE),
        Column("lines", "检查结果", Kind.CHECKS),
        Column("mended_on", "整改完成日期", Kind.DAY, required=False, past=True),
    ),
)
DUTY_LOG = Register(
    slug="duty",
    title="值班专家日志",
    lead="不写试题原文和答案，写题号即可；没有事项的也登记值班时间。",
    regime=6,
    model=DutyLog,
    day="from_at",
    wrong=_interval,
    columns=(
        Column("batch_id", "批次", Kind.BATCH),
        Column("person_id", "值班专家", Kind.PERSON),
        Column("from_at", "值班开始", Kind.MOMENT),
        Column("until_at", "值班结束", Kind.MOMENT),
        Column("kind", "事项类别", Kind.CHOICE, choices=QUESTIONS),
        Column("question", "处理的问题", Kind.TEXT, required=False),
        Column("decision", "处理决定", Kind.TEXT, required=False, listed=False),
    ),
)
STAFF = Register(
    slug="staff",
    title="管理人员",
    lead="机构负责人、考务、题库、财务、档案等管理人员；离任时登记离任日期。",
    regime=2,
    model=StaffMember,
    day="since",
    wrong=_ordered("since", "until", "离任日期不能早于任职日期。"),
    columns=(
        Column("name", "姓名", Kind.LINE),
        Column("post", "职务", Kind.LINE),
        Column("since", "任职日期", Kind.DAY),
        Column("until", "离任日期", Kind.DAY, required=False, hint="在任最后一天。"),
    ),
)

REGISTERS: tuple[Register, ...] = (SEAL_USE, FEE_RATE, TRAINING, DRILL, SAFETY, DUTY_LOG, STAFF)
BY_SLUG: Mapping[str, Register] = {register.slug: register for register in REGISTERS}


def cell(column: Column, row: Any) -> Any:
    """The value of a column as a table shows and exports it."""
    value = getattr(row, column.name)
    match column.kind:
        case Kind.MONEY:
            return Decimal(value).scaleb(-2)
        case Kind.LEVEL:
            return LEVEL_SHORT[value] if value else "各等级"
        case Kind.CHOICE:
            return dict(column.choices)[value]
        case Kind.PERSON | Kind.SITE:
            return getattr(row, column.name.removesuffix("_id")).name
        case Kind.BATCH:
            return row.batch.title if row.batch else None
        case Kind.PEOPLE:
            return "、".join(person.name for person in value)
        case Kind.CHECKS:
            return f"{len(value)} 项，不符合 {sum(not one['ok'] for one in value)} 项"
        case _:
            return value


def words(value: Any) -> str:
    """A cell as text."""
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        return clock.local(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
