"""Forms of year-end reports."""

from datetime import date

from wtforms import BooleanField, DateField, IntegerField, StringField, validators

from examsys.kernel.forms import BaseForm, VersionedForm, required, strip


class BuildForm(BaseForm):
    """Which year, counted up to which day."""

    year = IntegerField(
        "年度",
        [*required("请填写年度。"), validators.NumberRange(2000, 2100, "年度为四位数字。")],
    )
    cut_off = DateField(
        "数据截止日",
        required("请填写数据截止日。"),
        description="年底前报送时年度尚未结束，须注明统计到哪一天；之后的情况另编补充报告。",
    )

    def suggest(self, today: date) -> None:
        self.year.data, self.cut_off.data = today.year, today


class SealForm(VersionedForm):
    """The second person's word that the report is right."""

    checked = BooleanField("已核对各项数据、名单和口径说明", required("请核对后勾选。"))


class ReasonForm(BaseForm):
    """Why a package with full ID numbers leaves the house."""

    reason = StringField(
        "用途",
        [*required("请填写用途。"), validators.Length(max=200, message="用途不超过 200 字。")],
        filters=[strip],
        description="例如：向省人力资源和社会保障厅报送。数据包含完整证件号码，下载将记入审计日志。",
    )
