"""Fields and syntax of the scoring screens; a grid is read cell by cell, every bad one named."""

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import HiddenField, StringField, TextAreaField, validators

from examsys.kernel.forms import BaseForm, VersionedForm, required, strip
from examsys.rules.marking import BadMark, Mark
from examsys.scoring.marks import read, shown
from examsys.scoring.models import Entry, Script
from examsys.scoring.service import Cell


class GridForm(BaseForm):
    """One pass over a component: `mark-<script>` typed, `seen-<script>` as `version|mark`."""

    mark = HiddenField()
    seen = HiddenField()
    act = HiddenField()

    def read(self, scripts: Sequence[Script]) -> list[Cell]:
        """Every cell the page sent; bad ones are named in `all_errors` and left out."""
        self.bad: dict[int, str] = {}
        self.typed: dict[int, str] = {}
        self.codes = {row.id: row.blind_code for row in scripts}
        cells = []
        for script_id in self.codes:
            text = request.form.get(f"mark-{script_id}")
            if text is None:
                continue
            self.typed[script_id] = text[:40]
            try:
                cells.append(_cell(script_id, text[:40]))
            except BadMark as error:
                self.bad[script_id] = str(error)
        return cells

    @property
    def submitting(self) -> bool:
        return bool(self.act.data == "submit")

    @property
    def all_errors(self) -> list[tuple[str, str, str]]:
        bad = getattr(self, "bad", {})
        named = [(f"mark-{key}", f"保密号 {self.codes[key]}", text) for key, text in bad.items()]
        return [*named, *super().all_errors]


def seen_text(entry: Entry | None) -> str:
    """What a cell's hidden field carries: the version and mark that the page shows."""
    return f"{entry.version}|{shown(entry.as_mark)}" if entry else "0|"


def _cell(script_id: int, text: str) -> Cell:
    version, _, before = request.form.get(f"seen-{script_id}", "0|").partition("|")
    number = int(version) if version.isdecimal() and len(version) < 10 else 0
    return Cell(script_id=script_id, mark=read(text), seen=_before(before), seen_version=number)


def _before(text: str) -> Mark | None:
    try:
        return read(text[:40])
    except BadMark:
        return None


def _reason(words: str) -> TextAreaField:
    return TextAreaField(
        words,
        [*required(f"请填写{words}"), validators.Length(max=500, message="最多 500 字")],
        [strip],
    )


class MarkForm(BaseForm):
    """One mark and why it is that."""

    mark = StringField(
        "成绩",
        required("请填写成绩"),
        [strip],
        description="0 至 100，可有一位小数；缺考填“缺”，违纪填“违”",
        render_kw={"inputmode": "decimal", "maxlength": 10},
    )
    reason = _reason("依据")

    def validate_mark(self, field: StringField) -> None:
        try:
            self.value = read(field.data or "")
        except BadMark as error:
            raise validators.ValidationError(str(error)) from None
        if self.value is None:
            raise validators.ValidationError("请填写成绩")

    @property
    def chosen(self) -> Mark:
        """The mark of an accepted form."""
        assert self.value is not None
        return self.value


class ReasonForm(BaseForm):
    reason = _reason("原因")


class ConfirmForm(BaseForm):
    note = TextAreaField(
        "异常核对说明", [validators.Length(max=2_000, message="最多 2000 字")], [strip]
    )


class PublishForm(BaseForm):
    """Nothing but the agreement to publish."""


class DecisionForm(VersionedForm):
    act = HiddenField()
    decision = _reason("审批意见")

    def validate_act(self, field: Any) -> None:
        if field.data not in ("accept", "refuse"):
            raise validators.ValidationError("请选择同意更正或不予更正")


class LookUpForm(BaseForm):
    """What a candidate holds: the ticket and the identity card."""

    ticket_no = StringField(
        "准考证号",
        [*required("请填写准考证号"), validators.Length(max=40, message="准考证号过长")],
        [strip],
        render_kw={"inputmode": "numeric"},
    )
    id_number = StringField(
        "身份证号",
        [*required("请填写身份证号"), validators.Length(max=40, message="身份证号过长")],
        [strip],
        description="最后一位是 X 的，大小写均可",
    )
