"""Fields of blueprints, draws and the acts that need a reason."""

from decimal import Decimal

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)

from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.papers.service import Plan
from question_bank import DIFFICULTY_NAMES, KIND_NAMES, Kind, Section

SECTION_ROWS = 6
NUMBER = r"^\d{1,3}(\.\d)?$"


def number(label: str, **over: object) -> StringField:
    """A number with one decimal at most; empty is allowed."""
    checks = [
        validators.Optional(),
        validators.Regexp(NUMBER, message=f"{label}应为数字，最多一位小数"),
    ]
    return StringField(label, checks, [strip], render_kw={"inputmode": "decimal"}, **over)


class SectionRow(Form):  # type: ignore[misc]  # wtforms has no types
    """One type of question; a row without a type is left out."""

    class Meta:
        locales = ("zh_CN", "zh")

    kind = SelectField(
        "题型",
        choices=choices([("", "不设"), *((k.value, w) for k, w in KIND_NAMES.items())]),
        filters=[lambda word: word or ""],
    )
    count = IntegerField(
        "题量", [validators.Optional(), validators.NumberRange(1, 500, "题量应为 1 到 500")]
    )
    marks = number("每题分值")


class BlueprintForm(VersionedForm):
    title = StringField(
        "方案名称",
        [*required("请填写方案名称"), validators.Length(max=60, message="方案名称最多 60 字")],
        [strip],
    )
    minutes = IntegerField(
        "考试时长（分钟）",
        [
            validators.InputRequired("请填写考试时长"),
            validators.NumberRange(10, 480, "考试时长应为 10 到 480 分钟"),
        ],
    )
    sections = FieldList(
        FormField(SectionRow), "题型", min_entries=SECTION_ROWS, max_entries=SECTION_ROWS
    )
    d1 = number(f"1 {DIFFICULTY_NAMES[1]}")
    d2 = number(f"2 {DIFFICULTY_NAMES[2]}")
    d3 = number(f"3 {DIFFICULTY_NAMES[3]}")
    d4 = number(f"4 {DIFFICULTY_NAMES[4]}")
    d5 = number(f"5 {DIFFICULTY_NAMES[5]}")
    tolerance = number("允许偏差（百分点）")

    def show(self, plan: Plan, version: int | None = None) -> None:
        """Fill the fields with a plan."""
        self.version.data = str(version or "")
        self.title.data, self.minutes.data = plan.title, plan.minutes
        self.tolerance.data = f"{plan.tolerance.normalize():f}"
        for row, section in zip(self.sections, plan.sections, strict=False):
            row.kind.data, row.count.data = section.kind.value, section.count
            row.marks.data = f"{section.marks.normalize():f}"
        for level, share in plan.difficulty.items():
            self[f"d{level}"].data = f"{share.normalize():f}"

    def validate(self, extra_validators: object = None) -> bool:
        sound = super().validate(extra_validators)
        for place, row in enumerate(self.sections, start=1):
            if row.kind.data and not (row.count.data and row.marks.data):
                self.form_errors.append(f"第 {place} 行题型：请填写题量和每题分值")
                sound = False
            elif not row.kind.data and (row.count.data or row.marks.data):
                self.form_errors.append(f"第 {place} 行题型：请选择题型，或清空题量和分值")
                sound = False
        return bool(sound)

    def plan(self) -> Plan:
        shares = {level: self[f"d{level}"].data for level in range(1, 6)}
        return Plan(
            title=self.title.data or "",
            minutes=self.minutes.data or 0,
            sections=tuple(
                Section(Kind(row.kind.data), row.count.data, Decimal(row.marks.data))
                for row in self.sections
                if row.kind.data
            ),
            difficulty={
                level: Decimal(share or 0)
                for level, share in shares.items()
                if any(shares.values())
            },
            tolerance=Decimal(self.tolerance.data or 0),
        )


class DrawForm(BaseForm):
    blueprint_id = HiddenField()
    fresh = BooleanField("不使用本批次已作废试卷中的试题（因泄密等原因作废时勾选）")


class ReasonForm(BaseForm):
    reason = TextAreaField(
        "事由",
        [*required("请写明事由"), validators.Length(max=300, message="最多 300 字")],
        [strip],
        render_kw={"rows": 3},
    )


class WithdrawForm(VersionedForm):
    reason = TextAreaField(
        "作废原因",
        [*required("请写明作废原因"), validators.Length(max=300, message="最多 300 字")],
        [strip],
        render_kw={"rows": 3},
    )
