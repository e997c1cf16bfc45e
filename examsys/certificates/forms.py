"""Fields of certificates: acceptance, issue, reasons, receipts, and the public check."""

from wtforms import (
    DateField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
    validators,
)

from examsys.certificates import checking
from examsys.kernel.forms import BaseForm, VersionedForm, required, strip
from examsys.rules.certificate import BadNumber, decode


class AcceptanceForm(BaseForm):
    receipt_no = StringField(
        "认可回执号",
        [*required("请填写认可回执号"), validators.Length(max=80, message="最多 80 字")],
        [strip],
    )
    accepted_on = DateField("认可日期", required("请填写认可日期"), render_kw={"type": "date"})


class ConfirmForm(BaseForm):
    receipt_no = StringField(
        "备案回执号",
        [*required("请填写备案回执号"), validators.Length(max=80, message="最多 80 字")],
        [strip],
    )
    confirmed_on = DateField("确认日期", required("请填写确认日期"), render_kw={"type": "date"})


class ReasonForm(VersionedForm):
    """An act with a reason. The label says of what."""

    reason = TextAreaField(
        "原因",
        [*required("请填写原因"), validators.Length(max=500, message="最多 500 字")],
        [strip],
    )


class RevokeForm(ReasonForm):
    """number: typed again, so that nobody revokes the wrong one."""

    number = StringField("证书编号", required("请输入要撤销的证书编号"), [strip])

    def __init__(self, *args: object, expected: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._expected = expected

    def validate_number(self, field: Field) -> None:
        if checking.clean_number(field.data or "") != self._expected:
            raise ValidationError("与本证书的编号不一致，请核对后重新输入")


class PackageForm(ReasonForm):
    part = SelectField("下载范围", coerce=int)


class DecideForm(VersionedForm):
    """The approver's click: it carries the version of the list that was shown."""


class NumberForm(BaseForm):
    """The public check by number and name."""

    number = StringField(
        "证书编号",
        [*required("请填写证书编号"), validators.Length(max=60, message="证书编号共 22 位")],
        [strip],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    name = StringField(
        "持证人姓名",
        [*required("请填写持证人姓名"), validators.Length(max=60, message="姓名最多 60 字")],
        [strip],
    )

    def validate_number(self, field: Field) -> None:
        try:
            decode(checking.clean_number(field.data or ""))
        except BadNumber as reason:
            raise ValidationError(str(reason)) from reason
