"""Forms of filings: shape and syntax."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)

from examsys.filing.service.cases import Answer, Tenure
from examsys.kernel.errors import Invalid
from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.regimes.export import ACCEPT, LARGEST, Document, read
from examsys.rules.applying import SCOPE_WORDS
from examsys.rules.certificate import PROVINCES
from examsys.rules.filinglife import REPLIES, MatterKind, label
from examsys.rules.states import LEVELS

UNKNOWN, YES, NO = "", "yes", "no"
ANSWERS = ((UNKNOWN, "尚未填报"), (YES, "具备"), (NO, "不具备"))
PDF_OR_DOCX = "PDF 或 DOCX，不超过 10 MB；扫描件请存为 PDF。"


def limited(most: int) -> validators.Length:
    return validators.Length(max=most, message=f"最多 {most} 字")


def boxes(label: str, pairs: Sequence[tuple[Any, str]] = (), **more: Any) -> SelectMultipleField:
    """Several of a list as check boxes."""
    return SelectMultipleField(
        label,
        choices=choices(pairs),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        **more,
    )


def answered(text: str | None) -> bool | None:
    return {YES: True, NO: False}.get(text or "")


def word(answer: bool | None) -> str:
    return {True: YES, False: NO}.get(answer, UNKNOWN) if answer is not None else UNKNOWN


class CaseForm(BaseForm):
    """A filing with one authority."""

    scope = SelectField("认定区域范围", choices=choices(SCOPE_WORDS.items()))
    province_code = SelectField(
        "所在省份",
        required("请选择所在省份。"),
        choices=choices([("", "请选择"), *PROVINCES.items()]),
    )
    authority = StringField(
        "受理部门",
        [limited(100)],
        [strip],
        description="省内申报填写受理备案的人力资源社会保障部门；全国范围申报由系统填写。",
    )
    levels = boxes("申报等级", [(str(key), name) for key, name in LEVELS.items()])

    @property
    def chosen(self) -> list[int]:
        return [int(one) for one in self.levels.data or ()]


class FactForm(VersionedForm):
    """One thing asked of the applicant; only the fields that it needs are shown."""

    # A question shows only the fields it has; what is not sent is not answered.
    answer = SelectField("填报情况", choices=choices(ANSWERS), validate_choice=False)
    terms = boxes("所列名称")
    others = StringField("所列以外的名称", [limited(200)], [strip])
    recognised = SelectField(
        "是否属于“等”字范围",
        choices=choices(((UNKNOWN, "尚未认定"), (YES, "认定属于"), (NO, "认定不属于"))),
        validate_choice=False,
    )
    accepted_reason = StringField("认定理由", [limited(300)], [strip])
    since = DateField("开始日期", [validators.Optional()])
    count = IntegerField(
        "累计人次",
        [validators.Optional(), validators.NumberRange(0, 99_999_999, "请填写不小于 0 的整数")],
    )
    remark = TextAreaField("说明", [limited(1000)], [strip])

    def given(self, *, shown: Sequence[str]) -> Answer:
        """shown: the fields this question has; the others stay unanswered."""
        # Nothing ticked is nothing said yet: it asks, and never fails by itself.
        terms = (tuple(self.terms.data or ()) or None) if "terms" in shown else None
        others = self.others.data or "" if "terms" in shown else ""
        return Answer(
            answer=answered(self.answer.data) if "answer" in shown else None,
            terms=terms,
            others=others,
            accepted=answered(self.recognised.data) if others else None,
            accepted_reason=(self.accepted_reason.data or "") if others else "",
            since=self.since.data if "since" in shown else None,
            count=self.count.data if "count" in shown else None,
            note=self.remark.data or "",
        )


class PaperForm(BaseForm):
    """A paper behind an answer."""

    title = StringField("材料名称", [*required("请填写材料名称"), limited(100)], [strip])
    document = FileField("文件", description=PDF_OR_DOCX, render_kw={"accept": ACCEPT})

    def chosen(self) -> Document:
        """raises: Invalid."""
        found = uploaded(self.document)
        if found is None:
            raise Invalid("请选择材料文件。")
        return found


class DutyForm(BaseForm):
    """Who mends a line, and by when."""

    owner = StringField("责任人", [*required("请填写责任人"), limited(50)], [strip])
    due_on = DateField("完成日期", required("请填写完成日期"))


class TenureForm(VersionedForm):
    """By what right a site is used."""

    own = SelectField(
        "使用权", choices=choices(((UNKNOWN, "尚未填报"), (YES, "自有"), (NO, "租赁")))
    )
    lease_from = DateField("租赁期起", [validators.Optional()])
    lease_until = DateField("租赁期止", [validators.Optional()], description="最后一天。")
    monitored = SelectField("视频监控", choices=choices(ANSWERS))
    document = FileField(
        "产权证明或租赁合同", description=PDF_OR_DOCX, render_kw={"accept": ACCEPT}
    )

    def tenure(self) -> Tenure:
        own = answered(self.own.data)
        leased = own is False
        return Tenure(
            own,
            self.lease_from.data if leased else None,
            self.lease_until.data if leased else None,
            answered(self.monitored.data),
        )


class SubmitForm(VersionedForm):
    """A dossier as it was handed in."""

    submitted_on = DateField("报送日期", required("请填写报送日期"))
    receipt_no = StringField(
        "收件编号", [limited(100)], [strip], description="受理部门给出的收件编号，没有则留空。"
    )
    despite = StringField("仍有待补证明时报送的原因", [limited(300)], [strip])


class ReplyForm(VersionedForm):
    """What the authority answered."""

    outcome = SelectField("答复结果", choices=choices((one.value, label(one)) for one in REPLIES))
    replied_on = DateField("答复日期", required("请填写答复日期"))
    receipt_no = StringField("回执或批复文号", [limited(100)], [strip])
    category_code = SelectField(
        "类别代码",
        choices=choices((("", "未给定"), ("S", "S 社会培训评价组织"), ("Y", "Y 用人单位"))),
        description="以备案机关批复为准，与申报主体性质无对应关系。",
    )
    reply = TextAreaField("答复内容", [*required("请填写答复内容"), limited(2000)], [strip])


class MatterForm(BaseForm):
    """Something to be done after the filing."""

    kind = SelectField("事项", choices=choices((one.value, label(one)) for one in MatterKind))
    title = StringField("标题", [*required("请填写标题"), limited(100)], [strip])
    detail = TextAreaField("内容", [limited(2000)], [strip])
    due_on = DateField("办理期限", required("请填写办理期限"))


class MoveForm(VersionedForm):
    """How a matter went on."""

    state = SelectField("办理结果")
    result = TextAreaField("办理情况", [*required("请填写办理情况"), limited(2000)], [strip])
    valid_until = DateField(
        "新的有效期至", [validators.Optional()], description="只在办结到期续备时填写，填最后一天。"
    )


class ReasonForm(BaseForm):
    reason = StringField("原因", [*required("请填写原因"), limited(300)], [strip])


def uploaded(field: FileField) -> Document | None:
    """The chosen file, None when none was. raises: Invalid when it is not what its name says."""
    chosen: Any = field.data
    if not chosen or not chosen.filename:
        return None
    return read(chosen.filename, chosen.read(LARGEST + 1))
