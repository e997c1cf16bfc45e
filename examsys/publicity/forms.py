"""Fields of notices and objections."""

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField, validators

from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.publicity.service import KINDS, NoticeText


class NoticeForm(VersionedForm):
    kind = SelectField("类别", validators=required("请选择类别"))
    batch_id = HiddenField()
    title = StringField(
        "标题",
        [*required("请填写标题"), validators.Length(max=120, message="标题最多 120 字")],
        [strip],
    )
    body = TextAreaField(
        "正文",
        [*required("请填写正文"), validators.Length(max=20_000, message="正文最多 20000 字")],
        [strip],
        render_kw={"rows": 14},
    )

    def offer(self) -> None:
        """The kinds one may write; the results' notice is made by their publication."""
        self.kind.choices = choices((k, words) for k, words in KINDS.items() if k != "results")

    def text(self) -> NoticeText:
        batch_id = self.batch_id.data or ""
        return NoticeText(
            kind=self.kind.data,
            title=self.title.data or "",
            body=self.body.data or "",
            batch_id=int(batch_id) if batch_id.isdecimal() else None,
        )


class PublishForm(BaseForm):
    days_wd = IntegerField(
        "公示工作日数",
        [
            validators.InputRequired("请填写公示工作日数，无须公示期的填 0"),
            validators.NumberRange(0, 60, "公示工作日数应为 0 到 60"),
        ],
        description="自发布次日起计算；0 表示长期公开，不设公示期",
    )


class ReasonForm(BaseForm):
    reason = TextAreaField(
        "原因",
        [*required("请填写原因"), validators.Length(max=500, message="最多 500 字")],
        [strip],
    )


class ObjectionForm(BaseForm):
    name = StringField(
        "姓名", [*required("请填写姓名"), validators.Length(max=60, message="最多 60 字")], [strip]
    )
    phone = StringField(
        "联系电话",
        [
            *required("请填写联系电话"),
            validators.Regexp(r"^[0-9+() -]{7,20}$", message="联系电话应为 7 到 20 位数字"),
        ],
        [strip],
    )
    text = TextAreaField(
        "异议内容",
        [*required("请写明异议内容"), validators.Length(max=2_000, message="最多 2000 字")],
        [strip],
    )


class DecisionForm(BaseForm):
    outcome = SelectField("处理结果", validators=required("请选择处理结果"))
    decision = TextAreaField(
        "处理说明",
        [*required("请填写处理说明"), validators.Length(max=2_000, message="最多 2000 字")],
        [strip],
    )

    def offer(self, outcomes: dict[str, str]) -> None:
        self.outcome.choices = choices(outcomes.items())
