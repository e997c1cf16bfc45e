"""Fields of declarations, courses, draws and answers."""

import secrets
from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)

from examsys.dispatch.service import TieInput
from examsys.kernel.forms import BaseForm, choices, required, strip
from examsys.rules.recusal import RULING_WORDS, TIE_WORDS, Ruling, Tie


def line(label: str, message: str = "", *, most: int = 100, **over: Any) -> StringField:
    """A line of text; required when `message` says what to fill in."""
    checks = [*required(message)] if message else [validators.Optional()]
    return StringField(
        label, [*checks, validators.Length(max=most, message=f"最多 {most} 字")], [strip], **over
    )


def prose(label: str, message: str = "", *, most: int = 500, **over: Any) -> TextAreaField:
    checks = [*required(message)] if message else [validators.Optional()]
    return TextAreaField(
        label, [*checks, validators.Length(max=most, message=f"最多 {most} 字")], [strip], **over
    )


class TieForm(BaseForm):
    person_id = SelectField("申报人", coerce=int, validators=required("请选择申报人"))
    tie = SelectField(
        "关系", choices=choices((t.value, w) for t, w in TIE_WORDS.items()),
        validators=required("请选择关系"),
    )  # fmt: skip
    other = line(
        "对方姓名或单位",
        "请填写对方姓名；同一单位的填写单位名称",
        description="同一单位的填写单位名称，其余填写对方姓名。",
    )
    id_number = line(
        "对方身份证号", most=30,
        description="只保存用于比对的摘要和后四位。不填的按姓名比对，同名时须核实。",
    )  # fmt: skip
    since = DateField("起始日", required("请填写起始日"))
    until = DateField("终止日", [validators.Optional()], description="仍然存在的不填。")
    note = prose("说明")

    def offer(self, people: Iterable[Any]) -> None:
        self.person_id.choices = choices((p.id, f"{p.name}（{p.employer}）") for p in people)

    def said(self) -> TieInput:
        return TieInput(
            tie=Tie(self.tie.data),
            other=self.other.data or "",
            since=self.since.data,
            id_number=self.id_number.data or "",
            until=self.until.data,
            note=self.note.data or "",
        )


class RulingForm(BaseForm):
    ruling = SelectField(
        "决定",
        choices=choices((r.value, w) for r, w in RULING_WORDS.items() if r is not Ruling.OPEN),
        validators=required("请选择决定"),
    )
    reason = prose("理由", "请填写理由")


class EndForm(BaseForm):
    until = DateField("终止日", required("请填写终止日"))
    reason = prose("终止原因", "请填写终止原因")


class CourseForm(BaseForm):
    title = line("培训名称", "请填写培训名称")
    organiser = line("培训单位", "请填写培训单位")
    person_id = SelectField("授课人", description="名册中的授课人；每人登记一条。")
    ended_on = DateField("结束日", required("请填写结束日"))
    trainees = prose(
        "学员名单", "请填写学员名单", most=20_000, render_kw={"rows": 10},
        description="每行一人：姓名，身份证号。身份证号只保存用于比对的摘要和后四位。",
    )  # fmt: skip

    def offer(self, people: Iterable[Any]) -> None:
        named = [(str(p.id), f"{p.name}（{p.employer}）") for p in people]
        self.person_id.choices = choices([("", "不在名册中"), *named])

    def parsed(self) -> list[tuple[str, str]]:
        """returns: (name, number) a line; a line that cannot be read has an empty name."""
        lines = (one.replace("，", ",") for one in (self.trainees.data or "").splitlines())
        parts = [one.partition(",") for one in lines if one.strip()]
        return [(name.strip(), number.strip()) for name, _, number in parts]


class DrawForm(BaseForm):
    size = IntegerField(
        "人数",
        [
            validators.InputRequired("请填写人数"),
            validators.NumberRange(1, 15, "人数应为 1 到 15"),
        ],
        description="考评小组不少于 3 人且为单数，组长由其中派遣次数最多的担任。",
    )
    seed = line(
        "抽取种子", most=40,
        description="可以当场由在场人员报数填写；不填的由系统生成。种子写入日志，凭种子可以重做核对。",
    )  # fmt: skip

    @property
    def chosen_seed(self) -> str:
        return self.seed.data or secrets.token_hex(8)


class SubstituteForm(BaseForm):
    person_id = SelectField("接替人", coerce=int, validators=required("请选择接替人"))
    reason = prose("更换原因", "请填写更换原因")

    def offer(self, people: Iterable[Any]) -> None:
        self.person_id.choices = choices((p.id, f"{p.name}（{p.employer}）") for p in people)


class AnswerForm(BaseForm):
    answer = RadioField(
        "答复",
        choices=choices([("yes", "接受派遣"), ("no", "不接受派遣")]),
        validators=required("请选择答复"),
    )
    without_cause = BooleanField("不接受且没有正当理由")
    on = DateField("答复日期", required("请填写答复日期"))
    words = prose("说明")

    def values(self) -> dict[str, Any]:
        return {
            "accepted": self.answer.data == "yes",
            "without_cause": self.without_cause.data,
            "words": self.words.data or "",
            "on": self.on.data,
        }
