"""A form made from the columns of a register, and back: what was typed as typed values."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    DecimalField,
    Field,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)

from examsys.kernel import clock
from examsys.kernel.forms import VersionedForm, choices, required, strip
from examsys.regimes.registers import Column, Kind, Register, Values
from examsys.rules.states import LEVEL_SHORT

CHECKED = (("yes", "符合"), ("no", "不符合"))
LONGEST = {Kind.LINE: 100, Kind.TEXT: 1_000}
Offer = Mapping[Kind, Sequence[tuple[str, str]]]
REASON = "correction_reason"
STAMP = "%Y-%m-%dT%H:%M"


class CheckRow(Form):  # type: ignore[misc]
    """One line of a checklist."""

    ok = SelectField("结果", choices=choices([("", "请选择"), *CHECKED]))
    note = StringField("情况说明", [validators.Length(max=200, message="最多 200 字")], [strip])


class EntryForm(VersionedForm):
    """The fields of one register; `form_class` adds them."""

    register: Register
    check_lines: Sequence[str] = ()

    def fields(self) -> list[Field]:
        """What the page sets one below the other; the checklist is a table of its own."""
        names = [one.name for one in self.register.columns if one.kind is not Kind.CHECKS]
        return [self[name] for name in (*names, REASON) if name in self]

    @property
    def checklist(self) -> list[tuple[str, Any]]:
        """Each line of the checklist with its fields."""
        rows = [row for one in self.register.of_kind(Kind.CHECKS) for row in self[one.name]]
        return list(zip(self.check_lines, rows, strict=False))

    @property
    def reason(self) -> str:
        return self[REASON].data or ""

    def values(self) -> Values:
        return {one.name: self._value(one) for one in self.register.columns}

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        for line, row in self.checklist:
            if not row.form.ok.data:
                row.form.ok.errors = [f"请选择“{line}”的检查结果"]
                sound = False
        return sound

    def _value(self, column: Column) -> Any:
        typed = self[column.name].data
        match column.kind:
            case Kind.LINE | Kind.TEXT:
                return typed or ""
            case Kind.MOMENT:
                return typed.replace(tzinfo=clock.ZONE).astimezone(UTC)
            case Kind.MONEY:
                return int(typed * 100)
            case Kind.LEVEL | Kind.BATCH | Kind.PERSON | Kind.SITE:
                return int(typed) if typed else None
            case Kind.PEOPLE:
                return [int(one) for one in typed]
            case Kind.CHECKS:
                return self._checked(typed)
            case _:
                return typed

    def _checked(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"line": line, "ok": row["ok"] == "yes", "note": row["note"] or ""}
            for line, row in zip(self.check_lines, rows, strict=False)
        ]


def entry_form(
    register: Register, *, offer: Offer, lines: Sequence[str], row: Any = None
) -> EntryForm:
    """The form of a register; of a correction when there is a `row` to start from.

    lines: of the checklist, if the register has one.
    """
    shown = {} if row is None else _shown(register, row)
    for column in register.of_kind(Kind.CHECKS):
        shown.setdefault(column.name, [{} for _ in lines])
    form = _form_class(register, correcting=row is not None).bind(**shown)
    form.check_lines = lines
    for column in register.of_kind(Kind.BATCH, Kind.PERSON, Kind.PEOPLE, Kind.SITE):
        options = offer[column.kind]
        empty = [] if column.kind is Kind.PEOPLE else [("", "请选择" if column.required else "无")]
        form[column.name].choices = choices([*empty, *options])
    return form


def _shown(register: Register, row: Any) -> dict[str, Any]:
    return {
        "version": row.version,
        **{column.name: _typed(column, getattr(row, column.name)) for column in register.columns},
    }


def _typed(column: Column, value: Any) -> Any:
    match column.kind:
        case Kind.MOMENT:
            found: datetime = clock.local(value)
            return found.replace(tzinfo=None)
        case Kind.MONEY:
            return Decimal(value).scaleb(-2)
        case Kind.LEVEL | Kind.BATCH | Kind.PERSON | Kind.SITE:
            return "" if value is None else str(value)
        case Kind.PEOPLE:
            return [str(person.id) for person in value]
        case Kind.CHECKS:
            return [{"ok": "yes" if one["ok"] else "no", "note": one["note"]} for one in value]
        case _:
            return value


@cache
def _form_class(register: Register, *, correcting: bool) -> type[EntryForm]:
    fields = {column.name: _field(column) for column in register.columns}
    if correcting:
        limit = validators.Length(max=300, message="最多 300 字")
        fields[REASON] = TextAreaField("更正原因", [*required("请填写更正原因"), limit], [strip])
    return type(f"{register.slug.title()}Form", (EntryForm,), {"register": register, **fields})


def _field(column: Column) -> Any:
    said = {"description": column.hint}
    asked = f"请填写{column.label}"
    checks = required(asked) if column.required else [validators.Optional()]
    match column.kind:
        case Kind.LINE | Kind.TEXT:
            most = LONGEST[column.kind]
            limit = validators.Length(max=most, message=f"最多 {most} 字")
            kind = StringField if column.kind is Kind.LINE else TextAreaField
            return kind(column.label, [*checks, limit], [strip], **said)
        case Kind.DAY:
            return DateField(column.label, checks, **said)
        case Kind.MOMENT:
            return DateTimeLocalField(column.label, checks, format=STAMP, **said)
        case Kind.WHOLE:
            between = validators.NumberRange(1, 10_000, "应在 1 至 10000 之间")
            return IntegerField(column.label, [*checks, between], **said)
        case Kind.HOURS | Kind.MONEY:
            return DecimalField(column.label, [*checks, _exact(column.kind)], places=None, **said)
        case Kind.PEOPLE:
            return SelectMultipleField(
                column.label, required("请至少选择一人"), render_kw={"size": 12}, **said
            )
        case Kind.CHECKS:
            return FieldList(FormField(CheckRow), column.label, max_entries=60)
        case _:
            return SelectField(
                column.label, checks, choices=choices(_fixed(column)), validate_choice=True, **said
            )


def _fixed(column: Column) -> list[tuple[str, str]]:
    """What a choice offers that does not depend on records."""
    if column.kind is Kind.LEVEL:
        return [("", "各等级"), *((str(level), word) for level, word in LEVEL_SHORT.items())]
    return [("", "请选择"), *column.choices]


def _exact(kind: Kind) -> Any:
    """A number of hours or yuan that the column can hold."""
    decimals, most = (1, 1_000) if kind is Kind.HOURS else (2, 1_000_000)

    def check(_form: Any, field: Any) -> None:
        value: Decimal | None = field.data
        low = value is not None and (value < 0 or (kind is Kind.HOURS and value == 0))
        if value is None or low or value > most or value != round(value, decimals):
            raise validators.ValidationError(f"应为不超过 {most} 的数，最多 {decimals} 位小数")

    return check
