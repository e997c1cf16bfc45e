"""Forms of the accounts feature: fields and syntax."""

from wtforms import (
    HiddenField,
    PasswordField,
    SelectMultipleField,
    StringField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from examsys.kernel.forms import BaseForm, VersionedForm, required, strip
from examsys.rules.permissions import ROLE_LABELS

LOGIN = r"^[a-z][a-z0-9._-]{2,31}$"


def _password(label: str, message: str, *, autocomplete: str) -> PasswordField:
    limits = [*required(message), validators.Length(max=256, message="口令过长，请核对。")]
    return PasswordField(label, limits, render_kw={"autocomplete": autocomplete})


class SignInForm(BaseForm):
    login = StringField(
        "账号",
        [*required("请填写账号。"), validators.Length(max=64, message="账号过长，请核对。")],
        filters=[strip],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = _password("口令", "请填写口令。", autocomplete="current-password")
    next = HiddenField()


class CodeForm(BaseForm):
    code = StringField(
        "动态验证码",
        [*required("请填写动态验证码。"), validators.Length(max=40, message="验证码过长。")],
        filters=[strip],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True},
    )
    next = HiddenField()


class EnrolForm(BaseForm):
    secret = HiddenField(
        validators=[validators.Regexp(r"^[A-Z2-7]{32}$", message="请刷新本页后重试。")]
    )
    code = StringField(
        "动态验证码",
        [
            *required("请填写手机上显示的6位数字。"),
            validators.Length(max=10, message="验证码为6位数字。"),
        ],
        filters=[strip],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    next = HiddenField()


class PasswordForm(BaseForm):
    current = _password("现用口令", "请填写现用口令。", autocomplete="current-password")
    fresh = _password("新口令", "请填写新口令。", autocomplete="new-password")
    again = _password("再次输入新口令", "请再次输入新口令。", autocomplete="new-password")
    next = HiddenField()

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.fresh.data:
            raise validators.ValidationError("两次输入的新口令不一致，请重新输入。")


def _login_field() -> StringField:
    return StringField(
        "账号",
        [
            *required("请填写账号。"),
            validators.Regexp(
                LOGIN, message="账号为3至32位小写字母、数字、点、下划线或连字符，以字母开头。"
            ),
        ],
        filters=[strip],
        description="一人一号，启用后不再改名，也不转给他人使用。",
    )


def _name_field() -> StringField:
    return StringField(
        "姓名",
        [*required("请填写姓名。"), validators.Length(max=60, message="姓名最多60个字。")],
        filters=[strip],
    )


def _id_number_field() -> StringField:
    return StringField(
        "身份证号",
        [*required("请填写身份证号。"), validators.Length(max=40, message="身份证号为18位。")],
        filters=[strip],
        description="加密保存，用于核对一人一号；页面只显示后四位。",
    )


def _roles_field() -> SelectMultipleField:
    return SelectMultipleField(
        "岗位",
        required("请至少选择一个岗位。"),
        choices=[SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="系统管理员、审计员不得兼任其他岗位。",
        validate_choice=True,
    )


class AccountForm(BaseForm):
    login = _login_field()
    name = _name_field()
    id_number = _id_number_field()
    roles = _roles_field()


class RolesForm(VersionedForm):
    roles = _roles_field()


class FirstRunForm(BaseForm):
    code = StringField(
        "一次性代码",
        required("请填写启动终端中显示的一次性代码。"),
        filters=[strip],
        description="代码显示在启动本系统的终端窗口中。",
    )
    login = _login_field()
    name = _name_field()
    id_number = _id_number_field()
    password = _password("口令", "请填写口令。", autocomplete="new-password")
    again = _password("再次输入口令", "请再次输入口令。", autocomplete="new-password")

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise validators.ValidationError("两次输入的口令不一致，请重新输入。")
