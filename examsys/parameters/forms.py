"""Forms of parameters and calendar: text, day and origin; the catalogue judges the value."""

from wtforms import DateField, RadioField, SelectField, StringField, validators

from examsys.kernel.forms import BaseForm, choices, required, strip
from examsys.rules.parameters import Parameter, ParameterType

SOURCE = [
    validators.DataRequired("请填写依据，例如文件名称和文号。"),
    validators.Length(max=200, message="不超过 200 个字。"),
]
DAY = required("请按 2026-11-21 的样式填写日期。")


class ValueForm(BaseForm):
    """A new value of one parameter."""

    value = StringField("新值", required("请填写新值。"), filters=[strip])
    valid_from = DateField("生效日期", DAY)
    source_note = StringField("依据", SOURCE, filters=[strip])


class ChoiceForm(BaseForm):
    """The same for a parameter whose values are a short list."""

    value = SelectField("新值", required("请选择新值。"))
    valid_from = DateField("生效日期", DAY)
    source_note = StringField("依据", SOURCE, filters=[strip])


class DayForm(BaseForm):
    """What kind of day a day is."""

    working = RadioField(
        "当日安排",
        required("请选择工作日或休息日。"),
        choices=choices([("work", "工作日"), ("rest", "休息日")]),
    )
    note = StringField(
        "说明",
        [
            validators.DataRequired("请填写说明，例如“国庆节”或“国庆节调休”。"),
            validators.Length(max=40, message="不超过 40 个字。"),
        ],
        filters=[strip],
    )
    source = StringField("依据", SOURCE, filters=[strip])


class CoverForm(BaseForm):
    """The arrangements of a year are complete."""

    source = StringField("依据", SOURCE, filters=[strip])


def value_form(parameter: Parameter) -> ValueForm | ChoiceForm:
    """The form that fits the parameter's type."""
    pairs = list(parameter.choices)
    if parameter.type is ParameterType.BOOL:
        pairs = [("是", "是"), ("否", "否")]
    if not pairs or parameter.type is ParameterType.WORDING:
        text = ValueForm.bind()
        text.value.description = "".join(f"{{{name}}}填入{word}。" for name, word in pairs)
        return text
    form = ChoiceForm.bind()
    form.value.choices = choices(pairs)
    return form
