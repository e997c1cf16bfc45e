"""Fields of registrations, reviews, seats; each builds its verb's input."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)

from examsys.candidates import intake as said
from examsys.candidates import words
from examsys.candidates.intake import CandidateIntake
from examsys.candidates.plan import ORDER_WORDS
from examsys.candidates.service import REJECT_REASONS
from examsys.kernel.errors import Invalid
from examsys.kernel.forms import BaseForm, VersionedForm, choices, required, strip
from examsys.kernel.textual import full_width_to_ascii
from examsys.rules.identity import BadIdentity, read_resident_id

BLANK = (("", "—"),)
SEAT = re.compile(r"(\d{1,3})-(\d{1,3})")


def _select(text: str, pairs: words.Pairs) -> SelectField:
    return SelectField(text, choices=choices((*BLANK, *pairs)), default="")


def _day(text: str) -> DateField:
    return DateField(text, [validators.Optional()])


def _text(text: str, length: int = 60) -> StringField:
    return StringField(text, [validators.Length(max=length, message=f"最多 {length} 字")], [strip])


class CertificateRow(Form):  # type: ignore[misc]
    kind = _select("证书类型", words.CERTIFICATE_KINDS)
    occupation = _text("职业")
    level = _select("等级", words.LEVEL_WORDS)
    issued_on = _day("取得日期")
    decision = _select("是否认可为相关职业", words.DECISIONS)


class TitleRow(Form):  # type: ignore[misc]
    rank = _select("职称级别", words.TITLE_RANKS)
    name = _text("职称名称")
    major = _text("职称专业")
    granted_on = _day("取得日期")
    decision = _select("是否认可为相关专业", words.DECISIONS)


class EducationRow(Form):  # type: ignore[misc]
    kind = _select("学历", words.EDUCATION_KINDS)
    major = _text("所学专业")
    relation = _select("专业类别", words.RELATIONS)
    status = _select("毕业状态", words.EDUCATION_STATUSES)
    on = _day("毕业日期")
    evaluated = _select("经评估论证学校", words.YES_NO)


class WorkRow(Form):  # type: ignore[misc]
    kind = _select("工作类别", words.WORK_KINDS)
    since = _day("起始日")
    last = _day("截止日（在职留空）")


class RegistrationForm(VersionedForm):
    """One person's registration, new or changed."""

    name = StringField(
        "姓名",
        [*required("请按证件填写姓名"), validators.Length(max=40, message="最多 40 字")],
        [strip],
    )
    id_number = StringField("身份证号", required("请填写 18 位身份证号"), [strip])
    phone = StringField("手机号码", required("请填写 11 位手机号码"), [strip])
    employer = _text("工作单位", 80)
    certificates = FieldList(
        FormField(CertificateRow), "职业技能证书", min_entries=2, max_entries=6
    )
    titles = FieldList(FormField(TitleRow), "职称", min_entries=1, max_entries=4)
    education = FieldList(FormField(EducationRow), "学历", min_entries=2, max_entries=6)
    work = FieldList(FormField(WorkRow), "工作经历", min_entries=4, max_entries=12)

    def validate_id_number(self, field: StringField) -> None:
        if not field.data:
            return
        try:
            read_resident_id(field.data)
        except BadIdentity as error:
            raise validators.ValidationError(str(error)) from None

    def show(self, *, facts: Mapping[str, Any]) -> None:
        """Fill the rows from what is on record, with empty ones to write on."""
        for field, fill in _SECTIONS.items():
            rows = getattr(self, field)
            kept = facts.get(field)
            while len(rows) < len(kept or ()) + 1 and len(rows) < rows.max_entries:
                rows.append_entry()
            if kept == []:
                _first(rows)[0].data = said.NONE
            for entry, row in zip(rows, kept or (), strict=False):
                for name, value in fill(row).items():
                    entry.form[name].data = value

    def intake(
        self, *, on: date, judged_on: date, id_number: str = "", phone: str = ""
    ) -> CandidateIntake:
        """judged_on: the day that decisions about related occupations are taken for.

        id_number, phone: what stays where the form was left empty.

        raises: rules.identity.BadIdentity.
        """
        day = judged_on
        rows = {name: [entry.form.data for entry in getattr(self, name)] for name in _SECTIONS}
        facts = {
            "certificates": said.listed(_certificate(row, on=day) for row in rows["certificates"]),
            "titles": said.listed(_title(row, on=day) for row in rows["titles"]),
            "education": said.listed(_education(row) for row in rows["education"]),
            "work": said.listed(said.work(**row) for row in rows["work"]),
        }
        return said.intake(
            name=self.name.data or "",
            id_number=self.id_number.data or id_number,
            phone=self.phone.data or phone,
            employer=self.employer.data or "",
            facts=facts,
            on=on,
        )


class ChangeForm(RegistrationForm):
    """As registered; numbers that stay as they are need not be shown to be kept."""

    id_number = StringField("身份证号", [validators.Optional()], [strip])
    phone = StringField("手机号码", [validators.Optional()], [strip])


def _first(rows: FieldList) -> list[Any]:
    return list(rows[0].form)


def _decision(row: Mapping[str, Any], *, on: date) -> dict[str, Any] | None:
    if not row["decision"]:
        return None
    word = words.of(words.DECISIONS, row["decision"])
    return {"accepted": row["decision"] == "yes", "reason": word, "on": on.isoformat()}


def _certificate(row: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    return said.certificate(
        kind=row["kind"],
        occupation=row["occupation"],
        level=int(row["level"]) if row["level"] else None,
        issued_on=row["issued_on"],
        equivalence=_decision(row, on=on),
    )


def _title(row: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    return said.title(
        rank=row["rank"],
        name=row["name"],
        major=row["major"],
        granted_on=row["granted_on"],
        equivalence=_decision(row, on=on),
    )


def _education(row: Mapping[str, Any]) -> dict[str, Any]:
    evaluated = {"yes": True, "no": False}.get(row["evaluated"])
    rest = {name: row[name] for name in ("kind", "major", "relation", "status", "on")}
    return said.education(**rest, evaluated=evaluated)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decided(row: Mapping[str, Any]) -> str:
    equivalence = row.get("equivalence")
    return "" if not equivalence else "yes" if equivalence.get("accepted") else "no"


def _shown_certificate(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"] or "",
        "occupation": row["occupation"],
        "level": str(row["level"] or ""),
        "issued_on": _date(row["issued_on"]),
        "decision": _decided(row),
    }


def _shown_title(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rank": row["rank"] or "",
        "name": row["name"],
        "major": row["major"],
        "granted_on": _date(row["granted_on"]),
        "decision": _decided(row),
    }


def _shown_education(row: Mapping[str, Any]) -> dict[str, Any]:
    evaluated = {True: "yes", False: "no"}.get(row["evaluated"], "")
    words_of = {name: row[name] or "" for name in ("kind", "relation", "status")}
    return {**words_of, "major": row["major"], "on": _date(row["on"]), "evaluated": evaluated}


def _shown_work(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"] or "",
        "since": _date(row["from"]),
        "last": said.last_day(row),
    }


_SECTIONS = {
    "certificates": _shown_certificate,
    "titles": _shown_title,
    "education": _shown_education,
    "work": _shown_work,
}


class PhotoForm(BaseForm):
    photo = FileField(
        "照片", [FileRequired("请选择照片文件。")], render_kw={"accept": ".jpg,.jpeg,.png"}
    )


class PhotoPackageForm(BaseForm):
    package = FileField(
        "照片压缩包", [FileRequired("请选择 .zip 文件。")], render_kw={"accept": ".zip"}
    )


class ReasonForm(VersionedForm):
    """Why something is given back or withdrawn."""

    reason = TextAreaField(
        "原因",
        [*required("请写明原因"), validators.Length(max=300, message="最多 300 字")],
        [strip],
    )


class RejectForm(VersionedForm):
    code = SelectField(
        "不通过的原因",
        required("请选择不通过的原因"),
        choices=choices((*BLANK, *REJECT_REASONS.items())),
    )
    text = TextAreaField("说明", [validators.Length(max=300, message="最多 300 字")], [strip])


class VersionForm(VersionedForm):
    """Nothing but the version that the page showed."""


class SeatForm(BaseForm):
    order = SelectField(
        "编排方式",
        required("请选择编排方式"),
        choices=choices((order.value, words_of) for order, words_of in ORDER_WORDS.items()),
    )


class SwapForm(BaseForm):
    """Two seats, each written as room-seat."""

    one = StringField("座位甲", required("请填写座位，如 1-5"), [strip])
    other = StringField("座位乙", required("请填写座位，如 2-12"), [strip])

    def seats(self) -> list[tuple[int, int]]:
        """returns: (room number, seat) of both. raises: Invalid."""
        return [_seat(self.one.data or ""), _seat(self.other.data or "")]


def _seat(text: str) -> tuple[int, int]:
    match = SEAT.fullmatch(full_width_to_ascii(text).replace(" ", ""))
    if match is None:
        raise Invalid(f"“{text}”不是座位：请按“考场号-座位号”填写，如 1-5。")
    return int(match[1]), int(match[2])
