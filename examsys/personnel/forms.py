"""Fields of people, their declarations, appointments and the acts that need a reason."""

from datetime import date
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

from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.personnel.models import Person
from examsys.personnel.service import ROLES, RULED, Declarations, NoteInput, PersonIntake
from examsys.rules.appointing import NOTE_WORDS, RESULT_WORDS, NoteKind, Result
from examsys.rules.states import LEVELS

EDUCATIONS = (
    "博士研究生",
    "硕士研究生",
    "大学本科",
    "大学专科",
    "高中（中专、技校）",
    "初中及以下",
)
ANSWERS = {"": "未核实", "yes": "符合", "no": "不符合"}
TRUTH = {"yes": True, "no": False}
# The notice's own phrases. source: 人社厅函〔2023〕141号 一（二）1（1）、2（1）.
POLITICAL = "政治素质声明：拥护中国共产党的领导，具有良好的政治素质"
ETHICS = "职业道德声明：具有良好的职业道德，社会责任感强，工作态度严谨"
ASSESSMENT = "专业素养评价：具有良好（命题专家为较高）的专业素养"


def text(label: str, message: str = "", *, most: int = 100, **over: Any) -> StringField:
    """A line of text; required when `message` says what to fill in."""
    checks = [*required(message)] if message else [validators.Optional()]
    return StringField(
        label, [*checks, validators.Length(max=most, message=f"最多 {most} 字")], [strip], **over
    )


class PersonForm(VersionedForm):
    name = text("姓名", "请填写姓名", most=50)
    id_number = text("身份证号", most=30)
    phone = text("联系电话", most=30)
    employer = text("所在单位")
    education = SelectField(
        "学历", choices=choices([("", "未登记"), *((e, e) for e in EDUCATIONS)])
    )
    post = text("职务")
    full_time = SelectField("专兼职", choices=choices([("", "兼职"), ("yes", "专职")]))
    expert_pools = text(
        "所在专家库",
        most=200,
        description="国家协调劳动关系三方会议专家委员会或省级人社部门专家库；多个用顿号分开。"
        "优先确定为命题专家，不影响判定。",
    )
    note = TextAreaField(
        "备注", [validators.Length(max=500, message="备注最多 500 字")], [strip], default=""
    )

    def show(self, person: Person) -> None:
        """Fill in what the register holds; numbers stay empty, which leaves them unchanged."""
        for name in ("name", "employer", "education", "post", "expert_pools", "note"):
            self[name].data = getattr(person, name)
        self.full_time.data = "yes" if person.full_time else ""
        self.version.data = str(person.version)

    def intake(self) -> PersonIntake:
        return PersonIntake(
            name=self.name.data or "",
            id_number=self.id_number.data or "",
            phone=self.phone.data or "",
            employer=self.employer.data or "",
            education=self.education.data or "",
            post=self.post.data or "",
            full_time=self.full_time.data == "yes",
            expert_pools=self.expert_pools.data or "",
            note=self.note.data or "",
        )


class NewPersonForm(PersonForm):
    id_number = text("身份证号", "请填写身份证号", most=30)


class DeclarationsForm(VersionedForm):
    political = RadioField(POLITICAL, choices=choices(ANSWERS.items()), default="")
    ethics = RadioField(ETHICS, choices=choices(ANSWERS.items()), default="")
    assessment = RadioField(ASSESSMENT, choices=choices(ANSWERS.items()), default="")
    declared_on = DateField("声明和评价的日期", [validators.Optional()])
    certificates_known = BooleanField("本人的职业技能等级证书、职业资格证书已登记齐全，或确认没有")
    titles_known = BooleanField("本人的职称已登记齐全，或确认没有")
    work_known = BooleanField("本人的工作经历已登记齐全，或确认没有")
    violations_known = BooleanField(
        "已查询违法违纪、犯罪和不良行为纪录，查到的均已登记，或确认没有"
    )

    def show(self, person: Person) -> None:
        words = {True: "yes", False: "no", None: ""}
        self.political.data = words[person.political_declaration]
        self.ethics.data = words[person.ethics_declaration]
        self.assessment.data = words[person.professional_assessment]
        self.declared_on.data = person.declared_on
        for name in ("certificates", "titles", "work", "violations"):
            self[f"{name}_known"].data = getattr(person, f"{name}_known")
        self.version.data = str(person.version)

    def said(self) -> Declarations:
        return Declarations(
            political=TRUTH.get(self.political.data),
            ethics=TRUTH.get(self.ethics.data),
            assessment=TRUTH.get(self.assessment.data),
            declared_on=self.declared_on.data,
            certificates_known=self.certificates_known.data,
            titles_known=self.titles_known.data,
            work_known=self.work_known.data,
            violations_known=self.violations_known.data,
        )


class AppointForm(BaseForm):
    role = SelectField("岗位", choices=choices(ROLES.items()))
    level = SelectField(
        "等级", choices=choices([("", "不分等级"), *((str(n), w) for n, w in LEVELS.items())])
    )
    since = DateField("聘任起始日", required("请填写聘任起始日"))

    @property
    def level_asked(self) -> int | None:
        """The level as a number; roles without conditions have none."""
        if self.role.data not in RULED or self.level.data not in {str(n) for n in LEVELS}:
            return None
        return int(self.level.data)


class ReasonForm(BaseForm):
    """An act that needs a reason; the view names the field."""

    reason = TextAreaField(
        "理由",
        [*required("请填写理由"), validators.Length(max=200, message="最多 200 字")],
        [strip],
        render_kw={"rows": 2},
    )


class NoteForm(BaseForm):
    kind = SelectField("类别", choices=choices((k.value, w) for k, w in NOTE_WORDS.items()))
    happened_on = DateField("日期", required("请填写日期"))
    hours = IntegerField(
        "培训学时",
        [validators.Optional(), validators.NumberRange(1, 1000, "培训学时应为 1 到 1000")],
        description="培训填写",
    )
    result = SelectField(
        "考核结果",
        choices=choices([("", "不是考核"), *((r.value, w) for r, w in RESULT_WORDS.items())]),
    )
    words = text("内容", most=200, description="培训内容、考核评语，或处理决定和依据")

    def said(self) -> NoteInput:
        return NoteInput(
            kind=NoteKind(self.kind.data),
            happened_on=self.happened_on.data,
            hours=self.hours.data,
            result=Result(self.result.data) if self.result.data else None,
            words=self.words.data or "",
        )


class TableForm(ReasonForm):
    form = RadioField(
        "文件格式",
        choices=choices([("xlsx", "XLSX 表格"), ("docx", "DOCX 文档"), ("pdf", "PDF 打印件")]),
        default="xlsx",
    )
    on = DateField("在聘日期", required("请填写在聘日期"))


class EquivalenceForm(ReasonForm):
    conclusion = RadioField(
        "认定结论",
        choices=choices([("yes", "属于相关专业"), ("no", "不属于相关专业")]),
        validators=required("请选择认定结论"),
    )


class ApprovalForm(ReasonForm):
    conclusion = RadioField(
        "决定",
        choices=choices([("yes", "批准"), ("no", "退回")]),
        validators=required("请选择批准或退回"),
    )


def asked_day(value: str | None, default: date) -> date:
    """A day from the address; a strange one means the default."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return default
