"""Fields of a batch's plan, filing, staff and rooms."""

from datetime import time
from typing import Any

from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    validators,
)

from examsys.batches.service import PlanInput
from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.rules.states import LEVELS, Component

DEFAULT_STARTS = {
    Component.THEORY: time(8, 30),
    Component.SKILL: time(10, 30),
    Component.REVIEW: time(14, 0),
}


class PlanForm(VersionedForm):
    level = SelectField("认定等级", coerce=int, validators=required("请选择认定等级"))
    site_id = SelectField("考点", coerce=int, validators=required("请选择考点"))
    planned_count = IntegerField(
        "计划人数",
        [
            validators.InputRequired("请填写计划人数"),
            validators.NumberRange(1, 100_000, "计划人数应为 1 到 100000"),
        ],
    )
    registration_from = DateField("报名开始日", required("请填写报名开始日"))
    registration_until = DateField("报名截止日", required("请填写报名截止日"))
    exam_on = DateField("考试日", required("请填写考试日"))
    theory_at = TimeField("理论知识考试开始时间", required("请填写理论知识考试开始时间"))
    skill_at = TimeField("技能考核开始时间", required("请填写技能考核开始时间"))
    review_at = TimeField("综合评审开始时间（二级、一级）", [validators.Optional()])
    note = TextAreaField("备注", [validators.Length(max=500, message="备注最多 500 字")], [strip])

    def offer(self, *, levels: list[int], sites: list[Any]) -> None:
        self.level.choices = choices((level, LEVELS[level]) for level in levels)
        self.site_id.choices = choices((site.id, site.name) for site in sites)

    def plan(self) -> PlanInput:
        starts = {
            Component.THEORY: self.theory_at.data,
            Component.SKILL: self.skill_at.data,
            Component.REVIEW: self.review_at.data,
        }
        return PlanInput(
            level=self.level.data,
            site_id=self.site_id.data,
            planned_count=self.planned_count.data or 0,
            registration_from=self.registration_from.data,
            registration_until=self.registration_until.data,
            exam_on=self.exam_on.data,
            starts={component: at for component, at in starts.items() if at is not None},
            note=self.note.data or "",
        )


class FilingForm(BaseForm):
    filed_on = DateField("备案日期", required("请填写备案日期"))
    receipt = StringField(
        "备案回执号",
        [*required("请填写备案回执号"), validators.Length(max=80, message="最多 80 字")],
        [strip],
    )


class CancelForm(BaseForm):
    reason = TextAreaField(
        "取消原因",
        [*required("请填写取消原因"), validators.Length(max=500, message="最多 500 字")],
        [strip],
    )


class DutyForm(BaseForm):
    person_id = SelectField("人员", coerce=int, validators=required("请选择人员"))
    role = SelectField("岗位", validators=required("请选择岗位"))


class RoomsForm(BaseForm):
    rooms = TextAreaField(
        "考场",
        required("请填写考场，每行一个"),
        [strip],
        description="每行一个考场：名称，逗号，座位数。例如：第1考场，30",
    )

    def parsed(self) -> list[tuple[str, int]]:
        """returns: (name, seats) a line; a line that cannot be read has 0 seats."""
        found = []
        for line in (self.rooms.data or "").splitlines():
            name, _, seats = line.replace("，", ",").rpartition(",")
            if line.strip():
                seats = seats.strip()
                found.append((name.strip(), int(seats) if seats.isdecimal() else 0))
        return found
