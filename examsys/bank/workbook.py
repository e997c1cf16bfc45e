"""Workbooks of the bank: items, and tables of specification; their columns and their checks."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from examsys.bank import queries, service
from examsys.bank.facts import RangeRow, problems, with_parents
from examsys.bank.service import PointRow
from examsys.kernel import clock, files, staging
from examsys.kernel.db import db
from examsys.kernel.sheetspec import Column, RowError, SheetSpec, Value
from examsys.kernel.staging import Effect, Planned, StagedImport
from examsys.rules.states import LEVEL_SHORT, Component
from question_bank import ITEM_COLUMNS, ItemRow, Record, read_items

ITEMS = SheetSpec(
    title="试题导入",
    note="每行一题。简答、案例须填配分和评分标准，评分标准每行一个得分点并写明分值。"
    "不得含有“绝密”“机密”“秘密”等国家秘密标志。",
    columns=tuple(
        Column(
            key=column.key,
            title=column.title,
            required=column.required,
            kind="choice" if column.choices else "text",
            choices=column.choices,
            hint=column.hint,
            example=column.example,
            width=column.width,
            max_length=column.max_length,
        )
        for column in ITEM_COLUMNS
    ),
)
SPEC = SheetSpec(
    title="鉴定要素细目表导入",
    note="范围行填比重（占整卷的百分比，不考的填 0），鉴定点行填重要程度。"
    "整张表替换编制中的细目表，启用后才生效。",
    columns=(
        Column("code", "代码", True, hint="范围如 B-A，鉴定点如 B-A-001", example="B-A"),
        Column("name", "名称", True, example="劳动合同管理", width=40, max_length=200),
        Column("theory_weight", "理论比重", kind="decimal", hint="只有范围填写", example="20"),
        Column("skill_weight", "技能比重", kind="decimal", hint="只有范围填写", example="20"),
        Column(
            "importance",
            "重要程度",
            kind="choice",
            choices=("X", "Y", "Z"),
            hint="只有鉴定点填写：X 核心，Y 一般，Z 辅助",
        ),
    ),
    keys=("code",),
)
SPEC_TITLES = {column.key: column.title for column in SPEC.columns}
WEIGHT_COLUMN = {Component.THEORY: "理论比重", Component.SKILL: "技能比重"}


@dataclass(frozen=True, slots=True)
class Into:
    """What a workbook of items is imported into, as the staged upload remembers it."""

    level: int
    writer_id: int | None = None

    def __str__(self) -> str:
        return f"bank:{self.level}:{self.writer_id or 0}"

    @classmethod
    def parse(cls, subject: str) -> "Into":
        _, level, writer = subject.split(":")
        return cls(int(level), int(writer) or None)


def check_items(rows: staging.Rows, subject: str) -> tuple[list[RowError], list[Planned]]:
    """Judge rows against the table in force and against the bank; nothing is opened."""
    level = Into.parse(subject).level
    table = queries.table(level, on=clock.today())
    reading = read_items(rows, points={point.code for point in table.points} if table else set())
    errors = [RowError(fault.row, fault.column, fault.reason) for fault in reading.faults]
    plan = []
    found = service.twins([row.question for row in reading.items], level=level)
    for row, twin in zip(reading.items, found, strict=True):
        if twin is None:
            plan.append(Planned(row.row, Effect.NEW, row))
        elif _same(row, twin):
            plan.append(Planned(row.row, Effect.SAME, row))
        else:
            errors.append(RowError(row.row, "题干", service.already(twin)))
    return errors, plan


def check_spec(rows: staging.Rows, subject: str) -> tuple[list[RowError], list[Planned]]:
    """Judge a whole table: every row, the weights together, and what it would change."""
    errors = [
        RowError(number, SPEC_TITLES[key], reason)
        for number, row in rows
        for key, reason in _spec_faults(row)
    ]
    if not errors and rows:
        ranges, points = spec_rows(rows)
        first = rows[0][0]
        errors = [
            RowError(first, WEIGHT_COLUMN[component] if "权重" in message else "", message)
            for component, message in problems(with_parents(ranges), points, on=clock.today())
        ]
    wrong = {error.row for error in errors}
    sound = [(number, row) for number, row in rows if number not in wrong]
    return errors, _spec_plan(Into.parse(subject).level, sound)


ITEM_IMPORT = staging.Import(kind="bank.items", spec=ITEMS, check=check_items)
SPEC_IMPORT = staging.Import(kind="bank.spec", spec=SPEC, check=check_spec)


def spec_rows(rows: staging.Rows) -> tuple[list[RangeRow], list[PointRow]]:
    """Sound rows as ranges and points."""
    made = [_spec_row(row) for _, row in rows]
    return (
        [row for row in made if isinstance(row, RangeRow)],
        [row for row in made if isinstance(row, PointRow)],
    )


def into_of(upload: staging.Reread) -> Into:
    """What an upload was staged for."""
    query = select(StagedImport.subject).where(StagedImport.uuid == upload.uuid)
    return Into.parse(db.session.scalars(query).one())


def forget_upload(upload: staging.Reread) -> None:
    """Drop the uploaded text after its import: from then on it is read through the gateway."""
    query = select(StagedImport.file_uuid).where(StagedImport.uuid == upload.uuid)
    files.forget(files.kept_file(db.session.scalars(query).one(), purpose=staging.PURPOSE))


def no_table(level: int) -> str:
    return f"{LEVEL_SHORT[level]}还没有启用的鉴定要素细目表，请先导入或编制细目表并启用。"


def _same(row: ItemRow, twin: Record) -> bool:
    card = twin.card
    return twin.status.value != "retired" and (
        row.point_code,
        row.component,
        row.kind,
        row.difficulty,
        row.marks,
    ) == (card.point_code, card.component, card.kind, card.difficulty, card.marks)


def _spec_faults(row: dict[str, Value]) -> list[tuple[str, str]]:
    weights = [key for key in ("theory_weight", "skill_weight") if row[key] is not None]
    if bool(weights) == (row["importance"] is not None):
        return [("importance", "范围行填比重，鉴定点行填重要程度，两者只填一种，请更正。")]
    return [
        (key, f"比重应为 0 到 100 的数，最多一位小数，现填“{row[key]}”。")
        for key in weights
        if not _is_weight(row[key])
    ]


def _is_weight(value: Value) -> bool:
    return isinstance(value, Decimal) and 0 <= value <= 100 and value * 10 == int(value * 10)


def _spec_row(row: dict[str, Value]) -> RangeRow | PointRow:
    code, name = str(row["code"]).upper().replace(" ", ""), str(row["name"])
    if row["importance"] is not None:
        return PointRow(code, name, str(row["importance"]))
    return RangeRow(code, name, _weight(row["theory_weight"]), _weight(row["skill_weight"]))


def _weight(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _spec_plan(level: int, rows: staging.Rows) -> list[Planned]:
    table = queries.draft_table(level) or queries.table(level, on=clock.today())
    ranges, points = service.current_rows(table)
    before = _by_code(ranges, points)
    new_ranges, new_points = spec_rows(rows)
    after = _by_code(with_parents(new_ranges), new_points)
    plan = []
    for number, row in rows:
        made = _spec_row(row)
        old = before.get(made.code)
        effect = Effect.NEW if old is None else Effect.SAME if old == made else Effect.CHANGED
        plan.append(Planned(number, effect, made))
    if plan and before.keys() - after.keys() and all(p.effect is Effect.SAME for p in plan):
        # Leaving rows out is a change too, although no row of the file differs.
        plan[0] = Planned(plan[0].row, Effect.CHANGED, plan[0].value)
    return plan


def _by_code(ranges: list[RangeRow], points: list[PointRow]) -> dict[str, RangeRow | PointRow]:
    return {**{row.code: row for row in ranges}, **{row.code: row for row in points}}
