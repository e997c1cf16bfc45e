"""Fields of regime versions: the document, its days, and where each demanded point stands."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, FieldList, StringField, TextAreaField, validators

from examsys.kernel.errors import Invalid
from examsys.kernel.forms import VersionedForm, required, strip
from examsys.regimes import documents
from examsys.regimes.documents import Document
from examsys.regimes.models import RegimeVersion
from examsys.regimes.service import Draft

MOST_POINTS = 12
STORED = ("title", "effective_from", "owner", "review_on", "version")


def text(label: str, message: str, *, most: int = 100, description: str = "") -> StringField:
    limit = validators.Length(max=most, message=f"最多 {most} 字")
    return StringField(label, [*required(message), limit], [strip], description=description)


def day(label: str, message: str, *, description: str = "") -> DateField:
    return DateField(label, required(message), description=description)


class VersionForm(VersionedForm):
    """A version while it is drafted. The file is asked for once and may be replaced."""

    title = text("文件名称", "请填写文件名称", description="如：试题管理规定（2026年修订）")
    document = FileField(
        "制度文件",
        description="PDF 或 DOCX，不超过 10 MB。",
        render_kw={"accept": documents.ACCEPT},
    )
    effective_from = day("施行日期", "请填写施行日期", description="自这一天起替代此前的版本。")
    owner = text("责任人", "请填写责任人", most=50, description="负责执行和复核这项制度的人。")
    review_on = day("下次复核日期", "请填写下次复核日期", description="到期后在工作台提醒。")
    places = FieldList(
        StringField("条款", [validators.Length(max=60, message="最多 60 字")], [strip]),
        max_entries=MOST_POINTS,
    )

    @classmethod
    def of(cls, points: Sequence[str], row: RegimeVersion | None) -> "VersionForm":
        """The form with one line for every demanded point, filled from what is stored."""
        places = {} if row is None else row.places
        shown = {} if row is None else {name: getattr(row, name) for name in STORED}
        form = cls.bind(places=[places.get(point, "") for point in points], **shown)
        for entry, point in zip(form.places.entries, points, strict=False):
            entry.label.text = point
        return form

    def draft(self, points: Sequence[str]) -> Draft:
        places = [entry.data or "" for entry in self.places.entries]
        return Draft(
            title=self.title.data or "",
            owner=self.owner.data or "",
            effective_from=self.effective_from.data,
            review_on=self.review_on.data,
            places=dict(zip(points, places, strict=False)),
        )

    @property
    def has_file(self) -> bool:
        chosen: FileStorage | None = self.document.data
        return bool(chosen and chosen.filename)

    def chosen(self) -> Document:
        """raises: Invalid when no file was chosen or it is not what its name says."""
        if not self.has_file:
            raise Invalid("请选择制度文件。")
        file: FileStorage = self.document.data
        return documents.read(file.filename or "", file.read(documents.LARGEST + 1))


class ReasonForm(VersionedForm):
    reason = TextAreaField(
        "原因",
        [*required("请填写原因"), validators.Length(max=300, message="最多 300 字")],
        [strip],
    )


class WithdrawForm(ReasonForm):
    on = day("废止日期", "请填写废止日期", description="自这一天起不再施行。")


class ReviewForm(VersionedForm):
    next_on = day("下次复核日期", "请填写下次复核日期")
