"""Fields of items, of reviews, and of the table of specification."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)

from examsys.bank.models import SpecPoint, SpecRange, SpecTable
from examsys.bank.service import ItemDraft, PointRow, RangeRow
from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.kernel.stagingpages import UploadForm
from examsys.rules.states import LEVELS, Component
from question_bank import DIFFICULTY_NAMES, Card, Kind, Question, RubricLine

OPTIONS = {Kind.SINGLE: 4, Kind.MULTIPLE: 5}
WRITTEN = frozenset({Kind.SHORT, Kind.CASE})
LETTERS = "ABCDE"
RUBRIC_ROWS = 8
MARKS = r"^\d{1,3}(\.\d)?$"


def long_text(label: str, message: str = "", *, most: int = 4_000, **over: Any) -> TextAreaField:
    """Lines of text; required when `message` says what to fill in."""
    checks = [*required(message)] if message else [validators.Optional()]
    limit = validators.Length(max=most, message=f"最多 {most} 字")
    return TextAreaField(label, [*checks, limit], [strip], **over)


class RubricRow(Form):  # type: ignore[misc] # WTForms carries no types
    """One thing to award marks for."""

    text = StringField("得分点", [validators.Length(max=500, message="得分点最多 500 字")], [strip])
    marks = StringField(
        "分值",
        [validators.Optional(), validators.Regexp(MARKS, message="分值应为数字，最多一位小数")],
        [strip],
        render_kw={"inputmode": "decimal"},
    )


class ItemForm(VersionedForm):
    """One item; `shape` leaves the fields that its kind has."""

    writer_id = SelectField("命题人", description="代命题专家录入时选择；须在聘并有有效保密协议")
    point_code = SelectField("鉴定点", validators=required("请选择鉴定点"))
    difficulty = SelectField(
        "难度", choices=choices((str(n), f"{n} {word}") for n, word in DIFFICULTY_NAMES.items())
    )
    stem = long_text("题干", "请填写题干", render_kw={"rows": 5})
    options = FieldList(
        StringField("选项", [validators.Length(max=1_000, message="选项最多 1000 字")], [strip]),
        min_entries=5,
        max_entries=5,
    )
    letter = RadioField("正确选项", validators=required("请选择正确选项"), validate_choice=True)
    letters = SelectMultipleField(
        "正确选项",
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        validators=required("请勾选正确选项"),
    )
    truth = RadioField(
        "答案",
        choices=choices([("√", "√ 正确"), ("×", "× 错误")]),
        validators=required("请选择答案"),
    )
    answer = long_text("参考答案", "请填写参考答案", render_kw={"rows": 6})
    marks = StringField(
        "配分",
        [
            *required("请填写这道题的满分"),
            validators.Regexp(MARKS, message="配分应为数字，最多一位小数"),
        ],
        [strip],
        render_kw={"inputmode": "decimal"},
        description="应等于各得分点分值之和",
    )
    rubric = FieldList(FormField(RubricRow), min_entries=RUBRIC_ROWS, max_entries=30)
    explanation = long_text("解析", render_kw={"rows": 3})
    basis = StringField(
        "依据",
        [validators.Length(max=500, message="依据最多 500 字")],
        [strip],
        description="所依据的法律条文或标准，写到条，如《劳动合同法》第十条",
    )

    def shape(self, kind: Kind) -> None:
        """Drop what this kind of item does not have."""
        answers = {Kind.SINGLE: "letter", Kind.MULTIPLE: "letters", Kind.TRUE_FALSE: "truth"}
        kept = {answers.get(kind, "answer")}
        kept |= {"options"} if kind in OPTIONS else set()
        kept |= {"marks", "rubric"} if kind in WRITTEN else set()
        for name in ("options", "letter", "letters", "truth", "answer", "marks", "rubric"):
            if name not in kept:
                del self[name]
        if kind in OPTIONS:
            while len(self.options.entries) > OPTIONS[kind]:
                self.options.entries.pop()
            for letter, entry in zip(LETTERS, self.options.entries, strict=False):
                entry.label.text = f"选项 {letter}"
            field = self.letter if kind is Kind.SINGLE else self.letters
            field.choices = choices((x, x) for x in LETTERS[: OPTIONS[kind]])

    def offer(
        self,
        table: SpecTable | None,
        writers: Iterable[tuple[int, str]] | None,
        *,
        nobody: str = "本人",
    ) -> None:
        """The points of the table in force; writers where the office enters for others."""
        points = table.points if table else []
        self.point_code.choices = choices((p.code, f"{p.code} {p.name}") for p in points)
        if writers is None:
            del self.writer_id
        else:
            named = [(str(person_id), name) for person_id, name in writers]
            self.writer_id.choices = choices([("", nobody), *named])

    def show(self, card: Card, question: Question) -> None:
        """Fill in what is stored."""
        self.version.data = str(card.ref.version)
        self.point_code.data, self.difficulty.data = card.point_code, str(card.difficulty)
        self.stem.data, self.basis.data = question.stem, question.basis
        self.explanation.data = question.explanation
        if card.kind in OPTIONS:
            for entry, text in zip(self.options.entries, question.options, strict=False):
                entry.data = text
        if card.kind is Kind.SINGLE:
            self.letter.data = question.answer
        elif card.kind is Kind.MULTIPLE:
            self.letters.data = list(question.answer)
        elif card.kind is Kind.TRUE_FALSE:
            self.truth.data = question.answer
        else:
            self.answer.data = question.answer
            self.marks.data = _plain(card.marks)
            while len(self.rubric.entries) < min(len(question.rubric), 30):
                self.rubric.append_entry()
            for row, line in zip(self.rubric.entries, question.rubric, strict=False):
                row.form.text.data, row.form.marks.data = line.text, _plain(line.marks)

    def draft(self, *, level: int, component: Component, kind: Kind) -> ItemDraft:
        writer = self.writer_id.data if "writer_id" in self else ""
        written = kind in WRITTEN
        return ItemDraft(
            level=level,
            component=component,
            point_code=self.point_code.data,
            kind=kind,
            difficulty=int(self.difficulty.data),
            question=self._question(kind),
            marks=Decimal(self.marks.data) if written else None,
            writer_id=int(writer) if writer else None,
        )

    def _question(self, kind: Kind) -> Question:
        options = [entry.data or "" for entry in self.options.entries] if kind in OPTIONS else []
        while len(options) > 4 and not options[-1]:
            options.pop()  # the fifth option of a multiple choice may stay empty
        return Question(
            stem=self.stem.data or "",
            options=tuple(options),
            answer=self._answer(kind),
            explanation=self.explanation.data or "",
            basis=self.basis.data or "",
            rubric=self._rubric() if kind in WRITTEN else (),
        )

    def _answer(self, kind: Kind) -> str:
        if kind is Kind.MULTIPLE:
            return "".join(sorted(self.letters.data))
        fields = {Kind.SINGLE: "letter", Kind.TRUE_FALSE: "truth"}
        return str(self[fields.get(kind, "answer")].data or "")

    def _rubric(self) -> tuple[RubricLine, ...]:
        rows = [(row.form.text.data or "", row.form.marks.data or "0") for row in self.rubric]
        return tuple(
            RubricLine(text, Decimal(marks)) for text, marks in rows if text or marks != "0"
        )


class OpenForm(BaseForm):
    """Why somebody wants to read a text."""

    version = SelectField("版本")
    reason = StringField(
        "查看理由",
        [*required("请填写查看理由"), validators.Length(max=200, message="最多 200 字")],
        [strip],
    )


class ReviewForm(VersionedForm):
    comment = long_text("审题意见", most=1_000, description="退回修改时必填，写清哪里要改、怎样改")
    decision = SelectField("结论", choices=choices([("pass", "通过"), ("return", "退回修改")]))


class ReasonForm(BaseForm):
    reason = long_text("原因", "请填写原因", most=500)


class ItemUploadForm(UploadForm):
    level = SelectField("等级", choices=choices((str(n), word) for n, word in LEVELS.items()))
    writer_id = SelectField("命题人", description="须在聘该等级命题专家，并有有效的保密协议")


class RowForm(VersionedForm):
    """A range or a point of a table that is being edited."""

    code = StringField("代码", required("请填写代码，如 B-A 或 B-A-001"), [strip])
    name = StringField(
        "名称",
        [*required("请填写名称"), validators.Length(max=200, message="最多 200 字")],
        [strip],
    )
    theory_weight = StringField(
        "理论比重",
        [validators.Optional(), validators.Regexp(MARKS, message="比重应为数字，最多一位小数")],
        [strip],
        description="只有范围填写，占整卷的百分比，不考的填 0",
    )
    skill_weight = StringField(
        "技能比重",
        [validators.Optional(), validators.Regexp(MARKS, message="比重应为数字，最多一位小数")],
        [strip],
        description="只有范围填写",
    )
    importance = SelectField(
        "重要程度",
        choices=choices([("", "这一行是范围"), ("X", "X 核心"), ("Y", "Y 一般"), ("Z", "Z 辅助")]),
        description="只有鉴定点填写",
    )

    def show(self, row: SpecRange | SpecPoint) -> None:
        self.code.data, self.name.data = row.code, row.name
        if isinstance(row, SpecPoint):
            self.importance.data = row.importance
        else:
            self.theory_weight.data = _plain(row.theory_weight)
            self.skill_weight.data = _plain(row.skill_weight)

    def row(self) -> RangeRow | PointRow | None:
        """None, with a message, when it is neither a range nor a point."""
        weighed = bool(self.theory_weight.data or self.skill_weight.data)
        if weighed == bool(self.importance.data):
            self.form_errors.append("范围填比重，鉴定点填重要程度，两者只填一种，请更正。")
            return None
        code, name = (self.code.data or "").upper(), self.name.data or ""
        if self.importance.data:
            return PointRow(code, name, self.importance.data)
        theory, skill = self.theory_weight.data or "0", self.skill_weight.data or "0"
        return RangeRow(code, name, Decimal(theory), Decimal(skill))


class EnactForm(BaseForm):
    effective_from = DateField("生效日期", required("请填写生效日期"))


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
