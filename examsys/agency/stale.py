"""Two people edited one thing: what is stored now beside what was entered, field by field."""

from dataclasses import dataclass
from typing import Any

from flask import Response

from examsys.kernel.forms import VersionedForm
from examsys.kernel.web import page


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    stored: str
    entered: str


def differences(form: VersionedForm, row: Any) -> list[Difference]:
    """The fields of the form whose stored value is not what was entered."""
    found = []
    for field in form:
        if not hasattr(row, field.name) or field.name == "version":
            continue
        stored, entered = _words(field, getattr(row, field.name)), _words(field, field.data)
        if stored != entered:
            found.append(Difference(field.label.text, stored, entered))
    return found


def stale_page(template: str, form: VersionedForm, row: Any, **context: Any) -> Response:
    """The same page with both values (409); saving it again keeps what was entered."""
    form.version.data = str(row.version)
    form.version.raw_data = None
    both = differences(form, row)
    return page(template, status=409, form=form, differences=both, **context)


def _words(field: Any, value: Any) -> str:
    text = "" if value is None else str(value)
    options = getattr(field, "choices", None) or []
    labels = {str(option.value): str(option.label) for option in options}
    return labels.get(text, text)
