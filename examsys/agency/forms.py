"""Forms of the agency feature: shape of codes and numbers; the verbs decide the rest."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from stdnum.cn import uscc as uscc_number
from wtforms import DateField, IntegerField, SelectField, StringField, ValidationError, validators

from examsys.agency.codes import CATEGORY_LABELS, KIND_LABELS, AgencyKind, Category
from examsys.agency.service import Profile, SiteIntake
from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.rules.certificate import PROVINCES
from examsys.rules.states import LEVELS

CHOOSE = ("", "请选择")
PROVINCE_CHOICES = choices(
    [CHOOSE, *((code, f"{code} {name}") for code, name in PROVINCES.items())]
)
WRONG_CODE = "由数字组成，共 {} 位，请对照备案批复填写。"


def digits(count: int) -> validators.Regexp:
    return validators.Regexp(rf"^[0-9]{{{count}}}\Z", message=WRONG_CODE.format(count))


def upper(text: str | None) -> str | None:
    """A WTForms filter: letters of a code are upper case."""
    return text.upper() if isinstance(text, str) else text


def text(label: str, *, say: str, longest: int = 100, also: Sequence[Any] = ()) -> StringField:
    limit = validators.Length(max=longest, message=f"不超过 {longest} 个字。")
    return StringField(label, [validators.DataRequired(say), limit, *also], filters=[strip])


class ProfileForm(VersionedForm):
    """The agency's profile."""

    name = text("机构名称", say="请填写机构全称。")
    kind = SelectField(
        "机构性质", required("请选择机构性质。"), choices=choices([CHOOSE, *KIND_LABELS.items()])
    )
    uscc = StringField(
        "统一社会信用代码", required("请填写统一社会信用代码。"), filters=[strip, upper]
    )
    legal_person = text("法定代表人", say="请填写法定代表人姓名。", longest=50)
    address = text("地址", say="请填写机构地址。", longest=200)
    phone = text("联系电话", say="请填写对外公布的联系电话。", longest=40)
    filing_authority = text("备案机关", say="请填写受理备案的人力资源社会保障部门。")
    category_code = SelectField(
        "评价机构类别代码",
        required("请选择批复中的类别代码。"),
        choices=choices([CHOOSE, *CATEGORY_LABELS.items()]),
        description="以备案机关批复为准，与机构性质无对应关系。",
    )
    agency_code = text("评价机构代码", say="请填写 4 位机构代码。", also=[digits(4)])
    province_code = SelectField("省级代码", required("请选择省级代码。"), choices=PROVINCE_CHOICES)

    def validate_uscc(self, field: StringField) -> None:
        if not uscc_number.is_valid(field.data or ""):
            raise ValidationError("18 位代码与校验位不符，请对照登记证书核对。")

    def profile(self) -> Profile:
        return Profile(
            name=self.name.data or "",
            kind=AgencyKind(self.kind.data),
            category_code=Category(self.category_code.data),
            agency_code=self.agency_code.data or "",
            province_code=self.province_code.data,
            uscc=self.uscc.data or "",
            legal_person=self.legal_person.data or "",
            address=self.address.data or "",
            phone=self.phone.data or "",
            filing_authority=self.filing_authority.data or "",
        )


class SiteForm(VersionedForm):
    """One site."""

    name = text("考点名称", say="请填写考点名称。")
    address = text("地址", say="请填写考点地址。", longest=200)
    province_code = SelectField("省级代码", required("请选择省级代码。"), choices=PROVINCE_CHOICES)
    serial = text("站点序列码", say="请填写 6 位站点序列码。", also=[digits(6)])
    capacity = IntegerField(
        "容纳人数",
        [
            validators.InputRequired("请填写整数的容纳人数。"),
            validators.NumberRange(1, 100_000, message="容纳人数应在 1 至 100000 之间。"),
        ],
    )

    def intake(self) -> SiteIntake:
        return SiteIntake(
            name=self.name.data or "",
            address=self.address.data or "",
            province_code=self.province_code.data,
            serial=self.serial.data or "",
            capacity=self.capacity.data or 0,
        )


class LevelForm(BaseForm):
    """One level on file."""

    level = SelectField(
        "职业技能等级",
        required("请选择等级。"),
        choices=choices([CHOOSE, *((str(level), name) for level, name in LEVELS.items())]),
    )
    filed_on = DateField("备案日期", required("请按 2026-11-21 的样式填写备案日期。"))
    receipt_no = text("备案回执编号", say="请填写备案回执或批复的文号。")


class SealForm(VersionedForm):
    """The picture of the seal."""

    picture = FileField(
        "印章图样",
        [FileRequired("请选择印章图样的图片文件。")],
        description="PNG 或 JPG 图片，每边至少 200 像素，不超过 4 MB。",
        render_kw={"accept": ".png,.jpg,.jpeg"},
    )
