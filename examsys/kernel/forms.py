"""The form base: CSRF by Flask-WTF, Chinese messages, no unknown fields, effect once."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, validators
from wtforms.fields.choices import SelectChoice

from examsys.kernel.work import ONCE_FIELD


class BaseForm(FlaskForm):
    """Every form of the house. Fields say what they hold; the verb decides what it means."""

    class Meta(FlaskForm.Meta):
        locales: ClassVar[list[str]] = ["zh_CN", "zh"]

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            # Browsers' own bubbles speak another language than the page: errors come from us.
            render_kw.setdefault("autocomplete", "off")
            return super().render_field(field, render_kw)

    @classmethod
    def bind(cls, *args: Any, **data: Any) -> Self:
        return cls(*args, **data)

    def accepted(self) -> bool:
        """True for a valid POST that carries no field this form does not know."""
        if request.method != "POST":
            return False
        if strange := self.unknown():
            self.form_errors.append("表单含有未知字段：" + "、".join(sorted(strange)))
            return False
        return bool(self.validate())

    def unknown(self) -> set[str]:
        names = {name for name in request.form if name.split("-")[0] not in self._fields}
        return names - {ONCE_FIELD}

    @property
    def all_errors(self) -> list[tuple[str, str, str]]:
        """returns: (field id, label, sentence) for the summary on top of the page."""
        found = [
            (field.id, field.label.text, str(message))
            for field in self
            for message in _flat(field.errors)
        ]
        return found + [("", "", str(message)) for message in self.form_errors]


class VersionedForm(BaseForm):
    """A form over a row that two people may edit: it carries the version it showed."""

    version = HiddenField()

    @property
    def shown_version(self) -> int | None:
        text = self.version.data or ""
        return int(text) if str(text).isdecimal() else None


def required(message: str) -> list[Any]:
    """Validators of a field that must be filled; `message` says what to fill in."""

    def not_blank(_form: Any, field: Any) -> None:
        if isinstance(field.data, str) and not field.data.strip():
            raise validators.StopValidation(message)

    return [validators.InputRequired(message), not_blank]


def choices(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Options of a select field from (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


def strip(text: str | None) -> str | None:
    """A WTForms filter: blanks around the answer are never part of it."""
    return text.strip() if isinstance(text, str) else text


def _flat(errors: Any) -> list[Any]:
    if isinstance(errors, dict):
        return [m for nested in errors.values() for m in _flat(nested)]
    flat: list[Any] = []
    for error in errors:
        flat.extend(_flat(error) if isinstance(error, list | tuple | dict) else [error])
    return flat
