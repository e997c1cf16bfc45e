"""Forms of the archive."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, validators

from examsys.kernel.forms import BaseForm, required, strip


class FileForm(BaseForm):
    """The file of one entry."""

    file = FileField("材料文件", [FileRequired("请选择文件。")])


class ReasonForm(BaseForm):
    """Why an entry is waived, or why files leave the archive."""

    reason = StringField(
        "原因",
        [*required("请填写原因。"), validators.Length(max=200, message="原因不超过 200 字。")],
        filters=[strip],
    )
