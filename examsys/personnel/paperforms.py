"""Fields of a person's papers; each form builds the verb's input."""

from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, RadioField, SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice

from examsys.kernel.errors import Invalid
from examsys.kernel.forms import BaseForm, choices, required
from examsys.personnel import scans, service
from examsys.personnel.forms import text
from examsys.personnel.models import (
    Agreement,
    PersonCertificate,
    Title,
    Violation,
    WorkPeriod,
)
from examsys.rules.assessing import (
    BASIS_WORDS,
    PHRASE_WORDS,
    VOICE_WORDS,
    Basis,
    Phrase,
    Voice,
)
from examsys.rules.credentials import (
    EVERY_LEVEL_WORD,
    WORDS,
    CertificateKind,
    CertificateStatus,
    TitleRank,
    WorkKind,
)
from examsys.rules.personnel import CLAUSES

OTHER = "其他"
OCCUPATIONS = CLAUSES["一（二）1（2）"].terms["occupations"]
MAJORS = CLAUSES["一（二）1（3）"].terms["majors"]


def words(kinds: Any) -> list[SelectChoice]:
    return choices((kind.value, WORDS[kind]) for kind in kinds)


def listed(names: tuple[str, ...], other: str) -> list[SelectChoice]:
    return choices([*((name, name) for name in names), (OTHER, other)])


class PaperForm(BaseForm):
    """Each of these has `paper()`: the verb's input."""

    def named(self, chosen: SelectField, other: StringField, message: str) -> bool:
        """Whether the name is given when “其他” is chosen."""
        if chosen.data == OTHER and not other.data:
            other.errors = [*other.errors, message]
            return False
        return True


class CertificateForm(PaperForm):
    occupation = SelectField(
        "职业", choices=listed(OCCUPATIONS, "其他职业（不计入考评、命题资格）")
    )
    occupation_other = text("其他职业名称", description="选择“其他职业”时填写。")
    kind = SelectField(
        "证书种类",
        choices=[
            *words((CertificateKind.SKILL_LEVEL, CertificateKind.QUALIFICATION)),
            SelectChoice(CertificateKind.OTHER.value, "其他证书（培训合格证等，不计入）"),
        ],
    )
    level = SelectField(
        "等级",
        choices=choices([("", "无等级"), *((str(n), w) for n, w in EVERY_LEVEL_WORD.items())]),
    )
    number = text("证书编号", most=60)
    issued_on = DateField("发证日期", required("请填写发证日期"))
    status = SelectField("证书状态", choices=words(CertificateStatus))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.kind.data != CertificateKind.OTHER and not self.level.data:
            self.level.errors = ["请选择证书等级"]
            sound = False
        return self.named(self.occupation, self.occupation_other, "请填写职业名称") and sound

    def paper(self) -> service.CertificateInput:
        other = self.occupation.data == OTHER
        return service.CertificateInput(
            occupation=(self.occupation_other if other else self.occupation).data,
            kind=self.kind.data,
            level=int(self.level.data) if self.level.data else None,
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            status=self.status.data,
        )


class TitleForm(PaperForm):
    name = text("职称名称", "请填写职称名称", most=40, description="如：经济师、讲师、高级经济师。")
    rank = SelectField("职称级别", choices=words(TitleRank), default=TitleRank.INTERMEDIATE.value)
    major = SelectField(
        "职称专业",
        choices=listed(MAJORS, "其他专业（须有认定决定）"),
        description="职称证书上的专业，不是学历的专业。",
    )
    major_other = text("其他专业名称", description="选择“其他专业”时填写。")
    granted_on = DateField(
        "取得日期", required("请填写取得日期"), description="取得职称的日期，不是证书打印日期。"
    )

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        return self.named(self.major, self.major_other, "请填写职称专业") and sound

    def paper(self) -> service.TitleInput:
        other = self.major.data == OTHER
        return service.TitleInput(
            name=self.name.data or "",
            rank=self.rank.data,
            major=(self.major_other if other else self.major).data,
            granted_on=self.granted_on.data,
        )


class WorkForm(PaperForm):
    kind = SelectField("工作性质", choices=words(WorkKind))
    employer = text("工作单位", "请填写工作单位")
    duty = text("岗位")
    started_on = DateField("开始日", required("请填写开始日"))
    ended_on = DateField(
        "最后日", [validators.Optional()], description="在岗的最后一天，当天计入；仍在岗的不填。"
    )

    def paper(self) -> service.WorkInput:
        return service.WorkInput(
            kind=self.kind.data,
            employer=self.employer.data or "",
            duty=self.duty.data or "",
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
        )


class AgreementForm(PaperForm):
    signed_on = DateField("签订日", required("请填写签订日"))
    until = DateField("有效期至", required("请填写有效期截止日"), description="当天仍有效。")

    def paper(self) -> service.AgreementInput:
        return service.AgreementInput(signed_on=self.signed_on.data, until=self.until.data)


class ViolationForm(PaperForm):
    committed_on = DateField("发生日期", required("请填写发生日期"))
    kind = text("纪录种类", "请填写纪录种类", description="如：行政处罚、党纪政务处分、失信记录。")
    note = text("说明", most=300)

    def paper(self) -> service.ViolationInput:
        return service.ViolationInput(
            committed_on=self.committed_on.data,
            kind=self.kind.data or "",
            note=self.note.data or "",
        )


class AssessmentForm(BaseForm):
    phrase = SelectField(
        "通知的要求", choices=choices((k.value, w) for k, w in PHRASE_WORDS.items())
    )
    voice = SelectField("出具方", choices=choices((k.value, w) for k, w in VOICE_WORDS.items()))
    answer = RadioField(
        "结论",
        choices=choices([("yes", "符合"), ("no", "不符合")]),
        validators=required("请选择结论"),
    )
    assessor = text("出具人", most=50, description="单位或评价机构出具意见的人；本人声明的不填。")
    given_on = DateField("出具日期", required("请填写出具日期"))

    def said(self) -> service.AssessmentInput:
        return service.AssessmentInput(
            phrase=Phrase(self.phrase.data),
            voice=Voice(self.voice.data),
            answer=self.answer.data == "yes",
            assessor=self.assessor.data or "",
            given_on=self.given_on.data,
        )


class ScanForm(BaseForm):
    scan = FileField(
        "扫描件",
        description="PDF、JPG 或 PNG，不超过 10 MB。",
        render_kw={"accept": scans.ACCEPT},
    )

    @property
    def has_file(self) -> bool:
        return bool(self.scan.data and self.scan.data.filename)

    def chosen(self) -> scans.Scan:
        """raises: Invalid when no file was chosen or it is not what its name says."""
        file: FileStorage | None = self.scan.data
        if file is None or not file.filename:
            raise Invalid("请选择扫描件。")
        return scans.read(file.filename, file.read(scans.LARGEST + 1))


class RecordForm(ScanForm):
    basis = SelectField("依据", choices=choices(BASIS_WORDS.items()))
    given_on = DateField("出具日期", required("请填写出具日期"))

    @property
    def chosen_basis(self) -> Basis:
        return Basis(self.basis.data)


class VerifyForm(BaseForm):
    result = RadioField(
        "核验结论",
        choices=choices([("verified", "已核验，与扫描件一致"), ("mismatch", "与扫描件不符")]),
        validators=required("请选择核验结论"),
    )
    note = text("说明", most=200, description="不符的，写明哪一项不符。")


# In the address: what it is called, its form, its table.
PAPERS: dict[str, tuple[str, type[Any], type[Any]]] = {
    "certificates": ("证书", CertificateForm, PersonCertificate),
    "titles": ("职称", TitleForm, Title),
    "work": ("工作经历", WorkForm, WorkPeriod),
    "agreements": ("保密协议", AgreementForm, Agreement),
    "violations": ("违法违纪和不良行为纪录", ViolationForm, Violation),
}
